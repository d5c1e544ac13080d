"""Queued work on many records, and forgetting what nobody confirmed."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from gongkai.records.operations.bulk_carrying import (
    forget_old_plans,
    give_up_run,
    go_on_with_run,
)
from gongkai.records.operations.bulk_runs import GO_ON

# For a database that does not answer; what is refused stands at the run.
_MOST_ATTEMPTS = 5
_RETRY = RetryStrategy(max_attempts=_MOST_ATTEMPTS, exponential_wait=4)


@app.task(name=GO_ON, retry=_RETRY, pass_context=True)
def go_on(context: JobContext, run_id: int, state: str = "") -> None:
    """Look a run over, or carry it out; nobody waits for ever for one that always fails."""
    try:
        go_on_with_run(run_id=run_id, state=state)
    except Exception:
        if context.job.attempts >= _MOST_ATTEMPTS:
            give_up_run(run_id=run_id)
        raise


@app.periodic(cron="7 * * * *")
@app.task(name="gongkai.records.forget_old_sheets", queueing_lock="records_forget_sheets")
def forget(timestamp: int) -> None:
    """Forget what was planned and not confirmed within a day."""
    forget_old_plans()
