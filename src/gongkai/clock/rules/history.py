"""What can happen to a statutory clock, and in which order.

A clock is nothing but its events. They are only ever added; whether one may be added depends on
those before it, on the calendar and on the regime, and on nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from gongkai.clock.rules import broken
from gongkai.clock.rules.calendar import WorkingCalendar
from gongkai.clock.rules.counting import Amount, Explanation, Pause, explain, explain_fixed
from gongkai.clock.rules.regimes import Extension


class EventKind(StrEnum):
    """The kinds of events, as they are stored."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESTARTED = "restarted"
    EXTENDED = "extended"
    DUE_SET = "due_set"
    STOPPED = "stopped"
    NOT_APPLICABLE = "not_applicable"


class ClockState(StrEnum):
    """How a clock stands on a given day."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Started:
    """The limit runs; `on` is not counted."""

    on: date
    amount: Amount


@dataclass(frozen=True, slots=True)
class Paused:
    """The clock stands still from the day after `on` (the day the letter was sent).

    `key` names the cause, so that two consultations may be open at once. `at_latest_on` is the
    last day of whoever is asked: when it passes in silence, the clock goes on by itself.
    """

    on: date
    key: str
    at_latest_on: date | None = None


@dataclass(frozen=True, slots=True)
class Resumed:
    """The answer came: `on` itself is still not counted."""

    on: date
    key: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The whole limit runs anew from `on`, which is not counted (2019 art. 30).

    It ends the pause `key`, if the waiting was one.
    """

    on: date
    key: str = ""


@dataclass(frozen=True, slots=True)
class Extended:
    """The limit became longer, decided on `on` by the person in charge (2007 art. 24)."""

    on: date
    number: int


@dataclass(frozen=True, slots=True)
class DueSet:
    """An officer fixed the last day (2019 art. 35) and told the applicant."""

    on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Stopped:
    """What the limit was for has happened: replied, published, confirmed."""

    on: date


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """There is no limit: disclosed before the system, or formed before the Regulations."""

    on: date


ClockEvent = Started | Paused | Resumed | Restarted | Extended | DueSet | Stopped | NotApplicable


@dataclass(frozen=True, slots=True)
class Position:
    """Where the events have brought the clock: all that the due date is computed from."""

    first_on: date
    counted_from: date
    amount: Amount | None
    extensions: int = 0
    pauses: tuple[Pause, ...] = ()
    open_pauses: tuple[Paused, ...] = ()
    fixed_on: date | None = None
    stopped_on: date | None = None
    applicable: bool = True

    @property
    def ended(self) -> bool:
        """Say whether nothing can happen to the clock any more."""
        return self.stopped_on is not None or not self.applicable

    def open_pause(self, key: str) -> Paused | None:
        """Return the open pause of that key, if there is one."""
        return next((pause for pause in self.open_pauses if pause.key == key), None)

    def pauses_by(self, on: date) -> tuple[Pause, ...]:
        """Return the pauses as known on a day; an open one has lasted until that day."""
        lasting = tuple(
            Pause(pause.on, max(pause.on, _end_of(pause, on)), pause.key)
            for pause in self.open_pauses
        )
        return self.pauses + lasting

    def paused_on(self, on: date) -> bool:
        """Say whether the clock stands still on that day, waiting for somebody."""
        return any(
            pause.on <= on and (pause.at_latest_on is None or on <= pause.at_latest_on)
            for pause in self.open_pauses
        )

    def explain(self, calendar: WorkingCalendar, on: date) -> Explanation:
        """Return the derivation of the due date as it stands on a day.

        While a pause is open the date is the earliest possible one: as if the answer came then.
        """
        known = self.pauses_by(self.stopped_on or on)
        if self.fixed_on is not None:
            return explain_fixed(
                decided_on=self.counted_from,
                fixed_on=self.fixed_on,
                calendar=calendar,
                pauses=known,
            )
        if self.amount is None:
            raise broken.ClockNotStarted("a clock that does not apply has no due date")
        return explain(
            received_on=self.counted_from, amount=self.amount, calendar=calendar, pauses=known
        )


def _end_of(pause: Paused, on: date) -> date:
    return on if pause.at_latest_on is None else min(on, pause.at_latest_on)


def position_of(events: Iterable[ClockEvent]) -> Position:
    """Return where the events bring a clock.

    The order of the events is the order in which they were recorded; their days may overlap,
    because a letter that came on Monday may be registered on Tuesday.

    Raises:
        ClockRuleBroken: its subclass named for what is wrong with the sequence.
    """
    position: Position | None = None
    for event in events:
        position = _after(position, event)
    if position is None:
        raise broken.ClockNotStarted("the clock has no events")
    return position


def _after(position: Position | None, event: ClockEvent) -> Position:
    if position is None:
        return _first(event)
    if position.ended:
        raise broken.AlreadyStopped("the clock has been stopped", on=position.stopped_on)
    if event.on < position.first_on:
        raise broken.BeforeTheClockStarted("the day lies before the start", on=position.first_on)
    return _next(position, event)


