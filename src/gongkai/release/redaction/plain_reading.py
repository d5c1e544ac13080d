"""Texts and tables in plain files, as blocks."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.sniffing import encoding_of
from gongkai.release.redaction.blocks import Cell, Section, Table, plain
from gongkai.release.rules.inspection import FileProblem

_MOST_CHARACTERS = 3_000_000
"""That are typeset: some 2,000 pages."""
_MOST_CELLS = 60_000
_UPRIGHT_COLUMNS = 6
_COLUMNS_OF_PART = 12


def text_sections(path: Path) -> tuple[Section, ...]:
    """Return a text line by line; raises CannotRead."""
    text = read_text(path)
    return (Section(blocks=tuple(plain(line) for line in text.splitlines())),)


def table_sections(path: Path) -> tuple[Section, ...]:
    """Return a table of comma separated values; raises CannotRead."""
    rows = list(_rows(read_text(path)))
    columns = max(map(len, rows), default=0)
    if columns * len(rows) > _MOST_CELLS:
        raise CannotRead(FileProblem.TOO_MANY_PAGES)
    parts = range(0, columns, _COLUMNS_OF_PART)
    tables = tuple(_table(rows, first, min(first + _COLUMNS_OF_PART, columns)) for first in parts)
    return (Section(blocks=tables, is_landscape=columns > _UPRIGHT_COLUMNS),)


def read_text(
    path: Path,
    *,
    most: int = _MOST_CHARACTERS,
    too_long: FileProblem = FileProblem.TOO_MANY_PAGES,
) -> str:
    """Return a plain text; raises CannotRead: BROKEN, and `too_long` beyond `most` characters."""
    encoding = encoding_of(path)
    if encoding is None:
        raise CannotRead(FileProblem.BROKEN)
    with path.open(encoding=encoding) as stream:
        text = stream.read(most + 1)
    if len(text) > most:
        raise CannotRead(too_long)
    return text


def _rows(text: str) -> Iterator[list[str]]:
    lines = text.splitlines(keepends=True)
    sample = "".join(islice(lines, 20))
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(sample, delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        yield from csv.reader(lines, dialect)
    except csv.Error as broken:
        raise CannotRead(FileProblem.BROKEN) from broken


def _table(rows: list[list[str]], first: int, end: int) -> Table:
    widths = [
        min(max([len(row[column]) for row in rows if column < len(row)] + [2]), 30)
        for column in range(first, end)
    ]
    cells = tuple(
        Cell(row=at, column=column - first, blocks=(plain(row[column]),))
        for at, row in enumerate(rows)
        for column in range(first, min(end, len(row)))
        if row[column].strip()
    )
    return Table(widths=tuple(float(width + 1) for width in widths), cells=cells, is_small=True)
