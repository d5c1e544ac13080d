"""Scheduled work of the module."""

from procrastinate.contrib.django import app

from gongkai.guides.operations.forgetting import forget_who_gave_opinions
from gongkai.guides.operations.opinions import forget_addresses


@app.periodic(cron="27 * * * *")
@app.task(name="gongkai.guides.forget_addresses", queueing_lock="guides_forget_addresses")
def forget_where_opinions_came_from(timestamp: int) -> None:
    """Forget every hour from which networks opinions came."""
    forget_addresses()


@app.periodic(cron="47 3 * * *")
@app.task(name="gongkai.guides.forget_who", queueing_lock="guides_forget_who")
def forget_who_said_what(timestamp: int) -> None:
    """Forget every night who gave opinions on editions that were decided long ago."""
    forget_who_gave_opinions()
