"""Files of a combing campaign: the template, rows that come back, the progress of the organs."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.interfaces.desk.choices import organ_name
from gongkai.interfaces.desk.combing_words import FIGURES, figures_of
from gongkai.oversight.combing_wording import CELL_FAULTS, HEADINGS, HINTS, TO_CORRECT
from gongkai.oversight.queries.combing_campaigns import CampaignLine
from gongkai.oversight.queries.combing_items import IntakeRow
from gongkai.oversight.queries.combing_progress import Progress
from gongkai.oversight.rules.combing_table import DATES, MOST_ROWS, NEEDED, Column
from gongkai.records.models import Category
from gongkai.records.queries import grounds_of, items_of

_WIDTHS = {
    Column.TITLE: 50,
    Column.GROUND: 44,
    Column.REASON: 30,
    Column.STATUTORY_ITEM: 40,
    Column.SUMMARY: 40,
    Column.DISCLOSED_AT_PLACE: 30,
}
_USUAL_WIDTH = 18
_LAST_ROW = MOST_ROWS + 1
_LISTS = (Column.CATEGORY, Column.GROUND, Column.STATUTORY_ITEM)
_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
_HEAD = PatternFill("solid", fgColor="DDE5EE")
# A cell that begins so is taken for a formula by spreadsheets, whoever wrote it.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def template_file(campaign: CampaignLine, organ_id: int) -> bytes:
    """Return the workbook that the organ's clerk fills in, in the language of the request."""
    book = Workbook()
    _items_sheet(book, organ_id)
    _instructions(book, campaign)
    return _saved(book)


def wrong_rows_file(rows: Iterable[IntakeRow], organ_id: int) -> bytes:
    """Return the rows as they were typed, each with what is wrong with it in one more column."""
    book = Workbook()
    sheet = _items_sheet(book, organ_id)
    last = len(HEADINGS) + 1
    _head(sheet, last, str(TO_CORRECT), 60)
    for at, row in enumerate(rows, 2):
        for place, column in enumerate(HEADINGS, 1):
            _put(sheet, at, place, row.cells.get(column, ""))
        _put(sheet, at, last, _what_is_wrong(row))
    return _saved(book)


def progress_headings() -> list[str]:
    """Return the headings of the progress of the organs."""
    return [_("Organ"), *(str(label) for _name, label in FIGURES)]


def progress_rows(progress: Progress) -> list[list[str | int]]:
    """Return a row an organ, and one for all of them."""
    rows: list[list[str | int]] = [
        [organ_name(line.organ), *figures_of(line.figures)] for line in progress.organs
    ]
    return [*rows, [_("All"), *figures_of(progress.whole)]]


def progress_xlsx(progress: Progress) -> bytes:
    """Return the progress as a workbook."""
    book = Workbook()
    sheet = _first_sheet(book, _("Progress"))
    for place, heading in enumerate(progress_headings(), 1):
        _head(sheet, place, heading, 40 if place == 1 else _USUAL_WIDTH)
    for at, row in enumerate(progress_rows(progress), 2):
        for place, said in enumerate(row, 1):
            if isinstance(said, int):
                sheet.cell(at, place, said)
            else:
                _put(sheet, at, place, said)
    return _saved(book)


def progress_csv(progress: Progress) -> bytes:
    """Return the progress as CSV in UTF-8 with a byte order mark."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(progress_headings())
    writer.writerows([_harmless(said) for said in row] for row in progress_rows(progress))
    return out.getvalue().encode("utf-8-sig")


def _items_sheet(book: Workbook, organ_id: int) -> Worksheet:
    sheet = _first_sheet(book, _("Backlog"))
    for place, (column, heading) in enumerate(HEADINGS.items(), 1):
        said = f"{heading} *" if column in NEEDED else str(heading)
        _head(sheet, place, said, _WIDTHS.get(column, _USUAL_WIDTH))
        letter = get_column_letter(place)
        if column in DATES:
            # Text stays what was typed; a day that a program made is shown as one.
            sheet.column_dimensions[letter].number_format = "yyyy-mm-dd"
    _offer_lists(book, sheet, organ_id)
    return sheet


def _offer_lists(book: Workbook, sheet: Worksheet, organ_id: int) -> None:
    lists = book.create_sheet(_("Lists"))
    for at, (column, entries) in enumerate(_entries(organ_id).items(), 1):
        _head(lists, at, str(HEADINGS[column]), _WIDTHS.get(column, 30))
        for line, entry in enumerate(entries, 2):
            _put(lists, line, at, entry)
        letter, place = get_column_letter(at), list(HEADINGS).index(column) + 1
        choice = DataValidation(
            type="list",
            formula1=f"'{lists.title}'!${letter}$2:${letter}${len(entries) + 1}",
            allow_blank=True,
            showErrorMessage=True,
            error=str(_("Choose an entry of the list.")),
        )
        sheet.add_data_validation(choice)
        choice.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{_LAST_ROW}")


def _entries(organ_id: int) -> dict[Column, list[str]]:
    names = dict(Category.choices)
    return {
        Column.CATEGORY: [str(label) for label in names.values()],
        Column.GROUND: [
            f"{ground.code} {ground.name} ({names[ground.category]})" for ground in grounds_of()
        ],
        Column.STATUTORY_ITEM: [f"{item.code} {item.name}" for item in items_of(organ_id)],
    }


def _instructions(book: Workbook, campaign: CampaignLine) -> None:
    sheet = book.create_sheet(_("How to fill it in"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    period = _("Everything that was generated from %(first)s to %(last)s.") % {
        "first": campaign.from_on.isoformat(),
        "last": campaign.until_on.isoformat(),
    }
    lines = [
        (campaign.title, ""),
        (_("What"), period),
        (_("By"), campaign.due_on.isoformat()),
        (_("Instructions"), campaign.instructions),
        (_("Rows"), _("At most %(most)d; send more in several tables.") % {"most": MOST_ROWS}),
        (_("Secrets"), _("What is secret is not entered, not even by its name.")),
        *((str(HEADINGS[column]), str(hint)) for column, hint in HINTS.items()),
    ]
    for at, (name, said) in enumerate(lines, 1):
        _put(sheet, at, 1, name)
        sheet.cell(at, 1).font = _BOLD
        _put(sheet, at, 2, said)
        sheet.cell(at, 2).alignment = _WRAPPED


def _what_is_wrong(row: IntakeRow) -> str:
    return "\n".join(f"{HEADINGS[column]}: {CELL_FAULTS[fault]}" for column, fault in row.faults)


def _first_sheet(book: Workbook, title: str) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.freeze_panes = "A2"
    return sheet


def _head(sheet: Worksheet, place: int, said: str, width: int) -> None:
    _put(sheet, 1, place, said)
    cell = sheet.cell(1, place)
    cell.font, cell.fill = _BOLD, _HEAD
    sheet.column_dimensions[get_column_letter(place)].width = width


def _put(sheet: Worksheet, row: int, column: int, said: str) -> None:
    """Write text that no program takes for a formula."""
    cell = sheet.cell(row, column)
    cell.value = said
    cell.data_type = "s"


def _harmless(said: str | int) -> str | int:
    is_risky = isinstance(said, str) and said.startswith(_FORMULA_STARTS)
    return f"'{said}" if is_risky else said


def _saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def columns_in_order(names: Sequence[Column]) -> str:
    """Return the headings of columns, for a sentence."""
    return ", ".join(str(HEADINGS[name]) for name in names)
