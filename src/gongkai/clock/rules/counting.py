"""Counting: from the day a limit starts to run to its last day, with every step on the way.

There is one walk, `explain`; every due date in the house comes out of it, so that what is
shown under "Why this date?" cannot differ from the date itself.

The day of receipt is not counted; the first working day after it is day 1, and the n-th is the
last on which a reply handed over or posted is in time (general rule of procedure law; that the
day of posting counts: General Office of the State Council, disclosure letter 235 of 2016).
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from gongkai.clock.rules.broken import (
    AmountNotPositive,
    CalendarNotPublished,
    PauseEndsBeforeItStarts,
)
from gongkai.clock.rules.calendar import CalendarDay, DayKind, WorkingCalendar

ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


class LineKind(StrEnum):
    """What one day of the derivation is."""

    RECEIPT = "receipt"
    COUNTED = "counted"
    MOVED_WORKING_DAY = "moved_working_day"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    DUE = "due"


@dataclass(frozen=True, slots=True, order=True)
class Pause:
    """Days that do not run the clock: every day d with sent_on < d <= ended_on.

    Consulting a third party (2007 art. 24, 2019 art. 33) starts with the letter sent and ends
    with the opinion received, or with the third party's own last day when it stays silent.
    """

    sent_on: date
    ended_on: date
    cause: str = ""

    def __post_init__(self) -> None:
        if self.ended_on < self.sent_on:
            raise PauseEndsBeforeItStarts(
                f"the pause from {self.sent_on} ends before it starts", on=self.ended_on
            )

    def holds(self, day: date) -> bool:
        """Say whether the clock stands still on that day."""
        return self.sent_on < day <= self.ended_on


@dataclass(frozen=True, slots=True)
class Amount:
    """How long a limit is: 15 working days, 60 calendar days, 3 months."""

    number: int
    unit: Unit = Unit.WORKING_DAYS

    def __post_init__(self) -> None:
        if self.number < 1:
            raise AmountNotPositive(f"a limit of {self.number} {self.unit} ends before it starts")


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day in time, and whether a notice still to come may move it."""

    on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the derivation. `counted` is the number it got, or None if it got none."""

    on: date
    kind: LineKind
    counted: int | None
    name: str = ""
    """The holiday, the holiday a moved working day belongs to, or the cause of a pause."""
    moved: bool = False
    """A Saturday or Sunday that is worked."""
    provisional: bool = False

    @property
    def weekday(self) -> int:
        """Return 0 for Monday to 6 for Sunday."""
        return self.on.weekday()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why this date: the days from the one not counted to the last one in time."""

    lines: tuple[Line, ...]
    amount: Amount | None
    due: DueDate

    @property
    def counted(self) -> int:
        """Return how many days (or months) were counted; it equals the amount."""
        return max((line.counted or 0 for line in self.lines), default=0)

    @property
    def paused_days(self) -> int:
        """Return how many days would have been counted had the clock not stood still."""
        return sum(1 for line in self.lines if line.kind is LineKind.PAUSED)


def due_on(
    *,
    received_on: date,
    working_days: int,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
) -> DueDate:
    """Return the last day on which the reply is still on time.

    The day of receipt is not counted; a limit of one working day ends on the next working day.
    Days spent consulting a third party do not run the clock (2007 art. 24, 2019 art. 33).

    The answer says `provisional` when it touches a year not yet announced.

    Raises:
        CalendarNotPublished: the count runs beyond the year after the last announced one.
        AmountNotPositive: less than one working day.
    """
    amount = Amount(working_days)
    return explain(received_on=received_on, amount=amount, calendar=calendar, pauses=pauses).due


def working_days_between(after: date, through: date, calendar: WorkingCalendar) -> int:
    """Return the number of working days d with after < d <= through; 0 if through is not later."""
    return sum(calendar.is_working(day) for day in _days_after(after, through))


def explain(
    *,
    received_on: date,
    amount: Amount,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
) -> Explanation:
    """Return the derivation of the due date, one line a day, beginning with the day not counted.

    Working days count one by one. Calendar days and months count days off as well, but when the
    last one is a day off the limit ends on the next working day (Civil Code art. 203); months
    end on the day of the same number, or the month's last (art. 202). Overlapping pauses count
    once, because a day either runs the clock or does not.

    Raises:
        CalendarNotPublished: the count runs beyond the year after the last announced one.
    """
    if received_on.year > calendar.last_known:
        raise CalendarNotPublished(received_on.year)
    walk = _Walk(received_on, calendar, tuple(sorted(pauses)))
    match amount.unit:
        case Unit.WORKING_DAYS:
            lines = walk.working_days(amount.number)
        case Unit.CALENDAR_DAYS:
            lines = walk.calendar_days(amount.number)
        case Unit.MONTHS:
            lines = walk.months(amount.number)
        case _:
            assert_never(amount.unit)
    return _explanation(lines, amount)


