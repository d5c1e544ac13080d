"""Tables as files that spreadsheets open without being told how, and without being tricked."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins so is taken for a formula by spreadsheets, whoever wrote the text.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BOLD = Font(bold=True)

Row = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet of a workbook. `widths` are those of the columns in characters.

    What stands before and above the cell `frozen` stays in sight.
    """

    title: str
    headings: Row
    rows: Iterable[Row]
    widths: Sequence[int]
    frozen: str = "A2"


def csv_file(headings: Row, rows: Iterable[Row]) -> bytes:
    """Return CSV in UTF-8 with a byte order mark, lines ended as RFC 4180 says."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(tables: Iterable[Table]) -> bytes:
    """Return a workbook with a sheet for each table, its first row bold; every cell is text."""
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.title)
        sheet.freeze_panes = table.frozen
        for place, width in enumerate(table.widths, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.append([_cell(sheet, heading, is_bold=True) for heading in table.headings])
        for row in table.rows:
            sheet.append([_text(sheet, text) for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _text(sheet: WriteOnlyWorksheet, text: str) -> Cell | str:
    """Return the text, told to be one where openpyxl would take it for a formula or an error."""
    return _cell(sheet, text) if text.startswith(("=", "#")) else text


def _cell(sheet: WriteOnlyWorksheet, text: str, *, is_bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if is_bold:
        cell.font = _BOLD
    return cell
