"""The catalogue as a file: the list that the page shows, as table, paper or for programs (C8)."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gongkai.guides.papers import as_pdf as pdf_of
from gongkai.guides.rules.document import Document, Grid, Paragraph
from gongkai.interfaces.portal.addresses import permanent_address
from gongkai.interfaces.portal.languages import speaks_chinese
from gongkai.interfaces.portal.parameters import asked_for
from gongkai.interfaces.portal.spreadsheets import COLUMNS, Entry, row_of, xlsx_file
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.handing_out import PDF, content_disposition, with_pass
from gongkai.interfaces.shared.sheets import CSV, XLSX, csv_file
from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel.time import today
from gongkai.records.queries import RecordCard, catalogue, catalogue_cards
from gongkai.records.queries.classes import classes_of_cards
from gongkai.records.queries.lists import held_back
from gongkai.release.doors import built_pass
from gongkai.release.rules.doors import Door

MOST_ROWS = 20_000
"""As many entries as one file holds; beyond that the list is to be narrowed first."""
MOST_ROWS_ON_PAPER = 2_000
"""As many as are set on paper; beyond that nobody prints it."""
_AT_ONCE = 1_000
_ON_PAPER = {"index_number": 5, "title": 9, "organ": 4, "generated_on": 2, "document_number": 4}
"""The columns on paper, with their shares of its width."""
JSON = "application/json; charset=utf-8"


@audience(Audience.PUBLIC)
@require_safe
def as_csv(request: GongkaiRequest) -> HttpResponse:
    """Hand out the narrowed catalogue as CSV with a byte order mark, as spreadsheets expect it."""
    return _file(csv_file(_headings(), _rows(request)), CSV, "csv")


@audience(Audience.PUBLIC)
@require_safe
def as_xlsx(request: GongkaiRequest) -> HttpResponse:
    """Hand out the narrowed catalogue as a workbook of one sheet."""
    return _file(xlsx_file(_headings(), _rows(request), title=_("Catalogue")), XLSX, "xlsx")


@audience(Audience.PUBLIC)
@require_safe
def as_json(request: GongkaiRequest) -> HttpResponse:
    """Hand out the narrowed catalogue for programs: entries by the keys of COLUMNS, remarks.

    What comes from a closed list stands as its code, what can be many as a list.
    """
    found = list(_listed(request, most=MOST_ROWS))
    said = {
        "entries": [
            {column.key: column.value(one) for column in COLUMNS}
            for one in found
            if isinstance(one, Entry)
        ],
        "remarks": [one for one in found if isinstance(one, str)],
    }
    return _file(json.dumps(said, ensure_ascii=False, indent=1).encode(), JSON, "json")


@audience(Audience.PUBLIC)
@require_safe
def as_pdf(request: GongkaiRequest) -> HttpResponse:
    """Hand out the narrowed catalogue on paper: tagged (PDF/UA-1), without the long columns."""
    found = list(_listed(request, most=MOST_ROWS_ON_PAPER))
    columns = [column for column in COLUMNS if column.key in _ON_PAPER]
    entries = [one for one in found if isinstance(one, Entry)]
    grid = Grid(
        caption=_("Entries"),
        columns=tuple(str(column.heading) for column in columns),
        rows=tuple(tuple(column.cell(one) for column in columns) for one in entries),
        widths=tuple(_ON_PAPER[column.key] for column in columns),
    )
    remarks = tuple(Paragraph(one) for one in found if isinstance(one, str))
    document = Document(
        title=_("Catalogue of information"),
        organ_name=settings.SITE_NAME,
        lead=(_("As it stood on %(day)s.") % {"day": day(today())},),
        blocks=(grid, *remarks),
        language="zh" if speaks_chinese() else "en",
    )
    return _file(pdf_of(document, is_wide=True), PDF, "pdf")


def _headings() -> list[str]:
    return [str(column.heading) for column in COLUMNS]


def _file(content: bytes, media_type: str, ending: str) -> HttpResponse:
    name = f"{_('Catalogue of information')}.{ending}"
    headers = {"Content-Disposition": content_disposition(name)}
    response = HttpResponse(content, content_type=media_type, headers=headers)
    return with_pass(response, built_pass(Door.PUBLIC, "catalogue"))


def _rows(request: GongkaiRequest) -> Iterator[list[str]]:
    for one in _listed(request, most=MOST_ROWS):
        yield row_of(one) if isinstance(one, Entry) else [one]


def _listed(request: GongkaiRequest, *, most: int) -> Iterator[Entry | str]:
    """Yield the entries of the narrowed catalogue, then what is to be said of those left out."""
    filters = asked_for(request.GET).filters.as_arguments()
    # One more than a file holds says that there are more.
    cards = catalogue_cards(request.viewer, most=most + 1, **filters)
    left_out = 0
    for piece in _pieces(islice(cards, most)):
        held = held_back(piece)
        left_out += len(held)
        yield from _entries([card for card in piece if card.id not in held])
    if next(cards, None) is not None:
        yield _cut_off(catalogue(request.viewer, **filters, size=1).total, most)
    if left_out:
        yield _left_out(left_out)


def _pieces(cards: Iterator[RecordCard]) -> Iterator[list[RecordCard]]:
    while piece := list(islice(cards, _AT_ONCE)):
        yield piece


def _entries(cards: Sequence[RecordCard]) -> Iterator[Entry]:
    classes = classes_of_cards(cards)
    for card in cards:
        yield Entry(card, permanent_address(card.index_number), classes.get(card.id))


def _left_out(number: int) -> str:
    return ngettext(
        "%(number)d entry is held back by the release gate until it has been checked.",
        "%(number)d entries are held back by the release gate until they have been checked.",
        number,
    ) % {"number": number}


def _cut_off(total: int, rows: int) -> str:
    return _(
        "The file ends here with the newest %(rows)d of %(total)d entries. Narrow the catalogue "
        "by organ, class or year and download the rest."
    ) % {"rows": rows, "total": total}
