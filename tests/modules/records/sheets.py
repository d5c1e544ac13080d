"""Spreadsheets of records as a clerk saves them."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from tests.factories.records import Office

from gongkai.kernel.types import Role
from gongkai.records.models import Record
from gongkai.records.queries import sheet_rows
from gongkai.records.rules.sheet import COLUMNS, sheltered
from gongkai.records.sheet_words import HEADINGS, sheet_lists

Rows = list[dict[str, str]]


def exported(office: Office, records: Sequence[Record]) -> Rows:
    """Return the rows of the export by the keys of the columns."""
    lists = sheet_lists(office.organ.pk)
    rows = sheet_rows(office.viewing(Role.CLERK), [one.pk for one in records], lists=lists)
    return [{c.key: said for c, said in zip(COLUMNS, row, strict=True)} for row in rows]


def as_xlsx(rows: Rows) -> bytes:
    """Return a workbook of the rows, without the sheet of lists that the export brings along."""
    book = Workbook()
    sheet = book.worksheets[0]
    for cells in _table(rows):
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(rows: Rows) -> bytes:
    """Return a CSV file of the rows, with everything in shelter that looks like a formula."""
    out = StringIO()
    csv.writer(out).writerows([sheltered(cell) for cell in cells] for cells in _table(rows))
    return out.getvalue().encode("utf-8-sig")


def _table(rows: Rows) -> list[list[str]]:
    heading = [str(HEADINGS[column.key]) for column in COLUMNS]
    return [heading, *([row[column.key] for column in COLUMNS] for row in rows)]
