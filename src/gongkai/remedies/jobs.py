"""Scheduled work of remedies."""

from procrastinate.contrib.django import app

from gongkai.remedies.operations import forget_old_reports


@app.periodic(cron="41 3 * * *")
@app.task(name="gongkai.remedies.forget_old", queueing_lock="remedies_forget_old")
def forget_old(timestamp: int) -> None:
    """Forget what reports say that were closed long ago, and where their answers went."""
    forget_old_reports()
