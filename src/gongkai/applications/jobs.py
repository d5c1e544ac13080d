"""Scheduled work of applications."""

from procrastinate.contrib.django import app

from gongkai.applications.operations import (
    forget_old_attempts,
    forget_old_drafts,
    forget_old_uses,
)


@app.periodic(cron="23 3 * * *")
@app.task(name="gongkai.applications.forget_old", queueing_lock="applications_forget_old")
def forget_old(timestamp: int) -> None:
    """Forget drafts that nobody came back to, and what counts no more: wrong codes, uses."""
    forget_old_drafts()
    forget_old_attempts()
    forget_old_uses()
