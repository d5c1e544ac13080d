"""Properties that hold for every day, every limit and every pause."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.clock.rules.counting import (
    Amount,
    LineKind,
    Pause,
    Unit,
    due_on,
    explain,
    working_days_between,
)
from gongkai.clock.shipped import shipped_calendar

CALENDAR = shipped_calendar()
# So far before the end of the calendar that no generated count can run past it.
DAYS = st.dates(date(2007, 1, 1), date(2026, 9, 30))
LIMITS = st.integers(1, 40)


@st.composite
def _pauses(draw: st.DrawFn, received: date, most: int = 4) -> list[Pause]:
    starts = draw(st.lists(st.integers(0, 40), max_size=most))
    lengths = [draw(st.integers(0, 25)) for _ in starts]
    return [
        Pause(received + timedelta(days=start), received + timedelta(days=start + length))
        for start, length in zip(starts, lengths, strict=True)
    ]


@given(DAYS, DAYS, LIMITS)
def test_received_later_is_never_due_earlier(one: date, other: date, limit: int) -> None:
    earlier, later = sorted([one, other])
    first = due_on(received_on=earlier, working_days=limit, calendar=CALENDAR)
    second = due_on(received_on=later, working_days=limit, calendar=CALENDAR)
    assert first.on <= second.on


@given(DAYS, LIMITS)
def test_a_longer_limit_is_due_later(received: date, limit: int) -> None:
    shorter = due_on(received_on=received, working_days=limit, calendar=CALENDAR)
    longer = due_on(received_on=received, working_days=limit + 1, calendar=CALENDAR)
    assert shorter.on < longer.on


@given(DAYS, st.integers(1, 90), st.sampled_from(Unit), st.data())
def test_a_limit_never_ends_on_a_day_off(
    received: date, number: int, unit: Unit, data: st.DataObject
) -> None:
    assume(received < date(2025, 1, 1))
    amount = Amount(1 + number % 12 if unit is Unit.MONTHS else number, unit)
    pauses = data.draw(_pauses(received))
    found = explain(received_on=received, amount=amount, calendar=CALENDAR, pauses=pauses)
    assert CALENDAR.is_working(found.due.on)
    assert found.due.on > received


@given(DAYS, st.integers(1, 60), st.sampled_from(Unit), st.data())
def test_the_explanation_counts_exactly_the_amount(
    received: date, number: int, unit: Unit, data: st.DataObject
) -> None:
    assume(received < date(2025, 1, 1))
    amount = Amount(1 + number % 6 if unit is Unit.MONTHS else number, unit)
    pauses = data.draw(_pauses(received))
    found = explain(received_on=received, amount=amount, calendar=CALENDAR, pauses=pauses)
    numbers = [line.counted for line in found.lines if line.counted is not None]
    assert numbers == list(range(1, amount.number + 1))
    assert found.counted == amount.number


@given(DAYS, LIMITS, st.data())
def test_the_explanation_is_one_line_a_day_from_receipt_to_due(
    received: date, limit: int, data: st.DataObject
) -> None:
    pauses = data.draw(_pauses(received))
    found = explain(received_on=received, amount=Amount(limit), calendar=CALENDAR, pauses=pauses)
    days = [line.on for line in found.lines]
    assert days == [received + timedelta(days=n) for n in range(len(days))]
    assert found.lines[0].kind is LineKind.RECEIPT
    assert [line.kind for line in found.lines].count(LineKind.DUE) == 1
    assert found.lines[-1].kind is LineKind.DUE
    assert all((line.counted is None) or CALENDAR.is_working(line.on) for line in found.lines)


@given(DAYS, LIMITS, st.data())
def test_a_pause_of_k_working_days_moves_the_due_date_by_k(
    received: date, limit: int, data: st.DataObject
) -> None:
    plain = due_on(received_on=received, working_days=limit, calendar=CALENDAR)
    span = (plain.on - received).days
    sent = received + timedelta(days=data.draw(st.integers(0, span - 1)))
    pause = Pause(sent, sent + timedelta(days=data.draw(st.integers(0, 30))))
    taken = working_days_between(pause.sent_on, pause.ended_on, CALENDAR)
    moved = due_on(received_on=received, working_days=limit, calendar=CALENDAR, pauses=[pause])
    assert working_days_between(plain.on, moved.on, CALENDAR) == taken


@given(DAYS, LIMITS, st.data())
def test_pauses_count_by_their_union(received: date, limit: int, data: st.DataObject) -> None:
    pauses = data.draw(_pauses(received))
    daily = {
        pause.sent_on + timedelta(days=n)
        for pause in pauses
        for n in range(1, (pause.ended_on - pause.sent_on).days + 1)
    }
    apart = [Pause(day - timedelta(days=1), day) for day in daily]
    found = due_on(received_on=received, working_days=limit, calendar=CALENDAR, pauses=pauses)
    assert found == due_on(
        received_on=received, working_days=limit, calendar=CALENDAR, pauses=apart
    )


@given(DAYS, LIMITS)
def test_the_limit_is_the_number_of_working_days_between(received: date, limit: int) -> None:
    found = due_on(received_on=received, working_days=limit, calendar=CALENDAR)
    assert working_days_between(received, found.on, CALENDAR) == limit


@given(st.dates(date(2026, 1, 1), date(2027, 10, 1)), LIMITS)
def test_provisional_means_that_a_counted_day_is_of_the_estimated_year(
    received: date, limit: int
) -> None:
    found = due_on(received_on=received, working_days=limit, calendar=CALENDAR)
    assert found.provisional == (found.on.year == 2027)
