"""The guide of an organ, its editions, and what changed between them (requirements C9, C10)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.guides.queries import (
    EditionCard,
    catalogue_edition,
    current_editions,
    edition_before,
    entries_of,
    entry_numbers,
    hidden_editions,
    open_consultations,
    public_edition,
    public_editions,
    public_guide,
)
from gongkai.guides.rules.document import plain_text
from gongkai.guides.rules.vocabulary import OUT, EditionKind
from gongkai.interfaces.portal.applying.addressing import where_to_apply
from gongkai.interfaces.portal.comparison import compare
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.languages import in_reader_language
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import (
    ColumnTags,
    Crumb,
    page_number,
    pages_of,
)
from gongkai.interfaces.shared.guide_documents import document_of, standing_of
from gongkai.kernel.refusals import NotFound
from gongkai.organs.queries import OrganPage, organ_page

PAGE_SIZE = 100
_LONGEST_LIST = 60
"""Numbers that a comparison of two catalogues names; the rest are counted."""


@audience(Audience.PUBLIC)
@require_safe
def guide(request: GongkaiRequest, organ_id: int) -> HttpResponse:
    """Show the guide in force of an organ, or say whom to ask where there is none yet."""
    page = organ_page(organ_id)
    card = current_editions(request.viewer, organ_id).get(EditionKind.GUIDE)
    if card is None:
        context = {
            "page": page,
            "apply_url": where_to_apply(organ_id),
            "crumbs": _trail(page, Crumb(_("Disclosure guide"))),
        }
        return render(request, "portal/guide_none.html", context)
    return _guide(request, page, card)


@audience(Audience.PUBLIC)
@require_safe
def editions(request: GongkaiRequest, organ_id: int) -> HttpResponse:
    """List every published edition of an organ's guide and catalogue."""
    page = organ_page(organ_id)
    context = {
        "page": page,
        "editions": public_editions(request.viewer, organ_id),
        "hidden": hidden_editions(request.viewer, organ_id),
        "consultations": open_consultations(request.viewer, organ_id=organ_id),
        "crumbs": _trail(page, Crumb(_("Editions of guide and catalogue"))),
    }
    return render(request, "portal/editions.html", context)


@audience(Audience.PUBLIC)
@require_safe
def edition(request: GongkaiRequest, edition_id: int) -> HttpResponse:
    """Show one edition as it was published, or a draft while it lies open for opinions."""
    card = public_edition(request.viewer, edition_id)
    page = organ_page(card.organ_id)
    return _guide(request, page, card) if card.is_guide else _catalogue(request, page, card)


@audience(Audience.PUBLIC)
@require_safe
def changes(request: GongkaiRequest, edition_id: int) -> HttpResponse:
    """Show what an edition says otherwise than the one before it."""
    card = public_edition(request.viewer, edition_id)
    before = edition_before(request.viewer, card)
    if before is None:
        raise NotFound(_("There is no earlier edition to compare with."))
    page = organ_page(card.organ_id)
    context: dict[str, object] = {
        "card": card,
        "before": before,
        "page": page,
        "crumbs": _trail(page, _to_editions(page), Crumb(_("What changed"))),
    }
    if card.is_guide:
        old, new = (document_of(public_guide(request.viewer, one.id)) for one in (before, card))
        context["comparison"] = compare(plain_text(old), plain_text(new)).folded()
        return render(request, "portal/edition_changes.html", context)
    context |= _entries_changed(request, before, card)
    return render(request, "portal/edition_changes.html", context)


def _guide(request: GongkaiRequest, page: OrganPage, card: EditionCard) -> HttpResponse:
    document = document_of(public_guide(request.viewer, card.id))
    context = {
        "page": page,
        "card": card,
        "document": document,
        "before": edition_before(request.viewer, card),
        "is_out": card.state in OUT,
        "crumbs": _trail(page, Crumb(_("Disclosure guide"))),
        "column_tags": ColumnTags(
            name=document.title,
            description=document.lead[0],
            keywords=_("disclosure guide"),
            kind=_("Information disclosure"),
        ),
    }
    return render(request, "portal/guide.html", context)


def _catalogue(request: GongkaiRequest, page: OrganPage, card: EditionCard) -> HttpResponse:
    found = catalogue_edition(request.viewer, card.id)
    pages = pages_of(
        items=found.total, number=page_number(request.GET.get("page")), per_page=PAGE_SIZE
    )
    context = {
        "page": page,
        "card": card,
        "standing": " ".join(standing_of(card)),
        "found": found,
        "entries": entries_of(
            request.viewer, card.id, start=(pages.number - 1) * PAGE_SIZE, size=PAGE_SIZE
        ),
        "pages": pages,
        "before": edition_before(request.viewer, card),
        "is_out": card.state in OUT,
        "crumbs": _trail(page, _to_editions(page), Crumb(_("Disclosure catalogue"))),
    }
    return render(request, "portal/catalogue_edition.html", context)


def _entries_changed(
    request: GongkaiRequest, before: EditionCard, card: EditionCard
) -> dict[str, object]:
    """Return which numbers came and went between two editions of a catalogue."""
    old, new = entry_numbers(request.viewer, before.id), entry_numbers(request.viewer, card.id)
    added, removed = sorted(new - old), sorted(old - new)
    return {
        "added": added[:_LONGEST_LIST],
        "removed": removed[:_LONGEST_LIST],
        "added_count": len(added),
        "removed_count": len(removed),
    }


def _to_editions(page: OrganPage) -> Crumb:
    url = reverse("portal:editions", args=[page.card.id])
    return Crumb(_("Editions of guide and catalogue"), url)


def _trail(page: OrganPage, *steps: Crumb) -> list[Crumb]:
    name = in_reader_language(page.card.name, page.card.name_en)
    return trail(
        Crumb(_("Organs"), reverse("portal:organs")),
        Crumb(name, reverse("portal:organ", args=[page.card.id])),
        *steps,
    )
