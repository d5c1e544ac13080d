"""What an XLSX shows, as tables: without hidden sheets, rows and columns, comments and formulas."""

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.redaction.blocks import (
    Block,
    Cell,
    Picture,
    Section,
    Table,
    plain,
    without_overlaps,
)
from gongkai.release.redaction.cell_text import shown_value
from gongkai.release.redaction.embedded import save_picture
from gongkai.release.redaction.office_files import check_xml, open_office
from gongkai.release.rules.inspection import FileProblem

LARGEST_WORKBOOK = 80_000_000
"""Bytes of all its XML; as cells it takes about thirty times as much memory."""
MOST_CELLS = 60_000
"""That are typeset: some 1,000 pages."""
_USUAL_WIDTH = 8.43
"""Of a column, in digits."""
_UPRIGHT, _ACROSS = 88.0, 140.0
"""Digits that fit beside each other on a page that stands and on one that lies."""
_UNBROKEN = 20
"""Digits that a column makes room for, however narrow its sheet has it."""
_POINTS_PER_PIXEL = 0.75
_ALIGN = {"center": "center", "centerContinuous": "center", "right": "end"}


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """Open a workbook with the values that its cells show; raises CannotRead."""
    with open_office(path) as office:
        parts = office.package.parts.values()
        if sum(part.size for part in parts if part.name.endswith(".xml")) > LARGEST_WORKBOOK:
            raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
        check_xml(office.package)
    # By its stream: stored files have no ending, and the library asks for one.
    with path.open("rb") as stream:
        book = _loaded(stream)
        try:
            yield book
        finally:
            book.close()


def _loaded(stream: BinaryIO) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(stream, data_only=True, keep_links=False, rich_text=False)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile) as bad:
        raise CannotRead(FileProblem.BROKEN) from bad


def visible_sheets(book: Workbook) -> list[Worksheet]:
    """Return the sheets that are shown; charts on sheets of their own are none."""
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def visible_columns(sheet: Worksheet) -> list[int]:
    """Return the numbers of the columns that are shown, as far as there is something in them."""
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden or dimension.width == 0:
            hidden.update(range(dimension.min or 0, (dimension.max or 0) + 1))
    return [column for column in range(1, sheet.max_column + 1) if column not in hidden]


def visible_rows(sheet: Worksheet) -> list[int]:
    """Return the numbers of the rows that are shown, as far as there is something in them."""
    if sheet.sheet_format.zeroHeight:
        return [row for row in range(1, sheet.max_row + 1) if sheet.row_dimensions[row].height]
    return [row for row in range(1, sheet.max_row + 1) if not _is_hidden_row(sheet, row)]


def _is_hidden_row(sheet: Worksheet, row: int) -> bool:
    # Not by index: asking for a row makes one.
    dimension = sheet.row_dimensions.get(row)
    return dimension is not None and bool(dimension.hidden or dimension.height == 0)


def sections_of(path: Path, folder: Path) -> tuple[Section, ...]:
    """Return what a workbook shows, each sheet on pages of its own; raises CannotRead."""
    with open_workbook(path) as book:
        sheets = visible_sheets(book)
        if sum(sheet.max_row * sheet.max_column for sheet in sheets) > 50 * MOST_CELLS:
            raise CannotRead(FileProblem.TOO_MANY_PAGES)
        return tuple(_section(sheet, number, folder) for number, sheet in enumerate(sheets))


