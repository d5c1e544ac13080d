"""How a cell of the obligation matrix stands on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.oversight.rules.matrix import (
    DUE_SOON,
    MONTHS,
    CellState,
    Coverage,
    Rhythm,
    coverage_of,
    next_due,
    period_of,
    periods_up_to,
    state_of,
    window_of,
)

DAYS = st.dates(date(2008, 5, 1), date(2040, 12, 31))
PERIODIC = st.sampled_from(sorted(MONTHS))
ONE_DAY = timedelta(days=1)


@given(rhythm=PERIODIC, day=DAYS)
def test_windows_follow_one_another_without_a_gap(rhythm: Rhythm, day: date) -> None:
    window = window_of(rhythm, day)
    assert window is not None
    assert window.holds(day)
    following = window_of(rhythm, window.last_on + ONE_DAY)
    assert following is not None
    assert following.first_on == window.last_on + ONE_DAY
    months = (window.last_on.month - window.first_on.month) + 1
    assert (months, window.first_on.day) == (MONTHS[rhythm], 1)


@given(rhythm=PERIODIC, last=DAYS, days=st.integers(0, 2000))
def test_it_is_overdue_only_once_a_whole_window_brought_nothing(
    rhythm: Rhythm, last: date, days: int
) -> None:
    on = last + timedelta(days=days)
    window = window_of(rhythm, last)
    assert window is not None
    following = window_of(rhythm, window.last_on + ONE_DAY)
    assert following is not None

    due, state = next_due(rhythm, last_on=last, on=on), state_of(rhythm, last_on=last, on=on)

    assert due == following.last_on
    assert (state is CellState.OVERDUE) == (on > following.last_on)
    assert (state is CellState.DUE_SOON) == (0 <= (following.last_on - on).days <= DUE_SOON.days)


@given(rhythm=st.sampled_from([Rhythm.ONCE, Rhythm.AS_IT_HAPPENS]), last=DAYS, days=st.integers(0))
def test_what_has_no_rhythm_is_never_due(rhythm: Rhythm, last: date, days: int) -> None:
    on = min(last, date(2039, 1, 1)) + timedelta(days=min(days, 5000))

    assert next_due(rhythm, last_on=last, on=on) is None
    assert state_of(rhythm, last_on=last, on=on) is CellState.FILLED


@given(rhythm=st.sampled_from(sorted(Rhythm)), on=DAYS)
def test_nothing_is_empty_and_due_at_the_end_of_the_window(rhythm: Rhythm, on: date) -> None:
    window = window_of(rhythm, on)

    assert state_of(rhythm, last_on=None, on=on) is CellState.EMPTY
    assert next_due(rhythm, last_on=None, on=on) == (window.last_on if window else None)


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_periods_by_their_keys(key: str, first: date, last: date) -> None:
    period = period_of(key)
    assert period is not None
    assert (period.first_on, period.last_on) == (first, last)
    assert period.looked_at_on(first) == first
    assert period.looked_at_on(last + ONE_DAY) == last


@pytest.mark.parametrize("key", ["", "26", "2026-H3", "2026-Q0", "2026Q1", "9999", "二〇二六"])
def test_what_is_no_key_is_no_period(key: str) -> None:
    assert period_of(key) is None


@given(today=DAYS)
def test_the_periods_offered_have_begun_and_are_all_different(today: date) -> None:
    offered = periods_up_to(today)

    assert offered[0].key == str(today.year)
    assert all(period.first_on <= today for period in offered)
    assert len({period.key for period in offered}) == len(offered)


CELLS = st.lists(st.tuples(st.sampled_from(sorted(CellState)), st.integers(0, 3)))


@given(cells=CELLS, more=CELLS)
def test_figures_add_up(
    cells: list[tuple[CellState, int]], more: list[tuple[CellState, int]]
) -> None:
    figures = coverage_of(cells)

    assert figures + coverage_of(more) == coverage_of([*cells, *more])
    assert figures.filled + figures.empty == figures.expected
    assert figures.overdue <= figures.filled
    assert (figures.percent == 100) == (figures.filled == figures.expected > 0)
    assert (figures.percent is None) == (figures.expected == 0)


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert Coverage(expected=1000, filled=999).percent == 99
