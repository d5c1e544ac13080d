"""Editions as files, made when they are asked for: of what may be read now, of nothing else."""

import json
from itertools import islice

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.guides.papers import as_docx as docx_of
from gongkai.guides.papers import as_pdf as pdf_of
from gongkai.guides.queries import EditionCard, catalogue_edition, public_edition, public_guide
from gongkai.guides.rules.document import Document, Grid, Paragraph
from gongkai.interfaces.portal.edition_tables import HEADINGS, NAMES, WIDTHS, rows_of
from gongkai.interfaces.portal.languages import in_reader_language, speaks_chinese
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.guide_documents import document_of, standing_of
from gongkai.interfaces.shared.handing_out import PDF, content_disposition, with_pass
from gongkai.interfaces.shared.sheets import CSV, XLSX, Table, csv_file, xlsx_file
from gongkai.release.doors import built_pass
from gongkai.release.rules.doors import Door

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON = "application/json; charset=utf-8"
MOST_ROWS_ON_PAPER = 2_000
"""As many entries as are set on paper; a table of more is no paper any more."""
_PAPER_COLUMNS = (0, 2, 4, 5)
_PAPER_WIDTHS = (5, 9, 2, 4)


@audience(Audience.PUBLIC)
@require_safe
def as_pdf(request: GongkaiRequest, edition_id: int) -> HttpResponse:
    """Hand out an edition as PDF, tagged (PDF/UA-1) and for the archives (PDF/A-2a)."""
    card = public_edition(request.viewer, edition_id)
    if card.is_guide:
        document = document_of(public_guide(request.viewer, edition_id))
        return _file(card, pdf_of(document), PDF, "pdf")
    return _file(card, pdf_of(_list_of(request, card), is_wide=True), PDF, "pdf")


@audience(Audience.PUBLIC)
@require_safe
def as_docx(request: GongkaiRequest, edition_id: int) -> HttpResponse:
    """Hand out an edition of a guide as DOCX."""
    found = public_guide(request.viewer, edition_id)
    return _file(found.card, docx_of(document_of(found)), DOCX, "docx")


@audience(Audience.PUBLIC)
@require_safe
def as_xlsx(request: GongkaiRequest, edition_id: int) -> HttpResponse:
    """Hand out an edition of a catalogue as a workbook."""
    card = catalogue_edition(request.viewer, edition_id).card
    table = Table(
        title=_("Catalogue"),
        headings=_headings(),
        rows=rows_of(request.viewer, edition_id),
        widths=WIDTHS,
    )
    return _file(card, xlsx_file([table]), XLSX, "xlsx")


@audience(Audience.PUBLIC)
@require_safe
def as_csv(request: GongkaiRequest, edition_id: int) -> HttpResponse:
    """Hand out an edition of a catalogue as CSV."""
    card = catalogue_edition(request.viewer, edition_id).card
    return _file(card, csv_file(_headings(), rows_of(request.viewer, edition_id)), CSV, "csv")


@audience(Audience.PUBLIC)
@require_safe
def as_json(request: GongkaiRequest, edition_id: int) -> HttpResponse:
    """Hand out an edition of a catalogue for programs."""
    found = catalogue_edition(request.viewer, edition_id)
    card = found.card
    said = {
        "organ": card.organ_name,
        "edition": card.number,
        "compiled_on": card.compiled_on.isoformat(),
        "published_on": card.published_on.isoformat() if card.published_on else None,
        "entries_when_compiled": found.total,
        "classes": [{"code": one.code, "count": one.count} for one in found.classes],
        "entries": [
            dict(zip(NAMES, row, strict=True)) for row in rows_of(request.viewer, edition_id)
        ],
    }
    content = json.dumps(said, ensure_ascii=False, indent=1).encode()
    return _file(card, content, JSON, "json")


def _headings() -> list[str]:
    return [str(heading) for heading in HEADINGS]


def _list_of(request: GongkaiRequest, card: EditionCard) -> Document:
    found = catalogue_edition(request.viewer, card.id)
    headings = _headings()
    rows = islice(rows_of(request.viewer, card.id), MOST_ROWS_ON_PAPER)
    grid = Grid(
        caption=_("Entries"),
        columns=tuple(headings[column] for column in _PAPER_COLUMNS),
        rows=tuple(tuple(row[column] for column in _PAPER_COLUMNS) for row in rows),
        widths=_PAPER_WIDTHS,
    )
    cut = (Paragraph(_cut_off(found.total)),) if found.total > MOST_ROWS_ON_PAPER else ()
    return Document(
        title=_title(card),
        organ_name=_organ(card),
        lead=(" ".join(standing_of(card)),),
        blocks=(grid, *cut),
        language="zh" if speaks_chinese() else "en",
    )


def _cut_off(total: int) -> str:
    return _(
        "The paper ends here with the first %(rows)d of %(total)d entries. The whole list is "
        "there as a table to download."
    ) % {"rows": MOST_ROWS_ON_PAPER, "total": total}


def _organ(card: EditionCard) -> str:
    return in_reader_language(card.organ_name, card.organ_name_en)


def _title(card: EditionCard) -> str:
    said = {"organ": _organ(card), "number": card.number}
    if card.is_guide:
        return _("Disclosure guide of %(organ)s, edition %(number)d") % said
    return _("Disclosure catalogue of %(organ)s, edition %(number)d") % said


def _file(card: EditionCard, content: bytes, media_type: str, ending: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition(f"{_title(card)}.{ending}")}
    response = HttpResponse(content, content_type=media_type, headers=headers)
    return with_pass(response, built_pass(Door.PUBLIC, f"edition:{card.id}"))
