"""Random histories: whatever is recorded in whatever order, the clock keeps its word."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from gongkai.clock.rules.broken import ClockRuleBroken
from gongkai.clock.rules.counting import Amount, working_days_between
from gongkai.clock.rules.history import (
    ClockEvent,
    ClockState,
    DueSet,
    Extended,
    Paused,
    Restarted,
    Resumed,
    Started,
    Stopped,
    check_extension,
    position_of,
)
from gongkai.clock.rules.reading import ClockReading, read_clock
from gongkai.clock.rules.regimes import Extension
from gongkai.clock.shipped import shipped_calendar

CALENDAR = shipped_calendar()
CAP = Extension(20, 1, "33")
KEYS = st.sampled_from(["third_party", "co_maker", "correction"])
STEPS = st.integers(-2, 9)


class ClockMachine(RuleBasedStateMachine):
    """Records what comes, refused or not, and checks after each step what must hold."""

    @initialize(received=st.dates(date(2008, 5, 1), date(2024, 6, 1)), number=st.integers(1, 30))
    def start(self, received: date, number: int) -> None:
        """Begin with a start, as every clock does."""
        self.events: list[ClockEvent] = [Started(received, Amount(number))]
        self.on = received

    def _record(self, event: ClockEvent) -> None:
        try:
            position_of([*self.events, event])
        except ClockRuleBroken:
            return
        self.events.append(event)

    def _day(self, step: int) -> date:
        self.on = max(self.events[0].on, self.on + timedelta(days=step))
        return self.on

    def _read(self) -> ClockReading:
        return read_clock(self.events, calendar=CALENDAR, on=self.on)

    @rule(step=STEPS, key=KEYS, wait=st.none() | st.integers(0, 20))
    def pause(self, step: int, key: str, wait: int | None) -> None:
        """Send a letter, with or without a last day for the answer."""
        day = self._day(step)
        self._record(Paused(day, key, None if wait is None else day + timedelta(days=wait)))

    @rule(step=STEPS, key=KEYS)
    def resume(self, step: int, key: str) -> None:
        """Receive an answer."""
        self._record(Resumed(self._day(step), key))

    @rule(step=STEPS, key=KEYS | st.just(""))
    def restart(self, step: int, key: str) -> None:
        """Receive the corrected application."""
        self._record(Restarted(self._day(step), key))

    @rule(step=STEPS, number=st.integers(1, 20))
    def extend(self, step: int, number: int) -> None:
        """Extend, if the regime allows it; the due date then never comes earlier."""
        event = Extended(self._day(step), number)
        before = self._read()
        try:
            check_extension(self.events, event, extension=CAP, calendar=CALENDAR)
        except ClockRuleBroken:
            return
        self._record(event)
        after = self._read()
        if len(self.events) and self.events[-1] is event:
            assert before.due_on is not None
            assert after.due_on is not None
            assert after.due_on > before.due_on
            assert after.extensions == 1

    @rule(step=STEPS, ahead=st.integers(0, 60))
    def fix_the_date(self, step: int, ahead: int) -> None:
        """Let an officer fix the date."""
        day = self._day(step)
        self._record(DueSet(day, day + timedelta(days=ahead)))

    @rule(step=st.integers(0, 30))
    def let_days_pass(self, step: int) -> None:
        """Do nothing for a while: only the day changes."""
        self._day(step)

    @precondition(lambda self: len(self.events) > 3)
    @rule(step=STEPS)
    def stop(self, step: int) -> None:
        """Reply; nothing moves the clock afterwards."""
        self._record(Stopped(self._day(step)))

    @invariant()
    def due_on_a_working_day_that_the_lines_end_with(self) -> None:
        """The due date is a working day, and the explanation ends on it."""
        reading = self._read()
        assert reading.due_on is not None
        assert reading.explanation is not None
        assert CALENDAR.is_working(reading.due_on)
        assert reading.explanation.lines[-1].on == reading.due_on
        if reading.explanation.amount is not None:
            assert reading.explanation.counted == reading.explanation.amount.number

    @invariant()
    def what_is_left_and_what_is_late_never_go_together(self) -> None:
        """Remaining and late exclude each other and agree with the calendar."""
        reading = self._read()
        assert reading.due_on is not None
        assert not (reading.remaining_working_days and reading.late_by_working_days)
        until = reading.stopped_on or self.on
        assert reading.late_by_working_days == working_days_between(reading.due_on, until, CALENDAR)
        assert reading.overdue == (reading.stopped_on is None and self.on > reading.due_on)

    @invariant()
    def reading_twice_gives_the_same(self) -> None:
        """The reading depends on nothing but events, calendar and day."""
        assert self._read() == read_clock(tuple(self.events), calendar=CALENDAR, on=self.on)

    @invariant()
    def a_stopped_clock_has_one_date_for_ever(self) -> None:
        """Once stopped, the day on which one looks changes nothing."""
        reading = self._read()
        if reading.state is ClockState.STOPPED:
            later = read_clock(self.events, calendar=CALENDAR, on=self.on + timedelta(days=200))
            assert (later.due_on, later.late_by_working_days) == (
                reading.due_on,
                reading.late_by_working_days,
            )


TestClockMachine = ClockMachine.TestCase
TestClockMachine.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
