"""Lists as files that spreadsheets open without being told how, and without being tricked."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from gongkai.interfaces.portal import labels
from gongkai.records.queries import RecordCard

HEADINGS: tuple[Promise, ...] = (
    _("Index number"),
    _("Name"),
    _("Disclosure on application"),
    _("Publishing organ"),
    _("Summary"),
    _("Date generated"),
    _("Published on"),
    _("Document number"),
    _("Class"),
    _("Theme"),
    _("Validity"),
    _("Permanent address"),
)
WIDTHS = (26, 60, 12, 30, 60, 14, 14, 24, 8, 20, 12, 50)
# A cell that begins so is taken for a formula by spreadsheets, whoever wrote the title.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def row_of(card: RecordCard, *, link: str) -> list[str]:
    """Return the cells of one entry, in the order of HEADINGS; ★ stands before the name (C1)."""
    star = "★" if card.is_listed else ""
    return [
        card.index_number,
        star + card.title,
        star,
        card.organ_name,
        card.summary,
        card.generated_on.isoformat(),
        card.released_on.isoformat(),
        card.document_number,
        card.class_code,
        card.theme_name,
        str(labels.said(labels.VALIDITY, card.validity)),
        link,
    ]


def csv_file(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV in UTF-8 with a byte order mark, lines ended as RFC 4180 says."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """Return a workbook with one sheet, its first row frozen and bold; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=text)
    # Told to be text: openpyxl would take what begins with = for a formula.
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
