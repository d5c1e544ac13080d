"""Queued work on many records, and forgetting the spreadsheets that nobody confirmed."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongkai.records.operations.bulk_carrying import forget_old_sheets, go_on_with_run
from gongkai.records.operations.bulk_runs import GO_ON

# For a database that does not answer; what is refused stands at the run.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name=GO_ON, retry=_RETRY)
def go_on(run_id: int) -> None:
    """Look a run over, or carry it out."""
    go_on_with_run(run_id=run_id)


@app.periodic(cron="7 * * * *")
@app.task(name="gongkai.records.forget_old_sheets", queueing_lock="records_forget_sheets")
def forget(timestamp: int) -> None:
    """Forget spreadsheets that were not confirmed within a day."""
    forget_old_sheets()
