"""The inbox: the cases of the viewer's organs in order of receipt, a page at a time."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.applications.access import HANDLERS
from gongkai.applications.queries import inbox
from gongkai.interfaces.desk.forms.cases import CaseFilter
from gongkai.interfaces.desk.layout import crumbs, desk_page
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import page_number, pages_of

PER_PAGE = 20


@audience(Audience.STAFF)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases that the filters leave; who came first stands first (requirement A7)."""
    viewer = viewer_of(request)
    organs = viewer.organs_as(*HANDLERS)
    form = CaseFilter(request.GET)
    wanted = form.wanted()
    number = page_number(request.GET.get("page"))
    found = inbox(
        viewer,
        text=wanted.text,
        state=wanted.state,
        mine=wanted.mine,
        only_open=wanted.open,
        overdue=wanted.overdue,
        page=number,
        size=PER_PAGE,
    )
    context = {
        "filter": form,
        "is_filtered": wanted.is_filtered,
        "lines": found.items,
        "total": found.total,
        "handles_cases": bool(organs),
        "has_many_organs": len(organs) > 1,
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "crumbs": crumbs((_("Applications"), "")),
    }
    return desk_page(request, "desk/cases.html", context)
