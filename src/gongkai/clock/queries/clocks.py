"""Reading clocks: one, those of many subjects, what is due soon in some organs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
)

from gongkai.clock.access import organs_with_visible_clocks
from gongkai.clock.models import ClockEvent, StatutoryClock
from gongkai.clock.queries.calendars import installed_calendar
from gongkai.clock.queries.stored import events_from
from gongkai.clock.rules.calendar import WorkingCalendar
from gongkai.clock.rules.history import ClockState, EventKind
from gongkai.clock.rules.reading import ClockReading, LimitBasis, read_or_say_missing
from gongkai.clock.shipped import regimes
from gongkai.kernel import time
from gongkai.kernel.types import Viewer

ENDED = (EventKind.STOPPED, EventKind.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class DueLine:
    """One running clock of a list: whose, for what, and how it stands."""

    clock_id: int
    subject_kind: str
    subject_id: int
    organ_id: int
    limit_key: str
    reading: ClockReading


@dataclass(frozen=True, slots=True)
class ClockStep:
    """One event of a clock as people read it: what, when, by whom, why."""

    kind: str
    on: date
    reason: str
    recorded_at: datetime
    recorded_by: str


def clock_of(
    subject_kind: str, subject_id: int, *, on: date | None = None, limit_key: str | None = None
) -> ClockReading | None:
    """Return how a subject's clock stands on a day (today), or None if it has none.

    Whether the viewer may see the subject has been decided by the query that asks. Without
    `limit_key` the clock started first is meant.
    """
    clocks = _clocks_of(subject_kind, [subject_id])
    if limit_key is not None:
        clocks = clocks.filter(limit_key=limit_key)
    clock = clocks.first()
    return None if clock is None else _read(clock, on or time.today())


def clocks_of(
    subject_kind: str,
    subject_ids: Collection[int],
    *,
    on: date | None = None,
    limit_key: str | None = None,
) -> dict[int, ClockReading]:
    """Return the clocks of many subjects of a kind by subject id, in three queries at most."""
    clocks = _clocks_of(subject_kind, subject_ids)
    if limit_key is not None:
        clocks = clocks.filter(limit_key=limit_key)
    day = on or time.today()
    calendars = _Calendars()
    found: dict[int, ClockReading] = {}
    for clock in clocks:
        if clock.subject_id not in found:
            found[clock.subject_id] = _read(clock, day, calendars.of(clock.region_code))
    return found


def steps_of(
    subject_kind: str, subject_id: int, *, limit_key: str | None = None
) -> tuple[ClockStep, ...]:
    """Return what happened to a subject's clocks, oldest first."""
    rows = ClockEvent.objects.filter(
        clock__subject_kind=subject_kind, clock__subject_id=subject_id
    ).order_by("clock_id", "seq")
    if limit_key is not None:
        rows = rows.filter(clock__limit_key=limit_key)
    return tuple(
        ClockStep(row.kind, row.on, row.reason, row.recorded_at, row.recorded_by_name)
        for row in rows
    )


def clocks_due(
    *,
    viewer: Viewer,
    organ_ids: Collection[int] | None = None,
    on: date | None = None,
    within_working_days: int = 3,
    limit_keys: Collection[str] | None = None,
) -> tuple[DueLine, ...]:
    """Return the running clocks that are overdue or due within so many working days.

    The most urgent come first; those whose calendar is missing come before all. Only organs
    whose clocks the viewer may see; the number of queries does not grow with the clocks.
    """
    day = on or time.today()
    lines = running_clocks(viewer=viewer, organ_ids=organ_ids, on=day, limit_keys=limit_keys)
    near = [line for line in lines if _is_near(line.reading, within_working_days)]
    return tuple(sorted(near, key=lambda line: (line.reading.due_on or date.min, line.clock_id)))


def running_clocks(
    *,
    viewer: Viewer,
    organ_ids: Collection[int] | None = None,
    on: date | None = None,
    limit_keys: Collection[str] | None = None,
) -> tuple[DueLine, ...]:
    """Return every clock that has not ended, of the organs that the viewer may see."""
    visible = organs_with_visible_clocks(viewer)
    asked = visible if organ_ids is None else visible & frozenset(organ_ids)
    clocks = running().filter(organ_id__in=asked)
    if limit_keys is not None:
        clocks = clocks.filter(limit_key__in=limit_keys)
    return tuple(due_lines(clocks, on=on or time.today()))


