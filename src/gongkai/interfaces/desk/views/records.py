"""The records of the viewer's organs, with filters, a page at a time."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.desk.forms.filters import RecordFilter
from gongkai.interfaces.desk.layout import crumbs, desk_page
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import page_number, pages_of
from gongkai.kernel.types import Role
from gongkai.records.queries import classes_of, desk_records

PER_PAGE = 20


@audience(Audience.STAFF)
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Show the records that the filters leave, the latest registered first."""
    viewer = viewer_of(request)
    classes = tuple((one.code, f"{one.code} {one.name}") for one in classes_of(None))
    form = RecordFilter(request.GET, classes=classes)
    wanted = form.wanted()
    number = page_number(request.GET.get("page"))
    found = desk_records(viewer, wanted.filters, page=number, size=PER_PAGE)
    context = {
        "filter": form,
        "is_filtered": wanted.is_filtered,
        "lines": found.items,
        "total": found.total,
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "may_register": bool(viewer.organs_as(Role.CLERK)),
        "crumbs": crumbs((_("Records"), "")),
    }
    return desk_page(request, "desk/records.html", context)
