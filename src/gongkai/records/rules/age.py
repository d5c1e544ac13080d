"""How long something has waited, in working days and in days of the calendar. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.clock.rules.broken import CalendarNotPublished
from gongkai.clock.rules.calendar import WorkingCalendar
from gongkai.clock.rules.counting import working_days_between


@dataclass(frozen=True, slots=True)
class Age:
    """How long something has waited."""

    working_days: int | None
    """None where the calendar of those years is not known."""
    calendar_days: int


def age_of(since: date, *, on: date, calendar: WorkingCalendar) -> Age:
    """Return how long something has waited on a day; the day on which it came is not counted."""
    days = max(0, (on - since).days)
    try:
        return Age(working_days_between(since, on, calendar), days)
    except CalendarNotPublished:
        return Age(None, days)


def waiting_too_long_since(on: date, *, working_days: int, calendar: WorkingCalendar) -> date:
    """Return the day before which what waits has waited for more than so many working days.

    What began on that day or later is younger. Where the calendar ends on the way, the days before
    it are taken for working days on weekdays: a reminder needs no notice of the State Council.
    """
    day, passed = on, 0
    while passed < working_days:
        passed += _is_working(day, calendar)
        day -= timedelta(days=1)
    # What came on a day off has waited no longer than what came on the working day before it.
    while not _is_working(day, calendar):
        day -= timedelta(days=1)
    return day


def _is_working(day: date, calendar: WorkingCalendar) -> bool:
    try:
        return calendar.is_working(day)
    except CalendarNotPublished:
        return day.isoweekday() <= 5