def late_clocks(
    *,
    viewer: Viewer,
    limit_keys: Collection[str],
    organ_ids: Collection[int] | None = None,
    years: range | None = None,
) -> tuple[DueLine, ...]:
    """Return the clocks that were stopped after their last day, by the day of the stop.

    Lateness is read from what happened to the clock and stays for ever. `years` are those of the
    stop, None for all. Only organs whose clocks the viewer may see.
    """
    visible = organs_with_visible_clocks(viewer)
    asked = visible if organ_ids is None else visible & frozenset(organ_ids)
    clocks = _maybe_late(years).filter(organ_id__in=asked, limit_key__in=limit_keys)
    lines = due_lines(clocks.prefetch_related("events"), on=time.today())
    return tuple(line for line in lines if line.reading.was_late)


def _maybe_late(years: range | None) -> QuerySet[StatutoryClock]:
    """Return the stopped clocks that ran longer than their amount counted in days of the calendar.

    No limit is shorter than that, so what is left out was in time, and need not be counted out.
    """
    events = ClockEvent.objects.filter(clock=OuterRef("pk"))
    started = events.filter(kind=EventKind.STARTED)
    found = StatutoryClock.objects.annotate(
        stopped_on=Subquery(events.filter(kind=EventKind.STOPPED).values("on")[:1]),
        in_time_until=ExpressionWrapper(
            Subquery(started.values("on")[:1]) + Subquery(started.values("number")[:1]),
            output_field=DateField(),
        ),
    ).filter(stopped_on__gt=F("in_time_until"))
    if years is not None:
        found = found.filter(stopped_on__year__in=years)
    return found.order_by("stopped_on", "pk")


def running() -> QuerySet[StatutoryClock]:
    """Return the clocks that have not ended, with their events; for this module only."""
    ended = ClockEvent.objects.filter(clock=OuterRef("pk"), kind__in=ENDED)
    return StatutoryClock.objects.filter(~Exists(ended)).prefetch_related("events").order_by("pk")


def due_lines(clocks: Iterable[StatutoryClock], *, on: date) -> Iterable[DueLine]:
    """Read each of the clocks; one query for the calendar of each region."""
    calendars = _Calendars()
    for clock in clocks:
        yield DueLine(
            clock_id=clock.pk,
            subject_kind=clock.subject_kind,
            subject_id=clock.subject_id,
            organ_id=clock.organ_id,
            limit_key=clock.limit_key,
            reading=_read(clock, on, calendars.of(clock.region_code)),
        )


def _is_near(reading: ClockReading, within: int) -> bool:
    if reading.state not in {ClockState.RUNNING, ClockState.PAUSED}:
        return False
    return reading.due_on is None or reading.overdue or reading.remaining_working_days <= within


def _clocks_of(subject_kind: str, ids: Collection[int]) -> QuerySet[StatutoryClock]:
    return (
        StatutoryClock.objects.filter(subject_kind=subject_kind, subject_id__in=ids)
        .prefetch_related("events")
        .order_by("pk")
    )


def _read(clock: StatutoryClock, on: date, calendar: WorkingCalendar | None = None) -> ClockReading:
    calendar = calendar or installed_calendar(clock.region_code)
    reading = read_or_say_missing(events_from(clock.events.all()), calendar=calendar, on=on)
    return replace(reading, basis=_basis(clock))


def _basis(clock: StatutoryClock) -> LimitBasis:
    regime = regimes().get(clock.regime_id)
    limit = regime.limits.get(clock.limit_key) if regime else None
    return LimitBasis(
        regime_id=clock.regime_id,
        limit_key=clock.limit_key,
        article=limit.article if limit else "",
        kind=limit.basis if limit else None,
        other_law=clock.legal_basis,
    )


class _Calendars(dict[str, WorkingCalendar]):
    """One calendar a region while a list is read, so that its queries do not grow."""

    def of(self, region_code: str) -> WorkingCalendar:
        """Return the calendar of a region, asked for once."""
        if region_code not in self:
            self[region_code] = installed_calendar(region_code)
        return self[region_code]
