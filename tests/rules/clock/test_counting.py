"""Counting: units, pauses, the estimate, and what is shown for it."""

from datetime import date

import pytest

from gongkai.clock.rules.broken import (
    AmountNotPositive,
    CalendarNotPublished,
    PauseEndsBeforeItStarts,
)
from gongkai.clock.rules.counting import (
    Amount,
    LineKind,
    Pause,
    Unit,
    due_on,
    explain,
    explain_fixed,
    month_later,
    working_days_between,
)
from gongkai.clock.shipped import shipped_calendar

CALENDAR = shipped_calendar()


def test_one_working_day_ends_on_the_next_working_day() -> None:
    friday = date(2026, 3, 13)
    assert due_on(received_on=friday, working_days=1, calendar=CALENDAR).on == date(2026, 3, 16)


def test_a_day_off_counts_as_day_of_receipt() -> None:
    holiday = date(2026, 10, 4)
    assert due_on(received_on=holiday, working_days=1, calendar=CALENDAR).on == date(2026, 10, 8)


def test_the_lines_say_what_each_day_was() -> None:
    found = explain(received_on=date(2026, 9, 30), amount=Amount(3), calendar=CALENDAR)
    kinds = [line.kind for line in found.lines]
    holidays = [LineKind.HOLIDAY] * 7
    counted = [LineKind.COUNTED] * 2
    assert kinds == [LineKind.RECEIPT, *holidays, *counted, LineKind.DUE]
    assert [line.counted for line in found.lines if line.counted] == [1, 2, 3]
    last = found.lines[-1]
    assert (last.on, last.moved, last.name) == (date(2026, 10, 10), True, "国庆节")


def test_a_moved_working_day_is_counted_and_named() -> None:
    found = explain(received_on=date(2009, 1, 16), amount=Amount(15), calendar=CALENDAR)
    moved = [line for line in found.lines if line.kind is LineKind.MOVED_WORKING_DAY]
    assert [(line.on, line.counted) for line in moved] == [
        (date(2009, 1, 24), 6),
        (date(2009, 2, 1), 7),
    ]
    assert found.due.on == date(2009, 2, 11)


def test_overlapping_pauses_count_once() -> None:
    first = Pause(date(2026, 3, 9), date(2026, 3, 24), "third_party")
    second = Pause(date(2026, 3, 16), date(2026, 3, 30), "co_maker")
    both = explain(
        received_on=date(2026, 3, 2), amount=Amount(20), calendar=CALENDAR, pauses=[second, first]
    )
    whole = explain(
        received_on=date(2026, 3, 2),
        amount=Amount(20),
        calendar=CALENDAR,
        pauses=[Pause(first.sent_on, second.ended_on)],
    )
    assert both.due == whole.due
    assert both.paused_days == working_days_between(first.sent_on, second.ended_on, CALENDAR) == 15


def test_a_weekend_inside_a_pause_stays_a_weekend() -> None:
    pause = Pause(date(2026, 3, 9), date(2026, 3, 24))
    found = explain(
        received_on=date(2026, 3, 2), amount=Amount(20), calendar=CALENDAR, pauses=[pause]
    )
    saturday = next(line for line in found.lines if line.on == date(2026, 3, 14))
    assert saturday.kind is LineKind.WEEKEND
    assert found.paused_days == 11


def test_a_pause_cannot_end_before_it_starts() -> None:
    with pytest.raises(PauseEndsBeforeItStarts):
        Pause(date(2026, 3, 9), date(2026, 3, 8))


@pytest.mark.parametrize("number", [0, -1])
def test_a_limit_has_at_least_one_day(number: int) -> None:
    with pytest.raises(AmountNotPositive):
        due_on(received_on=date(2026, 3, 9), working_days=number, calendar=CALENDAR)


def test_what_touches_the_estimated_year_is_provisional() -> None:
    within = due_on(received_on=date(2026, 12, 10), working_days=15, calendar=CALENDAR)
    across = due_on(received_on=date(2026, 12, 11), working_days=15, calendar=CALENDAR)
    assert (within.on, within.provisional) == (date(2026, 12, 31), False)
    assert (across.on, across.provisional) == (date(2027, 1, 4), True)


