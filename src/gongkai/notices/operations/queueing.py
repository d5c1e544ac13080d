"""Putting a notice into the queue of jobs, in the transaction in which it begins to wait."""

from datetime import datetime

from procrastinate.contrib.django import app

from gongkai.notices.models import Notice, NoticeState

DELIVER = "gongkai.notices.deliver"
BEHIND_OTHERS = -10
"""Priority of the jobs: a mail server that hangs must not hold up what waits for a commit."""


def begin_round(notice: Notice, *, at: datetime) -> None:
    """Let a notice wait for a first try, now; the caller saves what else it changed."""
    notice.queued_at, notice.tries = at, 0
    wait_until(notice, at)


def wait_until(notice: Notice, at: datetime, *, later: bool = False) -> None:
    """Save that a notice waits, and queue its job: at once, or `later` at that moment."""
    notice.state, notice.next_try_at = NoticeState.WAITING, at
    notice.save()
    moment = at if later else None
    job = app.configure_task(DELIVER, priority=BEHIND_OTHERS, schedule_at=moment)
    job.defer(notice_id=notice.pk)
