"""The versions of a record: which there were, what each said, what changed between two."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.article import article_context
from gongkai.interfaces.portal.comparison import compare
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.downloads import hand_out
from gongkai.interfaces.portal.layout import plain_lines
from gongkai.interfaces.portal.parameters import number_in
from gongkai.interfaces.portal.tombstones import gone_as_tombstone
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb
from gongkai.kernel.refusals import NotFound
from gongkai.records.queries import (
    RecordPage,
    record_file,
    record_page,
    record_version,
    version_texts,
)

_LONGEST_CRUMB = 40


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def versions(request: GongkaiRequest, record_id: int) -> HttpResponse:
    """List the versions of a record."""
    page, numbers = _with_versions(request, record_id)
    context = {
        "page": page,
        "card": page.card,
        "chosen_old": numbers[-2:][0],
        "chooses": len(numbers) > 1,
        "crumbs": _trail(page, _("Versions")),
    }
    return render(request, "portal/versions.html", context)


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def version(request: GongkaiRequest, record_id: int, number: int) -> HttpResponse:
    """Show what one version said."""
    page = record_version(request.viewer, record_id, number)
    context = {
        **article_context(page),
        "number": number,
        "is_current": page.is_current,
        "crumbs": _trail(page, _("Version %(number)d") % {"number": number}),
    }
    return render(request, "portal/version.html", context)


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def text_file(request: GongkaiRequest, record_id: int, number: int) -> HttpResponseBase:
    """Hand out the text of one version."""
    return hand_out(request, record_file(request.viewer, record_id, number))


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def compare_versions(request: GongkaiRequest, record_id: int) -> HttpResponse:
    """Show two versions side by side; without a choice the last two."""
    page, readable = _with_versions(request, record_id)
    old, new = _chosen(request, page, readable)
    whole = "whole" in request.GET
    context: dict[str, object] = {
        "page": page,
        "card": page.card,
        "old": old,
        "new": new,
        "whole": whole,
        "crumbs": _trail(page, _("What changed")),
    }
    if old != new:
        texts = version_texts(request.viewer, record_id, old, new)
        comparison = compare(
            plain_lines(texts.older_title, texts.older_text),
            plain_lines(texts.newer_title, texts.newer_text),
        )
        context |= {
            "comparison": comparison if whole else comparison.folded(),
            "elements": texts.elements,
            "files_changed": bool(texts.files_added or texts.files_removed),
            "files_added": texts.files_added,
            "files_removed": texts.files_removed,
        }
    return render(request, "portal/compare.html", context)


def _with_versions(request: GongkaiRequest, record_id: int) -> tuple[RecordPage, list[int]]:
    """Return the record and the numbers of the versions to be read; a ★ record has none."""
    page = record_page(request.viewer, record_id)
    if not page.versions:
        raise NotFound(_("There is no text here whose versions could be read."))
    return page, sorted(line.number for line in page.versions if not line.withdrawn_on)


def _chosen(request: GongkaiRequest, page: RecordPage, readable: list[int]) -> tuple[int, int]:
    """Return the two versions asked for, the older first; the last two for what is not there.

    One that was withdrawn can be asked for: the answer is its tombstone.
    """
    last = readable[-1]
    before = readable[-2] if len(readable) > 1 else last
    known = [line.number for line in page.versions]
    old = number_in(request.GET.get("from", ""), among=known, otherwise=before)
    new = number_in(request.GET.get("to", ""), among=known, otherwise=last)
    return min(old, new), max(old, new)


def _trail(page: RecordPage, label: str) -> list[Crumb]:
    title = Truncator(page.card.title).chars(_LONGEST_CRUMB)
    return trail(Crumb(title, reverse("portal:record", args=[page.card.id])), Crumb(label))
