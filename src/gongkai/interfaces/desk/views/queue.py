"""What waits for the person who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.desk.layout import crumbs, desk_page
from gongkai.interfaces.desk.wording import TASK_ROUTES
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.kernel.time import today
from gongkai.records.queries import my_queue, undetermined


@audience(Audience.STAFF)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show my queue: late and near clocks first, then by how long it waits."""
    items = [(line, TASK_ROUTES[line.task]) for line in my_queue(viewer_of(request), on=today())]
    items.sort(key=lambda item: (not item[0].is_overdue, item[0].task == "draft"))
    return desk_page(request, "desk/queue.html", {"items": items})


@audience(Audience.STAFF)
@require_safe
def undetermined_list(request: HttpRequest) -> HttpResponse:
    """Show what has no category yet, the oldest first."""
    context = {
        "lines": undetermined(viewer_of(request)),
        "crumbs": crumbs((_("Undetermined"), "")),
    }
    return desk_page(request, "desk/undetermined.html", context)
