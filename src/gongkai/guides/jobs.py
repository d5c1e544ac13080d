"""Scheduled work of the module."""

from procrastinate.contrib.django import app

from gongkai.guides.operations.opinions import forget_addresses


@app.periodic(cron="27 * * * *")
@app.task(name="gongkai.guides.forget_addresses", queueing_lock="guides_forget_addresses")
def forget_where_opinions_came_from(timestamp: int) -> None:
    """Forget every hour from which networks opinions came."""
    forget_addresses()
