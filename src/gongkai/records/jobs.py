"""Scheduled work of the module `records`."""

from procrastinate.contrib.django import app

from gongkai.records.operations.embargo_run import RUN, release_due


# The start of a local day is no fixed hour of the queue's own time, so it is looked for all day.
@app.periodic(cron="*/5 * * * *")
@app.task(name=RUN, queueing_lock="records_release_due")
def release_what_is_due(timestamp: int) -> None:
    """Release what waited for this day."""
    release_due()
