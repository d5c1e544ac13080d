"""What may happen to a clock, in which order, and how it then reads."""

from collections.abc import Callable
from datetime import date

import pytest

from gongkai.clock.rules import broken
from gongkai.clock.rules.counting import Amount
from gongkai.clock.rules.history import (
    ClockEvent,
    ClockState,
    DueSet,
    Extended,
    NotApplicable,
    Paused,
    Restarted,
    Resumed,
    Started,
    Stopped,
    check_countable,
    check_due_set,
    check_extension,
    position_of,
)
from gongkai.clock.rules.reading import ClockReading, read_clock, read_or_say_missing
from gongkai.clock.rules.regimes import Extension
from gongkai.clock.shipped import shipped_calendar

CALENDAR = shipped_calendar()
RECEIVED = date(2026, 3, 2)
STARTED = Started(RECEIVED, Amount(20))
CAP = Extension(20, 1, "33")


def _read(*events: ClockEvent, on: date) -> ClockReading:
    return read_clock(events, calendar=CALENDAR, on=on)


def test_a_running_clock_says_what_is_left() -> None:
    reading = _read(STARTED, on=date(2026, 3, 16))
    assert (reading.state, reading.due_on) == (ClockState.RUNNING, date(2026, 3, 30))
    assert (reading.remaining_working_days, reading.late_by_working_days) == (10, 0)
    assert not reading.overdue


def test_the_due_day_itself_is_in_time_and_the_next_is_not() -> None:
    last = _read(STARTED, on=date(2026, 3, 30))
    after = _read(STARTED, on=date(2026, 3, 31))
    assert (last.overdue, last.remaining_working_days) == (False, 0)
    assert (after.overdue, after.late_by_working_days) == (True, 1)


def test_days_off_after_the_due_date_make_nothing_later() -> None:
    due_friday = Started(date(2026, 3, 6), Amount(5))
    saturday = _read(due_friday, on=date(2026, 3, 14))
    assert saturday.due_on == date(2026, 3, 13)
    assert (saturday.overdue, saturday.late_by_working_days) == (True, 0)


def test_an_open_pause_shows_the_earliest_possible_date() -> None:
    events = (STARTED, Paused(date(2026, 3, 9), "third_party"))
    early, later = (_read(*events, on=date(2026, 3, day)) for day in (10, 24))
    assert early.state is later.state is ClockState.PAUSED
    assert early.due_on == date(2026, 3, 31)
    assert later.due_on == date(2026, 4, 15)
    assert not later.overdue


def test_silence_ends_a_pause_on_the_last_day_of_whoever_was_asked() -> None:
    asked = Paused(date(2026, 3, 9), "third_party", at_latest_on=date(2026, 4, 1))
    waiting = _read(STARTED, asked, on=date(2026, 4, 1))
    silent = _read(STARTED, asked, on=date(2026, 4, 2))
    answered_late = _read(
        STARTED, asked, Resumed(date(2026, 4, 9), "third_party"), on=date(2026, 4, 9)
    )
    assert (waiting.state, silent.state) == (ClockState.PAUSED, ClockState.RUNNING)
    assert silent.due_on == waiting.due_on == answered_late.due_on


def test_two_consultations_at_once_count_once() -> None:
    reading = _read(
        STARTED,
        Paused(date(2026, 3, 9), "third_party"),
        Paused(date(2026, 3, 16), "co_maker"),
        Resumed(date(2026, 3, 24), "third_party"),
        Resumed(date(2026, 3, 30), "co_maker"),
        on=date(2026, 3, 31),
    )
    assert reading.explanation is not None
    assert reading.explanation.paused_days == 15
    assert reading.due_on == date(2026, 4, 21)


def test_a_corrected_application_is_answered_from_its_own_receipt() -> None:
    reading = _read(
        STARTED,
        Paused(date(2026, 3, 11), "correction"),
        Restarted(date(2026, 3, 20), "correction"),
        on=date(2026, 3, 23),
    )
    assert (reading.state, reading.due_on) == (ClockState.RUNNING, date(2026, 4, 20))
    assert (reading.started_on, reading.counted_from) == (RECEIVED, date(2026, 3, 20))


def test_an_extension_makes_the_limit_longer() -> None:
    reading = _read(STARTED, Extended(date(2026, 3, 30), 20), on=date(2026, 3, 31))
    assert reading.due_on == date(2026, 4, 28)
    assert reading.extensions == 1


def test_a_fixed_date_prevails_and_pauses_still_move_it() -> None:
    fixed = DueSet(date(2026, 3, 16), date(2026, 5, 15))
    plain = _read(STARTED, fixed, on=date(2026, 3, 17))
    paused = _read(
        STARTED,
        fixed,
        Paused(date(2026, 3, 20), "third_party"),
        Resumed(date(2026, 3, 27), "third_party"),
        on=date(2026, 3, 30),
    )
    assert plain.due_on == date(2026, 5, 15)
    assert paused.due_on == date(2026, 5, 22)


def test_a_stopped_clock_keeps_how_late_it_was() -> None:
    in_time = _read(STARTED, Stopped(date(2026, 3, 30)), on=date(2026, 9, 1))
    late = _read(STARTED, Stopped(date(2026, 4, 2)), on=date(2026, 9, 1))
    assert (in_time.state, in_time.was_late, in_time.overdue) == (ClockState.STOPPED, False, False)
    assert (late.late_by_working_days, late.was_late, late.overdue) == (3, True, False)
    assert late.remaining_working_days == 0


