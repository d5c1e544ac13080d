"""Scheduled work of the feed."""

from procrastinate.contrib.django import app

from gongkai.ledger.operations import close_past_days


@app.periodic(cron="*/15 * * * *")
@app.task(name="gongkai.ledger.close_days", queueing_lock="close_days")
def close_days(timestamp: int) -> None:
    """Close the local days that are over; most runs find none."""
    close_past_days()
