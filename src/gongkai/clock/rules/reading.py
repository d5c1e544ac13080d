"""Reading a clock: state, due date, what is left and what is late on a given day.

Nothing of it is stored. "Overdue" is a fact about a day, not a column.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.clock.rules.broken import CalendarNotPublished
from gongkai.clock.rules.calendar import WorkingCalendar
from gongkai.clock.rules.counting import Explanation, working_days_between
from gongkai.clock.rules.history import ClockEvent, ClockState, Position, position_of
from gongkai.clock.rules.regimes import Basis


@dataclass(frozen=True, slots=True)
class LimitBasis:
    """Where the limit stands: regime and article, or the other law that was entered."""

    regime_id: str
    limit_key: str
    article: str
    kind: Basis | None
    other_law: str = ""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """How a clock stands on the day `on`.

    `due_on` is None where no limit applies or a calendar is missing. While the clock is paused it
    is the earliest possible date. `remaining_working_days` counts the working days after `on` up
    to and with the due date, `late_by_working_days` those after it up to `on` or to the stop.
    """

    on: date
    state: ClockState
    started_on: date
    counted_from: date
    due_on: date | None
    provisional: bool
    overdue: bool
    remaining_working_days: int
    late_by_working_days: int
    extensions: int
    stopped_on: date | None
    explanation: Explanation | None
    calendar_missing_for: int | None = None
    """The year whose calendar is missing, where no date can be said."""
    basis: LimitBasis | None = None

    @property
    def was_late(self) -> bool:
        """Say whether the act came, or has not yet come, after the due date."""
        return self.late_by_working_days > 0


def read_clock(
    events: Iterable[ClockEvent], *, calendar: WorkingCalendar, on: date
) -> ClockReading:
    """Return how the clock stands on a day: a pure function of its events and the calendar.

    Raises:
        CalendarNotPublished: the count runs beyond the year after the last announced one.
        ClockRuleBroken: the events are not a possible history.
    """
    position = position_of(events)
    if not position.applicable:
        return _reading(position, on, ClockState.NOT_APPLICABLE, None, calendar)
    explanation = position.explain(calendar, on)
    return _reading(position, on, _state(position, on), explanation, calendar)


def read_or_say_missing(
    events: Sequence[ClockEvent], *, calendar: WorkingCalendar, on: date
) -> ClockReading:
    """Return how the clock stands, or, where the calendar ends before the count, which year lacks.

    A page that shows many clocks must not fail because one of them runs into the unknown.
    """
    try:
        return read_clock(events, calendar=calendar, on=on)
    except CalendarNotPublished as missing:
        position = position_of(events)
        reading = _reading(position, on, _state(position, on), None, calendar)
        return replace(reading, calendar_missing_for=missing.year)


def _state(position: Position, on: date) -> ClockState:
    if position.stopped_on is not None:
        return ClockState.STOPPED
    return ClockState.PAUSED if position.paused_on(on) else ClockState.RUNNING


def _reading(
    position: Position,
    on: date,
    state: ClockState,
    explanation: Explanation | None,
    calendar: WorkingCalendar,
) -> ClockReading:
    due_on = explanation.due.on if explanation else None
    measured_on = position.stopped_on or on
    late = remaining = 0
    if due_on is not None:
        late = working_days_between(due_on, measured_on, calendar)
    if due_on is not None and position.stopped_on is None:
        remaining = working_days_between(on, due_on, calendar)
    return ClockReading(
        on=on,
        state=state,
        started_on=position.first_on,
        counted_from=position.counted_from,
        due_on=due_on,
        provisional=explanation.due.provisional if explanation else False,
        overdue=due_on is not None and position.stopped_on is None and on > due_on,
        remaining_working_days=remaining,
        late_by_working_days=late,
        extensions=position.extensions,
        stopped_on=position.stopped_on,
        explanation=explanation,
    )
