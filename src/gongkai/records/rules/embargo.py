"""Publication on a chosen day: when it may lie, and when the machine that does it is late. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from gongkai.records.rules.vocabulary import Category

EVERY = timedelta(minutes=5)
"""How often the job looks for what is due."""
STALE_AFTER = timedelta(minutes=20)
"""After this long without a run, somebody has to look why."""
FARTHEST = 366
"""Calendar days; a later day is nobody's plan but a slip of the pen."""


class Outcome(StrEnum):
    """How an embargo ended."""

    WAITING = ""
    RELEASED = "released"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ALTERED = "altered"
    VOID = "void"


class Trouble(StrEnum):
    """Why nothing was released on the day, as the trail keeps it; the embargo has the words."""

    ORGAN_CLOSED = "organ_closed"
    NOT_IN_CHARGE = "not_in_charge"
    """Who set the day holds the role no more."""
    NOT_CLEARED = "not_cleared"
    NOT_AS_APPROVED = "not_as_approved"
    """The content, the review or the state is another one."""


class DayFault(StrEnum):
    """Why a day cannot be the day of publication."""

    NOT_AHEAD = "not_ahead"
    TOO_FAR = "too_far"
    AFTER_THE_LIMIT = "after_the_limit"


OPEN = frozenset({Category.VOLUNTARY.value, Category.ON_APPLICATION.value})
"""Only what is to be published or listed waits for a day; what is exempt is held back at once."""


def fault_of_day(
    publish_on: date, *, today: date, due_on: date | None, has_basis: bool
) -> DayFault | None:
    """Return why nothing may be put off to that day, None where it may.

    `due_on` is the last day of disclosure, None where no limit runs. Beyond it only where another
    law says so (Regulations 2007 art. 18, 2019 art. 26).
    """
    if publish_on <= today:
        return DayFault.NOT_AHEAD
    if (publish_on - today).days > FARTHEST:
        return DayFault.TOO_FAR
    if due_on is not None and publish_on > due_on and not has_basis:
        return DayFault.AFTER_THE_LIMIT
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulerHealth:
    """How the job stands at a moment."""

    last_ran_at: datetime | None
    is_silent: bool
    """It has not run for longer than STALE_AFTER, or never."""
    overdue: int
    """Embargoes whose day has begun and which are not released."""


def health(
    *, now: datetime, last_ran_at: datetime | None, days_waiting: tuple[date, ...], zone: ZoneInfo
) -> SchedulerHealth:
    """Return how the job stands; `days_waiting` are the days of the embargoes that wait."""
    return SchedulerHealth(
        last_ran_at=last_ran_at,
        is_silent=last_ran_at is None or now - last_ran_at > STALE_AFTER,
        overdue=sum(now - _start_of(day, zone) > STALE_AFTER for day in days_waiting),
    )


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
