"""Which rows of a table bear a mark of secrecy: of every sheet, also of one that nobody sees."""

from collections.abc import Iterator, Sequence
from itertools import islice
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
from gongkai.release.inspection.workbook import read_workbook
from gongkai.release.inspection.xlsx import read_strings
from gongkai.release.inspection.xml import Event
from gongkai.release.rules.inspection import FileKind, FileProblem
from gongkai.release.rules.secrecy import bears_mark

_MOST_MARKED = 100
"""Rows that are named; one is enough for the table not to be kept."""
_Row = tuple[str, int, list[str]]


class _SheetUnread(CannotRead):
    """One sheet cannot be read; another may, and is then what is taken over."""


def do_task(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return `marked` (sheet, line from 1) of the file at `path`, named `name`.

    The sheet is empty where there is but one. All rows are looked at, or there is a `problem`;
    `is_in_part` says that it is one of a sheet, while others may well be read.
    """
    marked: list[tuple[str, int]] = []
    try:
        marked.extend(islice(_marked(Path(arguments["path"]), arguments["name"]), _MOST_MARKED))
    except CannotRead as refused:
        is_in_part = isinstance(refused, _SheetUnread)
        return {"marked": marked, "problem": refused.problem.value, "is_in_part": is_in_part}
    return {"marked": marked}


def _marked(path: Path, name: str) -> Iterator[tuple[str, int]]:
    room = MOST_TEXT
    for sheet, line, cells in _rows(path, name):
        text = "\n".join(cells)
        room -= len(text)
        if room < 0:
            raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
        if bears_mark(text):
            yield sheet, line


def _rows(path: Path, name: str) -> Iterator[_Row]:
    kind = kind_of(path, name)
    if kind is FileKind.XLSX:
        yield from _of_workbook(path)
    elif kind is FileKind.CSV:
        yield from (("", line, cells) for line, cells in enumerate(read_rows(path), 1))
    else:
        raise CannotRead(kind if isinstance(kind, FileProblem) else FileProblem.KIND_NOT_TAKEN)


def _of_workbook(path: Path) -> Iterator[_Row]:
    inside = Inside(inspect=inspect_inside)
    with open_package(path, inside.budget) as package:
        office = Office(package, inside)
        workbook = read_workbook(office)
        strings = read_strings(office, workbook.strings)
        _require_whole(is_cut=strings.is_cut)
        for part, name in workbook.sheets.items():
            if part not in package.parts:
                continue
            sheet = _read(office.events(part), strings.texts)
            _require_whole(is_cut=sheet.is_cut)
            for row, cells in sorted(sheet.grid.rows.items()):
                said = [cells[column] for column in sorted(cells)]
                yield (name if len(workbook.sheets) > 1 else ""), row + 1, said


def _read(events: Iterator[Event], strings: Sequence[str]) -> SheetText:
    try:
        return SheetText(strings, SheetLooks()).read(events)
    except CannotRead as refused:
        raise _SheetUnread(refused.problem) from refused


def _require_whole(*, is_cut: bool) -> None:
    if is_cut:
        raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
