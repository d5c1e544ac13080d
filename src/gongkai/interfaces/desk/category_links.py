"""The side list's queues about categories and limits, and what of them is overdue."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.interfaces.shared.components import QueueLink
from gongkai.kernel.time import today
from gongkai.kernel.types import Role, Viewer
from gongkai.records.access import STAFF
from gongkai.records.queries.exemptions import exempt_counts
from gongkai.records.queries.research import count_questions_waiting_for, research_counts
from gongkai.review.access import CONSULTED

_REMINDERS = ("?old=on", "?which=overdue")
OVERSEES_LIMITS = (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION)


def category_links(viewer: Viewer, here: str, *, undetermined: int) -> list[QueueLink]:
    """Return the queues of an organ's staff; `here` is the address with its query."""
    old = research_counts(viewer).old
    overdue = exempt_counts(viewer, on=today()).overdue
    links = [
        _link(_("Undetermined"), "desk:undetermined", here, undetermined),
        _link(_("Undetermined for too long"), "desk:undetermined", here, old, query="?old=on"),
        _link(_("Not disclosed"), "desk:exempt", here),
        _link(_("Reviews overdue"), "desk:exempt", here, overdue, query="?which=overdue"),
        _link(_("To be published"), "desk:planned", here),
        *clock_links(here),
    ]
    # What is only a reminder stands there only when there is something to remind of.
    return [link for link in links if link.count != 0 or "?" not in link.url]


def guidance_links(viewer: Viewer, here: str) -> list[QueueLink]:
    """Return the queues of who is asked about categories, or oversees the limits of others."""
    links = []
    if viewer.organs_as(*CONSULTED):
        asked = count_questions_waiting_for(viewer)
        links.append(_link(_("Questions about categories"), "desk:questions", here, asked))
    if viewer.organs_as(*OVERSEES_LIMITS) and not viewer.organs_as(*STAFF):
        links += clock_links(here)
    return links


def clock_links(here: str) -> list[QueueLink]:
    """Return the lists of limits."""
    return [
        _link(_("Due soon"), "desk:clock_due", here),
        _link(_("Late disclosures"), "desk:clock_late", here),
    ]


def _link(
    label: str, route: str, here: str, count: int | None = None, *, query: str = ""
) -> QueueLink:
    url = f"{reverse(route)}{query}"
    is_narrowed = here.endswith(_REMINDERS)
    is_current = here == url if query or is_narrowed else here.partition("?")[0] == url
    return QueueLink(label=label, url=url, count=count, is_current=is_current)
