"""The calendar as the administrator sees it, and the due dates that an edition moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from gongkai.clock.models import CalendarEdition, DueDateMove, StatutoryClock
from gongkai.clock.queries.calendars import Calendars
from gongkai.clock.queries.clocks import running
from gongkai.clock.queries.stored import events_from
from gongkai.clock.rules.calendar import WorkingCalendar
from gongkai.clock.rules.reading import ClockReading, read_or_say_missing


@dataclass(frozen=True, slots=True)
class DueMove:
    """A running due date that moves, or moved, with an edition of the calendar."""

    clock_id: int
    subject_kind: str
    subject_id: int
    organ_id: int
    limit_key: str
    old_due_on: date | None
    new_due_on: date | None
    was_provisional: bool
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class CalendarYearLine:
    """One edition in the list of the calendar: what it holds, from where, entered by whom."""

    edition_id: int
    kind: str
    year: int
    region_code: str
    title: str
    number: str
    source: str
    entered_at: datetime
    entered_by: str
    days_off: int
    days_worked: int
    moved: int


def calendar_years() -> tuple[CalendarYearLine, ...]:
    """Return every edition ever entered, newest first; the calendar is public."""
    editions = CalendarEdition.objects.annotate(
        off=Count("days", filter=Q(days__working=False), distinct=True),
        worked=Count("days", filter=Q(days__working=True), distinct=True),
        moved=Count("moves", distinct=True),
    ).order_by("-pk")
    return tuple(_line(edition, edition.off, edition.worked, edition.moved) for edition in editions)


def _line(edition: CalendarEdition, off: int, worked: int, moved: int) -> CalendarYearLine:
    paper: dict[str, str] = edition.notices[0] if edition.notices else {}
    return CalendarYearLine(
        edition_id=edition.pk,
        kind=edition.kind,
        year=edition.year,
        region_code=edition.region_code,
        title=paper.get("title", ""),
        number=paper.get("number", ""),
        source=edition.source,
        entered_at=edition.entered_at,
        entered_by=edition.entered_by_name,
        days_off=off,
        days_worked=worked,
        moved=moved,
    )


def moves_of(edition_id: int) -> tuple[DueMove, ...]:
    """Return the due dates that an edition moved, for the handlers of DueDatesMoved."""
    rows = DueDateMove.objects.filter(edition_id=edition_id).select_related("clock")
    return tuple(
        DueMove(
            clock_id=row.clock_id,
            subject_kind=row.clock.subject_kind,
            subject_id=row.clock.subject_id,
            organ_id=row.clock.organ_id,
            limit_key=row.clock.limit_key,
            old_due_on=row.old_due_on,
            new_due_on=row.new_due_on,
            was_provisional=row.was_provisional,
            is_provisional=row.is_provisional,
        )
        for row in rows.order_by("clock_id")
    )


def moves_between(before: Calendars, after: Calendars, *, on: date) -> Iterator[DueMove]:
    """Yield the running due dates that differ between two calendars, as they stand on a day."""
    old, new = _ByRegion(before), _ByRegion(after)
    for clock in running():
        events = events_from(clock.events.all())
        was = read_or_say_missing(events, calendar=old.of(clock.region_code), on=on)
        now = read_or_say_missing(events, calendar=new.of(clock.region_code), on=on)
        if was.due_on != now.due_on:
            yield _move(clock, was, now)


def _move(clock: StatutoryClock, was: ClockReading, now: ClockReading) -> DueMove:
    return DueMove(
        clock_id=clock.pk,
        subject_kind=clock.subject_kind,
        subject_id=clock.subject_id,
        organ_id=clock.organ_id,
        limit_key=clock.limit_key,
        old_due_on=was.due_on,
        new_due_on=now.due_on,
        was_provisional=was.provisional,
        is_provisional=now.provisional,
    )


class _ByRegion:
    """The calendars of one state of affairs, each region's made once."""

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars
        self._made: dict[str, WorkingCalendar] = {}

    def of(self, region_code: str) -> WorkingCalendar:
        if region_code not in self._made:
            self._made[region_code] = self._calendars.of(region_code)
        return self._made[region_code]
