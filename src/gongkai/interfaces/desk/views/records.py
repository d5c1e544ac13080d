"""The records of the viewer's organs, with filters and kept views, a page at a time."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.desk.layout import crumbs, desk_page
from gongkai.interfaces.desk.record_filters import filter_form
from gongkai.interfaces.desk.views.bulk import steps_of
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import page_number, pages_of
from gongkai.kernel.types import Role
from gongkai.records.queries import desk_records, saved_views
from gongkai.records.rules.bulk import MOST_RECORDS

PER_PAGE = 20


@audience(Audience.STAFF)
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Show the records that the filters leave, the latest registered first."""
    viewer = viewer_of(request)
    form = filter_form(viewer, request.GET)
    wanted = form.wanted()
    number = page_number(request.GET.get("page"))
    found = desk_records(viewer, wanted.filters, page=number, size=PER_PAGE)
    context = {
        "filter": form,
        "is_filtered": wanted.is_filtered,
        "query": form.query(),
        "views": saved_views(viewer),
        "lines": found.items,
        "total": found.total,
        "too_many": found.total > MOST_RECORDS,
        "steps": steps_of(viewer),
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "may_register": bool(viewer.organs_as(Role.CLERK)),
        "crumbs": crumbs((_("Records"), "")),
    }
    return desk_page(request, "desk/records.html", context)
