"""What day and what moment it is. Nothing else in the house may ask, except the interfaces.

Statutory days are local dates: an application received at 07:30 in Beijing belongs to that
Beijing day although it is still yesterday in UTC.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told_moment", default=None)


def local_zone() -> ZoneInfo:
    """Return the zone in which days are counted (setting GONGKAI_TIME_ZONE)."""
    return ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return _told.get() or timezone.now()


def local_date(moment: datetime) -> date:
    """Return the local calendar day of an aware moment."""
    return moment.astimezone(local_zone()).date()


def today() -> date:
    """Return the local calendar day of this moment."""
    return local_date(now())


class NotADemo(RuntimeError):
    """Somebody tried to tell a site that is not the demo what time it is."""


@contextmanager
def told(moment: datetime) -> Iterator[None]:
    """Let the living demo live through its past: inside, it is `moment` (aware).

    Raises NotADemo on any other site, where nobody may date what they do.
    """
    if not settings.DEMO:
        raise NotADemo("Only the demo may be told what time it is; set GONGKAI_DEMO=yes there.")
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