def _next(position: Position, event: ClockEvent) -> Position:
    match event:
        case Paused():
            return _pause(position, event)
        case Resumed():
            return _resume(position, event.key, event.on)
        case Restarted():
            return _restart(position, event)
        case Extended():
            return _extend(position, event)
        case DueSet():
            return replace(position, counted_from=event.on, fixed_on=event.due_on, amount=None)
        case Stopped():
            return replace(position, stopped_on=event.on)
        case NotApplicable():
            return replace(position, applicable=False)
        case Started():
            raise broken.AlreadyStarted("the clock has been started", on=position.first_on)


def _first(event: ClockEvent) -> Position:
    match event:
        case Started():
            return Position(event.on, event.on, event.amount)
        case NotApplicable():
            return Position(event.on, event.on, None, applicable=False)
        case _:
            raise broken.ClockNotStarted("the clock has not been started", on=event.on)


def _pause(position: Position, event: Paused) -> Position:
    if position.open_pause(event.key) is not None:
        raise broken.AlreadyPaused(f"the pause {event.key} is open", on=event.on)
    if event.at_latest_on is not None and event.at_latest_on < event.on:
        raise broken.PauseEndsBeforeItStarts("the last day lies before the letter", on=event.on)
    return replace(position, open_pauses=(*position.open_pauses, event))


def _resume(position: Position, key: str, on: date) -> Position:
    pause = position.open_pause(key)
    if pause is None:
        raise broken.NotPaused(f"no pause {key} is open", on=on)
    if on < pause.on:
        raise broken.PauseEndsBeforeItStarts("the answer came before the letter", on=pause.on)
    return replace(
        position,
        # An answer after the last day of whoever was asked does not make the pause longer.
        pauses=(*position.pauses, Pause(pause.on, max(pause.on, _end_of(pause, on)), key)),
        open_pauses=tuple(other for other in position.open_pauses if other.key != key),
    )


def _restart(position: Position, event: Restarted) -> Position:
    if event.on < position.counted_from:
        raise broken.BeforeTheClockStarted(
            "the day lies before the last start", on=position.counted_from
        )
    if event.key:
        position = _resume(position, event.key, event.on)
    if position.amount is None:
        raise broken.AlreadyStarted("an officer fixed the date; set another", on=event.on)
    return replace(position, counted_from=event.on)


def _extend(position: Position, event: Extended) -> Position:
    if position.amount is None:
        raise broken.NoExtensionProvided("an officer fixed the date; set another", on=event.on)
    longer = Amount(position.amount.number + event.number, position.amount.unit)
    return replace(position, amount=longer, extensions=position.extensions + 1)


def check_countable(
    events: Sequence[ClockEvent], *, newest: ClockEvent, calendar: WorkingCalendar
) -> None:
    """Say nothing if the newest event may be recorded as far as the calendar goes.

    A fact is recorded also where its last day cannot be named before a notice has come: whoever
    applies in December cannot be sent away for it. A decision that names a day is not.

    Raises:
        CalendarNotPublished: nothing will ever be known, or a day is to be named that is unknown.
    """
    position = position_of((*events, newest))
    if position.ended:
        return
    try:
        position.explain(calendar, newest.on)
    except broken.CalendarNotPublished as missing:
        if isinstance(newest, Extended | DueSet) or missing.year <= calendar.last_known:
            raise


def check_extension(
    events: Sequence[ClockEvent],
    event: Extended,
    *,
    extension: Extension | None,
    calendar: WorkingCalendar,
) -> None:
    """Say nothing if the regime allows the extension (2007 art. 24, 2019 art. 33).

    Raises:
        NoExtensionProvided: this limit cannot be extended.
        AlreadyExtended: it was extended as often as allowed.
        ExtensionTooLong: longer than the cap.
        ExtensionTooLate: decided after the last day.
        AmountNotPositive: by less than one day.
    """
    position = position_of(events)
    if extension is None:
        raise broken.NoExtensionProvided("the regime knows no extension of this limit")
    if event.number < 1:
        raise broken.AmountNotPositive("an extension is at least one day long")
    if position.extensions >= extension.times:
        raise broken.AlreadyExtended(f"extended {position.extensions} times already")
    if event.number > extension.amount:
        raise broken.ExtensionTooLong(f"at most {extension.amount}")
    due = position.explain(calendar, event.on).due
    if event.on > due.on:
        raise broken.ExtensionTooLate("the limit had run out", on=due.on)


def check_due_set(event: DueSet, *, calendar: WorkingCalendar) -> None:
    """Say nothing if an officer may fix that day: a working day, not before the decision."""
    if event.due_on < event.on:
        raise broken.BeforeTheClockStarted("the day lies before the decision", on=event.on)
    if not calendar.is_working(event.due_on):
        raise broken.DueDayIsOff("the day is a day off", on=event.due_on)
