"""The entries of a catalogue edition, for who compiles it and for who signs its approval."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.guides.queries.desk_catalogue import (
    desk_catalogue,
    desk_difference,
    desk_entries,
)
from gongkai.guides.queries.values import ClassCount
from gongkai.interfaces.desk.choices import speaks_chinese
from gongkai.interfaces.desk.edition_pages import edition_crumbs, edition_name
from gongkai.interfaces.desk.layout import desk_page
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import page_number, pages_of

PAGE_SIZE = 100


@audience(Audience.STAFF)
@require_safe
def entries(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show counts by class, what differs from the edition before, and every entry."""
    viewer = viewer_of(request)
    found = desk_catalogue(viewer, edition_id)
    pages = pages_of(
        items=found.total, number=page_number(request.GET.get("page")), per_page=PAGE_SIZE
    )
    start = (pages.number - 1) * PAGE_SIZE
    difference = desk_difference(viewer, edition_id) if pages.number == 1 else None
    context = {
        "found": found,
        "card": found.card,
        "classes": [(one.code, _class_name(one), one.count) for one in found.classes],
        "name": edition_name(found.card),
        "difference": difference,
        "entries": desk_entries(viewer, edition_id, start=start, size=PAGE_SIZE),
        "pages": pages,
        "crumbs": edition_crumbs(found.card, _("Entries")),
    }
    return desk_page(request, "desk/edition_entries.html", context)


def _class_name(one: ClassCount) -> str:
    return one.name_zh if speaks_chinese() or not one.name_en else one.name_en
