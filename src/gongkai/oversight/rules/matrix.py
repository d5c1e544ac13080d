"""The obligation matrix: what an organ must disclose, how often, and how each cell stands. Pure.

The lists name what must be public and set no rhythm of their own; only the limit of 20 working
days from the change of each single piece is law (Regulations 2007 art. 18, 2019 art. 26). How
often something new is to be expected is therefore the house's, in data files for each regime,
and the competent department alters it for an organ or a kind of organ (requirement P5).
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DUE_SOON = timedelta(days=30)
"""From so many calendar days before its last day a cell is due soon."""


class Rhythm(StrEnum):
    """How often an item is expected to bring something new."""

    YEARLY = "yearly"
    HALF_YEARLY = "half_yearly"
    QUARTERLY = "quarterly"
    ONCE = "once"
    """It is there for good; what changes in it is renewed within the limit of the regime."""
    AS_IT_HAPPENS = "as_it_happens"
    """Nobody knows when: there is no day by which the next one is due."""


MONTHS = {Rhythm.YEARLY: 12, Rhythm.HALF_YEARLY: 6, Rhythm.QUARTERLY: 3}
"""Length of the windows of a rhythm; each must bring something new."""


class CellState(StrEnum):
    """How one item of one organ stands."""

    FILLED = "filled"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    EMPTY = "empty"
    DOES_NOT_APPLY = "does_not_apply"


HOLDING = frozenset({CellState.FILLED, CellState.DUE_SOON, CellState.OVERDUE})
"""States of a cell in which something stands."""


@dataclass(frozen=True, slots=True)
class Window:
    """From a day until a day, both included."""

    first_on: date
    last_on: date

    def holds(self, day: date) -> bool:
        """Say whether the day lies within."""
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class Period(Window):
    """A year, a half-year or a quarter, by its key: `2026`, `2026-H1`, `2026-Q3`."""

    key: str

    def looked_at_on(self, today: date) -> date:
        """Return the day on which the matrix of this period is judged: its last, or today."""
        return min(today, self.last_on)


_KEY = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<part>H[12]|Q[1-4]))?")
_YEARS_OFFERED = 5


def period_of(key: str) -> Period | None:
    """Return the period of a key, None where there is none.

    >>> period_of("2026-Q1").last_on
    datetime.date(2026, 3, 31)
    """
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    year, part = int(found["year"]), found["part"] or "Y1"
    length = {"Y": 12, "H": 6, "Q": 3}[part[0]]
    first = date(year, (int(part[1]) - 1) * length + 1, 1)
    return Period(first, _end_of(first, length), key)


def periods_up_to(today: date) -> tuple[Period, ...]:
    """Return the periods to choose from: five years, of the last two their parts, newest first."""
    keys = []
    for year in range(today.year, today.year - _YEARS_OFFERED, -1):
        keys.append(str(year))
        if year > today.year - 2:
            keys += [f"{year}-{part}" for part in ("H2", "H1", "Q4", "Q3", "Q2", "Q1")]
    found = (period_of(key) for key in keys)
    return tuple(one for one in found if one is not None and one.first_on <= today)


def window_of(rhythm: Rhythm, day: date) -> Window | None:
    """Return the window of the rhythm in which a day lies; None where it has no windows."""
    length = MONTHS.get(rhythm)
    if length is None:
        return None
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Window(first, _end_of(first, length))


def next_due(rhythm: Rhythm, *, last_on: date | None, on: date) -> date | None:
    """Return the last day by which something new is expected, None where there is no such day.

    Each window of the calendar brings something: what was published in one is followed by the
    next one's last day. Where nothing was ever published it is the last day of the present window.

    >>> next_due(Rhythm.YEARLY, last_on=date(2025, 2, 10), on=date(2026, 3, 16))
    datetime.date(2026, 12, 31)
    """
    window = window_of(rhythm, last_on or on)
    if window is None or last_on is None:
        return window.last_on if window else None
    following = window_of(rhythm, window.last_on + timedelta(days=1))
    return following.last_on if following else None


def state_of(rhythm: Rhythm, *, last_on: date | None, on: date) -> CellState:
    """Return how a cell that applies stands on a day; `last_on` is when it last got something."""
    if last_on is None:
        return CellState.EMPTY
    due = next_due(rhythm, last_on=last_on, on=on)
    if due is None or due - DUE_SOON > on:
        return CellState.FILLED
    return CellState.OVERDUE if due < on else CellState.DUE_SOON


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many cells there are and how they stand.

    `expected` are the cells that apply; `filled` hold something, `overdue` of those are behind
    their rhythm; `fresh` got something within the period.
    """

    expected: int = 0
    filled: int = 0
    overdue: int = 0
    fresh: int = 0

    @property
    def empty(self) -> int:
        """How many cells hold nothing."""
        return self.expected - self.filled

    @property
    def percent(self) -> int | None:
        """Return the share of filled cells in whole per cent; 100 only where all are filled.

        None where nothing is expected.
        """
        return self.filled * 100 // self.expected if self.expected else None

    def __add__(self, other: "Coverage") -> "Coverage":
        """Return the cells of both."""
        return Coverage(
            self.expected + other.expected,
            self.filled + other.filled,
            self.overdue + other.overdue,
            self.fresh + other.fresh,
        )


def coverage_of(cells: Iterable[tuple[CellState, int]]) -> Coverage:
    """Return the coverage of cells: (state, how much came within the period).

    >>> coverage_of([(CellState.FILLED, 2), (CellState.EMPTY, 0), (CellState.DOES_NOT_APPLY, 0)])
    Coverage(expected=2, filled=1, overdue=0, fresh=1)
    """
    expected = [(state, fresh) for state, fresh in cells if state is not CellState.DOES_NOT_APPLY]
    return Coverage(
        expected=len(expected),
        filled=sum(state in HOLDING for state, _fresh in expected),
        overdue=sum(state is CellState.OVERDUE for state, _fresh in expected),
        fresh=sum(fresh > 0 for _state, fresh in expected),
    )


def _end_of(first: date, months: int) -> date:
    month = first.month + months - 1
    return date(first.year, month, monthrange(first.year, month)[1])