def explain_fixed(
    *, decided_on: date, fixed_on: date, calendar: WorkingCalendar, pauses: Iterable[Pause] = ()
) -> Explanation:
    """Return the derivation of a date that an officer fixed (2019 art. 35).

    Working days from the decision to the fixed date are shown counted. A pause after the
    decision moves the date by the working days it takes; a date that a later notice makes a day
    off moves to the next working day.
    """
    fixed_on = calendar.next_working(fixed_on)
    between = working_days_between(decided_on, fixed_on, calendar)
    if between == 0:
        line = Line(fixed_on, LineKind.DUE, None, provisional=calendar.day(fixed_on).provisional)
        return Explanation((line,), None, DueDate(fixed_on, line.provisional))
    return explain(received_on=decided_on, amount=Amount(between), calendar=calendar, pauses=pauses)


def _explanation(lines: tuple[Line, ...], amount: Amount) -> Explanation:
    # The first line is the day of receipt: what kind of day it was moves nothing.
    provisional = any(line.provisional for line in lines[1:])
    return Explanation(lines, amount, DueDate(lines[-1].on, provisional))


def _days_after(after: date, through: date | None = None) -> Iterator[date]:
    day = after + ONE_DAY
    while through is None or day <= through:
        yield day
        day += ONE_DAY


@dataclass(frozen=True, slots=True)
class _Walk:
    start: date
    calendar: WorkingCalendar
    pauses: tuple[Pause, ...]

    def working_days(self, number: int) -> tuple[Line, ...]:
        lines, counted = [self._receipt()], 0
        for on in _days_after(self.start):
            day = self.calendar.day(on)
            runs = day.working and self._pause_on(on) is None
            counted += runs
            lines.append(self._line(day, counted if runs else None, last=counted == number))
            if counted == number:
                break
        return tuple(lines)

    def calendar_days(self, number: int) -> tuple[Line, ...]:
        lines, counted = [self._receipt()], 0
        for on in _days_after(self.start):
            day = self.calendar.day(on)
            runs = counted < number and self._pause_on(on) is None
            counted += runs
            last = counted == number and day.working
            lines.append(self._line(day, counted if runs else None, last=last, any_day=True))
            if last:
                break
        return tuple(lines)

    def months(self, number: int) -> tuple[Line, ...]:
        ends = {month_later(self.start, n): n for n in range(1, number + 1)}
        lines, held = [self._receipt()], 0
        for on in _days_after(self.start):
            day = self.calendar.day(on)
            paused = self._pause_on(on) is not None
            held += paused
            counted = ends.get(on - timedelta(days=held)) if not paused else None
            over = on - timedelta(days=held) >= month_later(self.start, number) and not paused
            last = over and day.working
            lines.append(self._line(day, counted, last=last, any_day=True))
            if last:
                break
        return tuple(lines)

    def _receipt(self) -> Line:
        return Line(self.start, LineKind.RECEIPT, None)

    def _pause_on(self, day: date) -> Pause | None:
        return next((pause for pause in self.pauses if pause.holds(day)), None)

    def _line(
        self, day: CalendarDay, counted: int | None, *, last: bool, any_day: bool = False
    ) -> Line:
        moved = day.kind is DayKind.MOVED_WORKING
        pause = self._pause_on(day.on)
        name = day.name
        if last:
            kind = LineKind.DUE
        elif pause is not None and (day.working or any_day):
            kind, name = LineKind.PAUSED, pause.cause
        elif counted is not None and not day.working:
            kind = LineKind.COUNTED
        else:
            kind = _KINDS[day.kind]
        return Line(day.on, kind, counted, name, moved, day.provisional)


_KINDS = {
    DayKind.WORKING: LineKind.COUNTED,
    DayKind.MOVED_WORKING: LineKind.MOVED_WORKING_DAY,
    DayKind.WEEKEND: LineKind.WEEKEND,
    DayKind.HOLIDAY: LineKind.HOLIDAY,
}


def month_later(start: date, months: int) -> date:
    """Return the day of the same number so many months on, or that month's last day.

    Civil Code art. 202. >>> month_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
