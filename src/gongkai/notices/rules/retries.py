"""When a notice that could not be sent is tried again. Pure."""

from datetime import datetime, timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""After the first failed try, the second, ...; the last wait repeats."""

GIVE_UP_AFTER = timedelta(days=2)
"""Counted from when the notice was put into the queue; RFC 5321 asks for days, not hours."""

EARLY = timedelta(seconds=30)
"""A job may begin so much before its time: its moment is counted by the database's clock."""

DEAD_AFTER = timedelta(minutes=10)
"""An open attempt so old has lost its worker: no conversation takes longer."""

LOST_AFTER = timedelta(minutes=10)
"""A notice still waiting so long after its time has no job any more, or the queue is behind."""


def next_try(*, queued_at: datetime, tries: int, now: datetime) -> datetime | None:
    """Return when to try again after `tries` failed tries, None where it is to be given up."""
    at = now + WAITS[min(tries, len(WAITS)) - 1]
    return at if at <= queued_at + GIVE_UP_AFTER else None
