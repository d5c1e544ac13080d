"""The catalogue as a file: the list that the page shows, for spreadsheets (requirement C8)."""

from collections.abc import Collection, Iterator, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.addresses import permanent_address
from gongkai.interfaces.portal.parameters import asked_for
from gongkai.interfaces.portal.spreadsheets import COLUMNS, Entry, row_of, xlsx_file
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.handing_out import content_disposition, with_pass
from gongkai.interfaces.shared.sheets import CSV, XLSX, csv_file
from gongkai.records.queries import RecordCard, catalogue
from gongkai.records.queries.classes import classes_of_cards
from gongkai.records.queries.lists import held_back
from gongkai.release.doors import built_pass
from gongkai.release.rules.doors import Door

MOST_ROWS = 20_000
"""As many entries as one file holds; beyond that the list is to be narrowed first."""
_AT_ONCE = 100


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


def _headings() -> list[str]:
    return [str(column.heading) for column in COLUMNS]


def _file(content: bytes, media_type: str, ending: str) -> HttpResponse:
    name = f"{_('Catalogue of information')}.{ending}"
    headers = {"Content-Disposition": content_disposition(name)}
    response = HttpResponse(content, content_type=media_type, headers=headers)
    return with_pass(response, built_pass(Door.PUBLIC, "catalogue"))


def _rows(request: GongkaiRequest) -> Iterator[list[str]]:
    filters = asked_for(request.GET).filters.as_arguments()
    left_out = 0
    for page in range(1, MOST_ROWS // _AT_ONCE + 1):
        found = catalogue(request.viewer, **filters, page=page, size=_AT_ONCE)
        held = held_back(found.items)
        left_out += len(held)
        yield from (row_of(entry) for entry in _entries(found.items, but=held))
        if page >= found.pages:
            break
    else:
        yield [_cut_off(found.total)]
    if left_out:
        yield [_left_out(left_out)]


def _entries(cards: Sequence[RecordCard], *, but: Collection[int]) -> Iterator[Entry]:
    classes = classes_of_cards(cards)
    for card in cards:
        if card.id not in but:
            yield Entry(card, permanent_address(card.index_number), classes.get(card.id))


def _left_out(number: int) -> str:
    return ngettext(
        "%(number)d entry is held back by the release gate until it has been checked.",
        "%(number)d entries are held back by the release gate until they have been checked.",
        number,
    ) % {"number": number}


def _cut_off(total: int) -> str:
    return _(
        "The file ends here with the newest %(rows)d of %(total)d entries. Narrow the catalogue "
        "by organ, class or year and download the rest."
    ) % {"rows": MOST_ROWS, "total": total}