def test_a_clock_that_does_not_apply_has_no_date() -> None:
    reading = _read(NotApplicable(date(2008, 3, 1)), on=date(2026, 3, 2))
    assert (reading.state, reading.due_on) == (ClockState.NOT_APPLICABLE, None)
    assert (reading.overdue, reading.explanation) == (False, None)


LATER = date(2026, 3, 10)
IMPOSSIBLE: list[tuple[type[broken.ClockRuleBroken], tuple[ClockEvent, ...]]] = [
    (broken.ClockNotStarted, ()),
    (broken.ClockNotStarted, (Stopped(LATER),)),
    (broken.AlreadyStarted, (STARTED, STARTED)),
    (broken.AlreadyStopped, (STARTED, Stopped(LATER), Paused(LATER, "a"))),
    (broken.AlreadyStopped, (NotApplicable(RECEIVED), Stopped(LATER))),
    (broken.AlreadyPaused, (STARTED, Paused(LATER, "a"), Paused(LATER, "a"))),
    (broken.NotPaused, (STARTED, Resumed(LATER, "a"))),
    (broken.NotPaused, (STARTED, Paused(LATER, "a"), Resumed(LATER, "b"))),
    (broken.NotPaused, (STARTED, Restarted(LATER, "correction"))),
    (broken.BeforeTheClockStarted, (STARTED, Paused(date(2026, 3, 1), "a"))),
    (broken.BeforeTheClockStarted, (STARTED, Stopped(date(2026, 3, 1)))),
    (broken.BeforeTheClockStarted, (STARTED, Restarted(LATER), Restarted(date(2026, 3, 9)))),
    (broken.PauseEndsBeforeItStarts, (STARTED, Paused(LATER, "a", date(2026, 3, 9)))),
    (
        broken.PauseEndsBeforeItStarts,
        (STARTED, Paused(LATER, "a"), Resumed(date(2026, 3, 9), "a")),
    ),
    (broken.AlreadyStarted, (STARTED, DueSet(LATER, date(2026, 5, 15)), Restarted(LATER))),
    (broken.NoExtensionProvided, (STARTED, DueSet(LATER, date(2026, 5, 15)), Extended(LATER, 5))),
]


@pytest.mark.parametrize(("refusal", "events"), IMPOSSIBLE)
def test_impossible_histories_are_refused_by_name(
    refusal: type[broken.ClockRuleBroken], events: tuple[ClockEvent, ...]
) -> None:
    with pytest.raises(refusal):
        position_of(events)


def _extend(on: date, number: int, extension: Extension | None, *before: ClockEvent) -> None:
    check_extension(
        [STARTED, *before], Extended(on, number), extension=extension, calendar=CALENDAR
    )


def test_an_extension_is_decided_not_later_than_the_due_date() -> None:
    _extend(date(2026, 3, 30), 20, CAP)
    with pytest.raises(broken.ExtensionTooLate) as refused:
        _extend(date(2026, 3, 31), 20, CAP)
    assert refused.value.on == date(2026, 3, 30)


REFUSED_EXTENSIONS: list[tuple[type[broken.ClockRuleBroken], Callable[[], None]]] = [
    (broken.NoExtensionProvided, lambda: _extend(LATER, 5, None)),
    (broken.AlreadyExtended, lambda: _extend(LATER, 5, CAP, Extended(LATER, 5))),
    (broken.ExtensionTooLong, lambda: _extend(LATER, 21, CAP)),
    (broken.AmountNotPositive, lambda: _extend(LATER, 0, CAP)),
]


@pytest.mark.parametrize(("refusal", "extend"), REFUSED_EXTENSIONS)
def test_an_extension_beyond_the_regime_is_refused(
    refusal: type[broken.ClockRuleBroken], extend: Callable[[], None]
) -> None:
    with pytest.raises(refusal):
        extend()


def test_a_fact_is_kept_where_the_calendar_ends_and_a_promise_is_not() -> None:
    december = Started(date(2027, 12, 20), Amount(15))
    check_countable((), newest=december, calendar=CALENDAR)
    pause = Paused(date(2027, 12, 21), "correction")
    check_countable((december,), newest=pause, calendar=CALENDAR)
    with pytest.raises(broken.CalendarNotPublished):
        check_countable((december,), newest=Extended(pause.on, 5), calendar=CALENDAR)
    with pytest.raises(broken.CalendarNotPublished):
        check_countable((), newest=Started(date(2003, 3, 3), Amount(15)), calendar=CALENDAR)
    unknown = read_or_say_missing((december, pause), calendar=CALENDAR, on=date(2028, 1, 4))
    assert (unknown.state, unknown.calendar_missing_for) == (ClockState.PAUSED, 2028)


def test_an_officer_fixes_a_working_day_that_is_not_past() -> None:
    check_due_set(DueSet(LATER, date(2026, 5, 15)), calendar=CALENDAR)
    with pytest.raises(broken.DueDayIsOff):
        check_due_set(DueSet(LATER, date(2026, 5, 16)), calendar=CALENDAR)
    with pytest.raises(broken.BeforeTheClockStarted):
        check_due_set(DueSet(LATER, date(2026, 3, 9)), calendar=CALENDAR)
