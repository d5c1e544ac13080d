"""The surroundings of a finding that has no page: a few rows and columns, or a few lines."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from gongkai.release.inspection.bounds import Budget, CannotRead
from gongkai.release.inspection.inner import Inside
from gongkai.release.inspection.packages import open_package
from gongkai.release.inspection.plain import read_rows
from gongkai.release.inspection.sheet_cells import Area, Grid, areas_of, column_name
from gongkai.release.inspection.sniffing import kind_of
from gongkai.release.inspection.task import inspect_inside
from gongkai.release.inspection.xlsx import read_grid
from gongkai.release.rules.findings import Place
from gongkai.release.rules.inspection import FileKind, FileProblem

_ROWS_AROUND, _COLUMNS_AROUND, _LINES_AROUND = 3, 3, 3
_LONGEST = 200
"""Characters of one cell or line that are shown."""
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a sheet, or one line of a text."""

    label: str
    """Its number."""
    cells: tuple[str, ...]
    """As many as there are columns; one for a line."""
    is_meant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """What stands around a place; without rows where nothing can be shown of it."""

    columns: tuple[str, ...] = ()
    """Letters of the columns; none for lines."""
    meant_columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def do_task(arguments: dict[str, Any]) -> dict[str, Any]:
    """Show the surroundings of `place` (a row of a Place) in the file at `path`, named `name`."""
    place = Place.of_row(arguments["place"])
    return asdict(show_place(Path(arguments["path"]), arguments["name"], place))


def fragment_from(answer: dict[str, Any]) -> Fragment:
    """Return the fragment that a task said."""
    rows = (replace(Row(**row), cells=tuple(row["cells"])) for row in answer["rows"])
    return Fragment(
        columns=tuple(answer["columns"]),
        meant_columns=tuple(answer["meant_columns"]),
        rows=tuple(rows),
    )


def show_place(path: Path, name: str, place: Place) -> Fragment:
    """Return what stands around a place of a file, also of one inside another.

    Raises nothing for what is in the file: what cannot be read is shown by nothing.
    """
    inside = Inside(inspect=inspect_inside)
    try:
        with _member(path, name, place.member, inside.budget) as (inner, inner_name):
            return _around(inner, inner_name, place, inside)
    except CannotRead:
        return Fragment()


@contextmanager
def _member(path: Path, name: str, member: str, budget: Budget) -> Iterator[tuple[Path, str]]:
    if not member:
        yield path, name
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-inside-") as folder:
        with open_package(path, budget) as package:
            found = (part for part in package.parts if f"{member}/".startswith(f"{part}/"))
            part = max(found, key=len, default="")
            if not part:
                raise CannotRead(FileProblem.BROKEN)
            inner = Path(folder) / "file"
            package.unpack(part, inner)
        rest = member[len(part) + 1 :]
        with _member(inner, part, rest, budget) as opened:
            yield opened


def _around(path: Path, name: str, place: Place, inside: Inside) -> Fragment:
    kind = kind_of(path, name)
    if kind is FileKind.XLSX and place.cell:
        return cells_around(read_grid(path, place.sheet, inside), place.cell)
    if kind is FileKind.CSV:
        grid = Grid()
        for row, values in enumerate(read_rows(path)):
            for column, value in enumerate(values):
                grid.put(row, column, value)
        return cells_around(grid, place.cell or str(place.line))
    label = str(place.page) if place.page else place.part
    texts = inspect_inside(path, name, inside).texts
    lines = next((part.text.split("\n") for part in texts if part.label == label), [])
    return lines_around(lines, place.line)


def cells_around(grid: Grid, cell: str) -> Fragment:
    """Return the rows and columns around a cell, an area, a row `12` or a column `B`."""
    area = _area_of(cell)
    if area is None:
        return Fragment()
    top, left = max(0, area.top - _ROWS_AROUND), max(0, area.left - _COLUMNS_AROUND)
    rows = range(top, min(area.bottom, area.top + _ROWS_AROUND) + _ROWS_AROUND + 1)
    columns = range(left, min(area.right, area.left + 2 * _COLUMNS_AROUND) + _COLUMNS_AROUND + 1)
    meant = tuple(column_name(at) for at in columns if area.left <= at <= area.right)
    return Fragment(
        columns=tuple(map(column_name, columns)),
        meant_columns=meant,
        rows=tuple(
            Row(
                label=str(row + 1),
                cells=tuple(grid.rows.get(row, {}).get(at, "")[:_LONGEST] for at in columns),
                is_meant=area.top <= row <= area.bottom,
            )
            for row in rows
        ),
    )


def _area_of(cell: str) -> Area | None:
    if (area := next(areas_of(cell), None)) is not None:
        return area
    first, _, last = cell.partition(":")
    last = last or first
    if first.isdecimal() and last.isdecimal() and int(first):
        return Area(top=int(first) - 1, left=0, bottom=int(last) - 1, right=_LAST_COLUMN)
    columns = next(areas_of(f"{first}1:{last}1"), None)
    return None if columns is None else replace(columns, bottom=_LAST_ROW)


def lines_around(lines: Sequence[str], line: int) -> Fragment:
    """Return the lines around one, which counts from 1."""
    if not 0 < line <= len(lines):
        return Fragment()
    first = max(1, line - _LINES_AROUND)
    last = min(len(lines), line + _LINES_AROUND)
    return Fragment(
        rows=tuple(
            Row(
                label=str(number),
                cells=(lines[number - 1][:_LONGEST],),
                is_meant=number == line,
            )
            for number in range(first, last + 1)
        )
    )