def _section(sheet: Worksheet, number: int, folder: Path) -> Section:
    window = _window(sheet)
    parts = _parts(window)
    widest = max((sum(window.widths[one] for one in part) for part in parts), default=0.0)
    blocks: list[Block] = [plain(sheet.title, level=2)]
    for at, part in enumerate(parts, start=1):
        if len(parts) > 1:
            first, last = get_column_letter(part[0]), get_column_letter(part[-1])
            blocks.append(plain(f"{first}-{last}（{at}/{len(parts)}）", level=4))
        blocks.append(_table(sheet, window, part))
    blocks.extend(_pictures(sheet, number, folder))
    return Section(blocks=tuple(blocks), is_landscape=widest > _UPRIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """The rows and columns of a sheet that are shown."""

    rows: list[int]
    columns: list[int]
    widths: Mapping[int, float]


def _window(sheet: Worksheet) -> _Window:
    columns, rows = visible_columns(sheet), visible_rows(sheet)
    used_rows = {
        cell.row for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")
    }
    used_columns = {
        cell.column for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")
    }
    for merged in sheet.merged_cells.ranges:
        if merged.min_row in used_rows and merged.min_col in used_columns:
            used_columns.add(merged.max_col)
    last_row, last_column = max(used_rows, default=0), max(used_columns, default=0)
    shown = [column for column in columns if column <= last_column]
    kept = [row for row in rows if row <= last_row]
    if len(shown) * len(kept) > MOST_CELLS:
        raise CannotRead(FileProblem.TOO_MANY_PAGES)
    return _Window(rows=kept, columns=shown, widths=_widths(sheet, shown))


def _widths(sheet: Worksheet, columns: list[int]) -> dict[int, float]:
    widths: dict[int, float] = {}
    for dimension in sheet.column_dimensions.values():
        if dimension.width:
            span = range(dimension.min or 0, (dimension.max or 0) + 1)
            widths |= dict.fromkeys(set(span) & set(columns), float(dimension.width))
    usual = float(sheet.sheet_format.defaultColWidth or _USUAL_WIDTH)
    needed = _needed(sheet, set(columns))
    return {
        column: min(max(widths.get(column, usual), needed.get(column, 0.0), 3.0), 60.0)
        for column in columns
    }


def _needed(sheet: Worksheet, columns: set[int]) -> dict[int, float]:
    """Return how wide a column must be for its numbers and short words not to be broken."""
    needed: dict[int, float] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.column in columns and cell.value is not None:
                said = shown_value(cell.value, cell.number_format)
                width = sum(2 if ord(letter) > 0x2E80 else 1 for letter in said)
                if width <= _UNBROKEN:
                    needed[cell.column] = max(needed.get(cell.column, 0.0), width + 1.5)
    return needed


def _parts(window: _Window) -> list[list[int]]:
    """Return the columns in parts that fit beside each other on a page."""
    parts: list[list[int]] = []
    room = 0.0
    for column in window.columns:
        if not parts or room + window.widths[column] > _ACROSS:
            parts.append([])
            room = 0.0
        parts[-1].append(column)
        room += window.widths[column]
    return parts


def _table(sheet: Worksheet, window: _Window, part: list[int]) -> Table:
    rows = {row: at for at, row in enumerate(window.rows)}
    columns = {column: at for at, column in enumerate(part)}
    spans = _spans(sheet, rows, columns)
    cells = [
        cell
        for row in window.rows
        for column in part
        if (cell := _cell(sheet, row, column, rows, columns, spans)) is not None
    ]
    return Table(
        widths=tuple(window.widths[column] for column in part),
        cells=without_overlaps(cells),
        is_small=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merged:
    """Cells made one: where their value lies, and how much of them is shown."""

    row: int
    column: int
    rows: int
    columns: int


Spans = Mapping[tuple[int, int], _Merged]
"""By the first cell of each that is shown; the value's own cell may be hidden."""


def _spans(sheet: Worksheet, rows: Mapping[int, int], columns: Mapping[int, int]) -> Spans:
    spans: dict[tuple[int, int], _Merged] = {}
    for merged in sheet.merged_cells.ranges:
        shown_rows = [row for row in range(merged.min_row, merged.max_row + 1) if row in rows]
        shown = [one for one in range(merged.min_col, merged.max_col + 1) if one in columns]
        if shown_rows and shown:
            spans[shown_rows[0], shown[0]] = _Merged(
                row=merged.min_row, column=merged.min_col, rows=len(shown_rows), columns=len(shown)
            )
    return spans


def _cell(
    sheet: Worksheet,
    row: int,
    column: int,
    rows: Mapping[int, int],
    columns: Mapping[int, int],
    spans: Spans,
) -> Cell | None:
    merged = spans.get((row, column))
    cell = sheet.cell(merged.row, merged.column) if merged else sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        return None
    text = shown_value(cell.value, cell.number_format)
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    align = _ALIGN.get(cell.alignment.horizontal or "", "end" if is_number else "start")
    return Cell(
        row=rows[row],
        column=columns[column],
        rows=merged.rows if merged else 1,
        columns=merged.columns if merged else 1,
        align=align,
        blocks=(plain(text, align=align),) if text else (),
    )


def _pictures(sheet: Worksheet, number: int, folder: Path) -> Iterator[Picture]:
    """Yield the pictures that lie on a sheet, below its table."""
    for at, image in enumerate(getattr(sheet, "_images", [])):
        path = folder / f"sheet-{number}-{at}.png"
        if save_picture(image._data(), path):  # noqa: SLF001 - the library has no other way
            yield Picture(path=path, width=float(image.width) * _POINTS_PER_PIXEL)
