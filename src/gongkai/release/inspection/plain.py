"""Plain texts and tables of values: read in the encoding that they have, bounded."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from gongkai.release.inspection.bounds import MOST_TEXT, CannotRead
from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.sheet_cells import cell_name
from gongkai.release.inspection.sniffing import encoding_of
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.folding import INVISIBLE
from gongkai.release.rules.inspection import FileKind, FileProblem, Inspection
from gongkai.release.rules.tables import CellMatch

# A mark at the start is ordinary, and so is one that chooses how a picture letter looks.
_UNSEEN = re.compile(f"(?![\ufe00-\ufe0f])[{INVISIBLE}]")
_SEPARATORS = ",\t;|"
_SAMPLE = 65_536
_LARGEST_CELL = 1_000_000


def inspect_text(path: Path, kind: FileKind) -> Inspection:
    """Return what is in a plain text, or in a table of values (`kind` CSV); raises CannotRead."""
    gathered = Gathered()
    text = _read(path, gathered)
    _add_unseen(text, gathered)
    if kind is FileKind.CSV:
        gathered.show("", text)
        gathered.tabulate(list(_rows(text)), _cell)
    else:
        gathered.say("", text, Place())
    return gathered.inspection(kind)


def _read(path: Path, gathered: Gathered) -> str:
    encoding = encoding_of(path)
    if encoding is None:
        raise CannotRead(FileProblem.NOT_WHAT_IT_SAYS)
    with path.open(encoding=encoding) as stream:
        text = stream.read(MOST_TEXT)
        if stream.read(1):
            gathered.cut()
    return text.removeprefix("\ufeff")


def _add_unseen(text: str, gathered: Gathered) -> None:
    for match in _UNSEEN.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        code = f"U+{ord(match.group()):04X}"
        gathered.add(FindingKind.HIDDEN_TEXT, Place(line=line), excerpt=code, is_masked=True)
        return


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a table of values; raises CannotRead."""
    return list(_rows(_read(path, Gathered())))


def _rows(text: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LARGEST_CELL)
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=separator_of(text))
    except csv.Error as damaged:
        raise CannotRead(FileProblem.BROKEN) from damaged


def separator_of(text: str) -> str:
    """Return what parts the values of a row: what stands in most of the first lines.

    A number whose digits are parted by bars does not make a table of bars out of one of commas.
    """
    sample = text[:_SAMPLE]
    lines = sample.split("\n")
    return max(
        _SEPARATORS, key=lambda mark: (sum(mark in line for line in lines), sample.count(mark))
    )


def _cell(match: CellMatch) -> Place:
    return Place(line=match.row + 1, cell=cell_name(match.row, match.column))
