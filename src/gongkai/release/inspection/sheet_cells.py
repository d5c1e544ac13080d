"""Cells of a sheet and areas of them: `B12`, `B2:C9`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_COLUMNS = 16_384
_ROWS = 1_048_576
_MOST_IN_TABLE = 20_000_000
"""Cells, the empty ones between counted, of which a table is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle of cells; rows and columns count from 0 and the last ones are in it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = cell_name(self.top, self.left)
        last = cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """Return whether a cell lies in the area."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(slots=True)
class Grid:
    """The values of a sheet by row and column, from 0."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    size: int = 0

    def put(self, row: int, column: int, value: str) -> None:
        """Keep the value of a cell."""
        self.rows.setdefault(row, {})[column] = value
        self.size += 1

    def within(self, area: Area) -> Iterator[tuple[int, int]]:
        """Yield the cells of an area that have a value."""
        inside = range(area.top, area.bottom + 1)
        rows: Iterable[int] = inside if len(inside) < len(self.rows) else sorted(self.rows)
        for row in rows:
            if area.top <= row <= area.bottom and row in self.rows:
                for column in self.rows[row]:
                    if area.left <= column <= area.right:
                        yield row, column

    def table(self) -> tuple[list[int], list[int], list[list[str]]]:
        """Return the rows and the columns that hold something, and their values.

        A sheet with its cells scattered far apart gives only its first rows.
        """
        rows = sorted(self.rows)
        columns = sorted({column for cells in self.rows.values() for column in cells})
        most = max(1, _MOST_IN_TABLE // max(1, len(columns)))
        kept = rows[:most]
        return kept, columns, [[self.rows[row].get(at, "") for at in columns] for row in kept]


def cell_at(name: str) -> tuple[int, int] | None:
    """Return row and column of a cell, from 0; None where the name is none.

    >>> cell_at("B12"), cell_at("nowhere")
    ((11, 1), None)
    """
    found = _CELL.fullmatch(name)
    if not found:
        return None
    column = 0
    for letter in found.group(1).upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found.group(2))
    return (row - 1, column - 1) if 0 < row <= _ROWS and column <= _COLUMNS else None


def areas_of(said: str) -> Iterator[Area]:
    """Yield the areas of a list such as `A1:B2 D4`."""
    for piece in said.split():
        first, _, last = piece.rpartition("!")[2].partition(":")
        start, end = cell_at(first), cell_at(last or first)
        if start and end:
            yield Area(
                top=min(start[0], end[0]),
                left=min(start[1], end[1]),
                bottom=max(start[0], end[0]),
                right=max(start[1], end[1]),
            )


def cell_name(row: int, column: int) -> str:
    """Return a cell as spreadsheets name it; both numbers count from 0.

    >>> cell_name(11, 1), cell_name(0, 26)
    ('B12', 'AA1')
    """
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """Return a column's letters; the number counts from 0."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def runs_of(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of numbers that follow one another."""
    first = last = None
    for number in sorted(numbers):
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
