"""The spreadsheet of records as a file: lists to choose from, columns that are not to be changed.

The sheet is protected without a password: it keeps a slip of the hand away from what tells which
record a row is about, and whoever takes the protection off is found out by the mark of the version.
"""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.records.rules.sheet import COLUMNS, Column, Kind, Lists, sheltered
from gongkai.records.sheet_words import HEADINGS

_WIDTHS = {Kind.IDENTITY: 14, Kind.LINE: 30, Kind.TEXT: 44, Kind.DAY: 13, Kind.FLAG: 10}
_OTHER_WIDTH = 22
_LISTS = "lists"
_CHOSEN = (Kind.CHOICE, Kind.FLAG)
_BOLD, _GREY = Font(bold=True), PatternFill("solid", fgColor="EEEEEE")
_OPEN, _WRAPPED = Protection(locked=False), Alignment(wrap_text=True, vertical="top")

Rows = Iterable[Sequence[str]]


def csv_sheet(rows: Rows) -> bytes:
    """Return CSV in UTF-8 with a byte order mark; what looks like a formula is in shelter."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(_headings())
    writer.writerows([sheltered(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_sheet(rows: Rows, *, lists: Lists) -> bytes:
    """Return a workbook: the records on the first sheet, the lists behind it, out of sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Records"))
    sheet.freeze_panes = "B2"
    for place, column in enumerate(COLUMNS, 1):
        width = _WIDTHS.get(column.kind, _OTHER_WIDTH)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, heading, is_heading=True) for heading in _headings()])
    for row in rows:
        sheet.append(
            [_cell(sheet, text, column) for column, text in zip(COLUMNS, row, strict=True)]
        )
    _protect(sheet)
    _add_lists(book, sheet, lists)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _headings() -> list[str]:
    return [str(HEADINGS[column.key]) for column in COLUMNS]


def _cell(
    sheet: Worksheet, text: str, column: Column | None = None, *, is_heading: bool = False
) -> Cell:
    cell = WriteOnlyCell(sheet, value=text)
    # Told to be text: openpyxl would take what begins with = for a formula.
    cell.data_type = "s"
    if is_heading:
        cell.font = _BOLD
    elif column is not None and column.kind is Kind.IDENTITY:
        cell.fill = _GREY
    else:
        cell.protection = _OPEN
        cell.alignment = _WRAPPED
        # As text, so that a day or a number stays as it is typed.
        cell.number_format = "@"
    return cell


def _protect(sheet: Worksheet) -> None:
    protection = sheet.protection
    protection.sheet = True
    # Openpyxl says True where the thing is locked.
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.sort = protection.autoFilter = False


def _add_lists(book: Workbook, sheet: Worksheet, lists: Lists) -> None:
    behind = book.create_sheet(_LISTS)
    behind.sheet_state = "hidden"
    offered = [
        (place, lists[column.key])
        for place, column in enumerate(COLUMNS, 1)
        if column.kind in _CHOSEN and lists.get(column.key)
    ]
    longest = max((len(choices) for _place, choices in offered), default=0)
    for row in range(longest):
        behind.append(
            [choices[row].label if row < len(choices) else "" for _place, choices in offered]
        )
    for number, (place, choices) in enumerate(offered, 1):
        letter = get_column_letter(number)
        rule = DataValidation(
            type="list",
            formula1=f"{_LISTS}!${letter}$1:${letter}${len(choices)}",
            allow_blank=True,
            showErrorMessage=True,
            error=_("Choose from the list of the cell."),
        )
        here = get_column_letter(place)
        rule.add(f"{here}2:{here}1048576")
        sheet.data_validations.append(rule)
