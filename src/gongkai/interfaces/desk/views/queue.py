"""What waits for the person who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.applications.access import HANDLERS
from gongkai.applications.queries import CaseLine, my_cases
from gongkai.clock.rules.history import ClockState
from gongkai.guides.queries.desk import editions_sent_up
from gongkai.guides.queries.waiting import waiting_editions
from gongkai.interfaces.desk.case_wording import TASKS
from gongkai.interfaces.desk.edition_pages import EDITION_TASKS, edition_name, editions_due
from gongkai.interfaces.desk.layout import desk_page
from gongkai.interfaces.desk.redaction_rows import DOORS
from gongkai.interfaces.desk.wording import TASK_ROUTES
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.kernel.time import today
from gongkai.notices.queries import stuck_notices
from gongkai.records.queries import my_queue
from gongkai.records.queries.embargoes import embargo_alarms, scheduler_health
from gongkai.records.queries.reviewed import reviews_counted_again
from gongkai.release.queries.redaction import waiting_layers

NEAR = 3
"""Working days left from which on a case is near its limit."""


@audience(Audience.STAFF)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show my queue: applications, then records; late and near clocks first, then by waiting."""
    viewer = viewer_of(request)
    queue = my_queue(viewer, on=today())
    items = [(line, TASK_ROUTES[line.task]) for line in queue.lines]
    items.sort(key=lambda item: (not item[0].is_overdue, item[0].task == "draft"))
    cases = sorted(my_cases(viewer, on=today()), key=_urgency)
    context = {
        "items": items,
        "queue": queue,
        "cases": [(line, *TASKS[line.task]) for line in cases],
        "knows_applicants": bool(viewer.organs_as(*HANDLERS)),
        "has_many_organs": len({line.organ_id for line in cases}) > 1,
        "again": reviews_counted_again(viewer),
        "mails": len(stuck_notices(viewer)),
        "alarms": embargo_alarms(viewer),
        "health": scheduler_health(viewer),
        "layers": [(line, DOORS[line.door]) for line in waiting_layers(viewer, on=today())],
        "editions": [(card, edition_name(card)) for card in editions_sent_up(viewer)],
        "editions_waiting": [
            (one.card, edition_name(one.card), EDITION_TASKS[one.task], one.clock)
            for one in waiting_editions(viewer, on=today())
        ],
        "guides_due": editions_due(viewer),
    }
    return desk_page(request, "desk/queue.html", context)


def _urgency(line: CaseLine) -> int:
    """Return 0 for what is late, 1 for what is due soon, 2 else; inside each the order stays."""
    clock = line.clock
    if clock is None or clock.state is not ClockState.RUNNING:
        return 2
    if clock.overdue:
        return 0
    return 1 if clock.remaining_working_days <= NEAR else 2
