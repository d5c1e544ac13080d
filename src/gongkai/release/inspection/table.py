"""The rows of one table that staff sends in to be taken over: bounded, and of one sheet alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongkai.release.inspection.bounds import MOST_TEXT, CannotRead
from gongkai.release.inspection.inner import Inside
from gongkai.release.inspection.office import Office
from gongkai.release.inspection.packages import open_package
from gongkai.release.inspection.plain import read_rows
from gongkai.release.inspection.sheet_looks import SheetLooks
from gongkai.release.inspection.sheet_text import SheetText
from gongkai.release.inspection.sniffing import kind_of
from gongkai.release.inspection.task import inspect_inside
from gongkai.release.inspection.workbook import Workbook, read_workbook
from gongkai.release.inspection.xlsx import read_strings
from gongkai.release.rules.inspection import FileKind, FileProblem

_LONGEST_CELL = 32_768
"""Characters of a cell that are read: one more than a workbook can hold in one, and too many for
whatever is taken over, so that nothing that was cut is ever taken for the whole."""
Rows = Iterator[tuple[int, list[str]]]


def do_task(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return `rows` (line from 1, cells) of the file at `path`, named `name`, or its `problem`.

    No more than `most_rows` rows with something in them and `most_columns` columns are read;
    `is_cut` says that there are more rows. `counts_from_1904` is about the days of a workbook.
    """
    try:
        return _table(Path(arguments["path"]), arguments["name"], arguments)
    except CannotRead as refused:
        return {"problem": refused.problem.value}


def _table(path: Path, name: str, bounds: dict[str, Any]) -> dict[str, Any]:
    kind = kind_of(path, name)
    if kind is FileKind.XLSX:
        rows, is_1904 = _sheet(path)
    elif kind is FileKind.CSV:
        rows, is_1904 = enumerate(read_rows(path), 1), False
    else:
        raise CannotRead(kind if isinstance(kind, FileProblem) else FileProblem.KIND_NOT_TAKEN)
    most, columns = int(bounds["most_rows"]), int(bounds["most_columns"])
    taken: list[tuple[int, list[str]]] = []
    room = MOST_TEXT
    for line, found in rows:
        cells = [cell.strip()[:_LONGEST_CELL] for cell in found[:columns]]
        if not any(cells):
            continue
        # One long text can stand in every cell of a workbook that is small itself.
        room -= sum(map(len, cells))
        if room < 0:
            raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
        if len(taken) == most:
            return {"rows": taken, "is_cut": True, "counts_from_1904": is_1904}
        taken.append((line, cells))
    return {"rows": taken, "is_cut": False, "counts_from_1904": is_1904}


def _sheet(path: Path) -> tuple[Rows, bool]:
    inside = Inside(inspect=inspect_inside)
    with open_package(path, inside.budget) as package:
        office = Office(package, inside)
        workbook = read_workbook(office)
        part = _first_shown(workbook, office)
        strings = read_strings(office, workbook.strings)
        grid = SheetText(strings.texts, SheetLooks()).read(office.events(part)).grid

    def rows() -> Rows:
        for row in sorted(grid.rows):
            cells = grid.rows[row]
            yield row + 1, [cells.get(at, "") for at in range(max(cells) + 1)]

    return rows(), workbook.counts_from_1904


def _first_shown(workbook: Workbook, office: Office) -> str:
    for part, name in workbook.sheets.items():
        if part in office.package.parts and name not in workbook.hidden:
            return part
    raise CannotRead(FileProblem.BROKEN)
