"""What an import of a year's notice would do, before it is done."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from gongkai.clock.access import keeps_calendar
from gongkai.clock.queries.calendars import calendars_in_force, installed_calendar
from gongkai.clock.queries.editions import DueMove, moves_between
from gongkai.clock.rules.calendar import DayKind, Notice, NoticeYear, WorkingCalendar
from gongkai.clock.rules.notice_file import (
    FileError,
    NoticeFileRefused,
    Problem,
    read_notice_file,
)
from gongkai.clock.shipped import statutory_days
from gongkai.clock.wording import CalendarFileRefused
from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import Viewer


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that the file makes another kind of day."""

    on: date
    name: str
    old_kind: DayKind
    new_kind: DayKind


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """A read notice and its effect: days that change, running due dates that move."""

    year: int
    notices: tuple[Notice, ...]
    days_off: int
    days_worked: int
    changes: tuple[DayChange, ...]
    moves: tuple[DueMove, ...]

    @property
    def unchanged(self) -> bool:
        """Say whether importing it would change nothing."""
        return not self.changes


def preview_calendar_import(*, viewer: Viewer, content: bytes, file_name: str) -> CalendarPreview:
    """Return what importing the file would do; nothing is written.

    Raises:
        NotAllowed: the viewer is no system administrator.
        CalendarFileRefused: the file is no year's notice; its `errors` name line and column.
    """
    if not keeps_calendar(viewer):
        raise NotAllowed(_("Only the system administrator may import a calendar."))
    year = notice_from(content, file_name=file_name)
    require_in_turn(year)
    before = calendars_in_force()
    after = before.with_year(year)
    return CalendarPreview(
        year=year.year,
        notices=year.notices,
        days_off=sum(not day.working for day in year.days),
        days_worked=sum(day.working for day in year.days),
        changes=_changes(year, before.of(), after.of()),
        moves=tuple(moves_between(before, after, on=time.today())),
    )


def notice_from(content: bytes, *, file_name: str) -> NoticeYear:
    """Return the year in a file.

    Raises:
        CalendarFileRefused: with every wrong place.
    """
    try:
        return read_notice_file(content, name=file_name, statutory=statutory_days())
    except NoticeFileRefused as refused:
        raise CalendarFileRefused(refused.errors) from refused


def require_in_turn(year: NoticeYear) -> None:
    """Raise CalendarFileRefused for a year that is neither known nor the next one."""
    known = installed_calendar()
    if not known.may_take(year.year):
        following = str(known.last_announced + 1)
        raise CalendarFileRefused((FileError(0, "year", Problem.NOT_IN_TURN, following),))


def _changes(
    year: NoticeYear, before: WorkingCalendar, after: WorkingCalendar
) -> tuple[DayChange, ...]:
    first = min([date(year.year, 1, 1), *(day.on for day in year.days)])
    count = (date(year.year, 12, 31) - first).days + 1
    changes = []
    for on in (first + timedelta(days=n) for n in range(count)):
        old, new = _kind(before, on), _kind(after, on)
        if old is not None and new is not None and old != new:
            changes.append(DayChange(on, after.day(on).name, old, new))
    return tuple(changes)


def _kind(calendar: WorkingCalendar, on: date) -> DayKind | None:
    known = on.year in calendar.announced or on.year == calendar.estimated
    return calendar.day(on).kind if known else None
