"""A record: its page, its printed form, its files, its permanent address."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.applying.addressing import where_to_apply
from gongkai.interfaces.portal.article import article_context
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.downloads import hand_out
from gongkai.interfaces.portal.tombstones import gone_as_tombstone
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb
from gongkai.kernel.refusals import NotFound
from gongkai.records.queries import (
    RecordCard,
    RecordPage,
    attached_file,
    by_index_number,
    catalogue,
    record_file,
    record_page,
)
from gongkai.release.doors import require_open
from gongkai.release.queries.redaction import remaining_text
from gongkai.release.rules.doors import Door

RELATED = 5


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def record(request: GongkaiRequest, record_id: int) -> HttpResponse:
    """Show a record as it stands now."""
    page = record_page(request.viewer, record_id)
    context = {
        **article_context(page),
        "apply_url": where_to_apply(page.card.organ_id) if page.card.is_listed else "",
        "related": _related(request, page),
        "crumbs": trail(
            Crumb(page.card.organ_name, reverse("portal:organ", args=[page.card.organ_id])),
            Crumb(_("Information")),
        ),
    }
    return render(request, "portal/record.html", context)


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def printed(request: GongkaiRequest, record_id: int) -> HttpResponse:
    """Show a record as a document to print."""
    page = record_page(request.viewer, record_id)
    return render(request, "portal/print.html", article_context(page))


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def text_file(request: GongkaiRequest, record_id: int) -> HttpResponseBase:
    """Hand out the text of the version that is public now."""
    return hand_out(request, record_file(request.viewer, record_id))


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def attachment(request: GongkaiRequest, record_id: int, attachment_id: int) -> HttpResponseBase:
    """Hand out an attachment of a version that everybody may read."""
    return hand_out(request, attached_file(request.viewer, record_id, attachment_id))


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def remaining(request: GongkaiRequest, record_id: int, attachment_id: int) -> HttpResponse:
    """Show the text that a redacted attachment leaves, for who does not read its pictures."""
    file = attached_file(request.viewer, record_id, attachment_id)
    require_open(door=Door.PUBLIC, subject=file.subject, digest=file.digest)
    context = {
        "name": file.name,
        "pages": remaining_text(digest=file.digest),
        "back_url": reverse("portal:record", args=[record_id]),
    }
    if not context["pages"]:
        raise NotFound(_("This file has no text of its own page."))
    return render(request, "portal/remaining.html", context)


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def by_number(request: GongkaiRequest, index_number: str) -> HttpResponse:
    """Lead from the permanent address of an index number to its record."""
    return redirect("portal:record", record_id=by_index_number(request.viewer, index_number))


def _related(request: GongkaiRequest, page: RecordPage) -> tuple[RecordCard, ...]:
    """Return others of the same theme, or of the same organ where the record has no theme."""
    theme = page.card.theme_code or None
    organ = None if theme else page.card.organ_id
    found = catalogue(request.viewer, theme_code=theme, organ_id=organ, page=1, size=RELATED + 1)
    return tuple(card for card in found.items if card.id != page.card.id)[:RELATED]