def test_a_paused_day_of_the_estimated_year_is_touched_too() -> None:
    pause = Pause(date(2026, 12, 28), date(2027, 1, 20))
    found = due_on(
        received_on=date(2026, 12, 24), working_days=3, calendar=CALENDAR, pauses=[pause]
    )
    assert found.provisional


def test_beyond_the_estimated_year_there_is_no_answer() -> None:
    with pytest.raises(CalendarNotPublished) as refused:
        due_on(received_on=date(2027, 12, 20), working_days=15, calendar=CALENDAR)
    assert refused.value.year == 2028


@pytest.mark.parametrize("unit", Unit)
def test_the_end_of_time_is_beyond_every_calendar(unit: Unit) -> None:
    with pytest.raises(CalendarNotPublished):
        explain(received_on=date.max, amount=Amount(1, unit), calendar=CALENDAR)


def test_calendar_days_ending_on_a_holiday_end_on_the_next_working_day() -> None:
    amount = Amount(10, Unit.CALENDAR_DAYS)
    found = explain(received_on=date(2026, 9, 23), amount=amount, calendar=CALENDAR)
    assert found.due.on == date(2026, 10, 8)
    assert found.counted == 10


def test_calendar_days_run_through_weekends() -> None:
    amount = Amount(60, Unit.CALENDAR_DAYS)
    found = explain(received_on=date(2026, 3, 2), amount=amount, calendar=CALENDAR)
    assert found.due.on == date(2026, 5, 6)
    assert found.counted == 60


def test_calendar_days_stand_still_in_a_pause() -> None:
    pause = Pause(date(2026, 3, 3), date(2026, 3, 5))
    amount = Amount(7, Unit.CALENDAR_DAYS)
    found = explain(received_on=date(2026, 3, 2), amount=amount, calendar=CALENDAR, pauses=[pause])
    assert found.due.on == date(2026, 3, 11)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 15), 3, date(2027, 2, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_on_the_same_number_or_the_last_day(start: date, months: int, end: date) -> None:
    assert month_later(start, months) == end


def test_months_ending_on_a_day_off_end_on_the_next_working_day() -> None:
    amount = Amount(3, Unit.MONTHS)
    found = explain(received_on=date(2026, 7, 1), amount=amount, calendar=CALENDAR)
    assert found.due.on == date(2026, 10, 8)
    assert found.counted == 3


def test_months_are_longer_by_the_days_of_a_pause() -> None:
    pause = Pause(date(2026, 3, 3), date(2026, 3, 5))
    amount = Amount(1, Unit.MONTHS)
    found = explain(received_on=date(2026, 3, 2), amount=amount, calendar=CALENDAR, pauses=[pause])
    plain = explain(received_on=date(2026, 3, 2), amount=amount, calendar=CALENDAR)
    assert plain.due.on == date(2026, 4, 2)
    assert found.due.on == date(2026, 4, 7)


def test_a_fixed_day_is_due_whatever_lies_between() -> None:
    found = explain_fixed(
        decided_on=date(2026, 9, 20), fixed_on=date(2026, 10, 16), calendar=CALENDAR
    )
    assert found.due.on == date(2026, 10, 16)
    assert found.lines[-1].kind is LineKind.DUE


def test_a_fixed_day_that_became_a_day_off_moves_to_the_next_working_day() -> None:
    found = explain_fixed(
        decided_on=date(2026, 9, 20), fixed_on=date(2026, 10, 3), calendar=CALENDAR
    )
    assert found.due.on == date(2026, 10, 8)


def test_a_day_fixed_for_the_day_of_the_decision_is_that_day() -> None:
    day = date(2026, 3, 16)
    found = explain_fixed(decided_on=day, fixed_on=day, calendar=CALENDAR)
    assert found.due.on == day


def test_working_days_between_counts_neither_the_first_day_nor_days_off() -> None:
    assert working_days_between(date(2026, 9, 30), date(2026, 10, 10), CALENDAR) == 3
    assert working_days_between(date(2026, 10, 10), date(2026, 9, 30), CALENDAR) == 0
