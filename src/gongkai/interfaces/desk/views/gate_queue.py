"""What is under way on the way through the gate, and trying again what is stuck."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.interfaces.desk.acting import acting_anywhere_as, acting_as, administrator
from gongkai.interfaces.desk.layout import crumbs, desk_page
from gongkai.interfaces.desk.wording import Label
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Cell, Column, Table
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import now
from gongkai.kernel.types import Actor, Role
from gongkai.release.access import DECIDERS
from gongkai.release.operations.retrying import NOTHING_STUCK, retry
from gongkai.release.queries.queue import QueueLine, ReleaseQueue, release_queue
from gongkai.release.rules.work import Work, WorkState
from gongkai.release.wording import trouble_text

WORKS: Mapping[Work, Label] = {
    Work.EXAMINATION: gettext_lazy("Examination by the gate"),
    Work.SCAN: gettext_lazy("Virus scan"),
    Work.MATERIAL: gettext_lazy("Preparing pages for redaction"),
    Work.LAYER: gettext_lazy("Making a redacted file"),
    Work.UPLOAD: gettext_lazy("Upload"),
}
STATES: Mapping[WorkState, Label] = {
    WorkState.WAITING: pgettext_lazy("work", "Waits"),
    WorkState.RUNNING: pgettext_lazy("work", "Runs"),
    WorkState.STUCK: pgettext_lazy("work", "Stuck"),
}
_TAGS = {WorkState.WAITING: "grey", WorkState.RUNNING: "light-blue", WorkState.STUCK: "red"}
_SUBJECTS = {"record": "desk:record", "case": "desk:case"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWork:
    """One piece of work, in words."""

    line: QueueLine
    work_label: Label
    state_label: Label
    state_tag: str
    age: str
    trouble: Label
    links: tuple[tuple[str, str], ...]
    """(label, address) of the records, cases or material that it is for."""


@audience(Audience.STAFF)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, runs or is stuck; the administrator sees no names."""
    found = release_queue(viewer_of(request))
    context = {
        "queue": found,
        "figures": _figures(found),
        "lines": [_shown(line) for line in found.lines],
        "crumbs": crumbs((_("Files being examined"), "")),
    }
    return desk_page(request, "desk/release_queue.html", context)


@audience(Audience.STAFF)
@require_POST
def again(request: HttpRequest, work: str, work_id: int) -> HttpResponse:
    """Try again what is stuck; only what the viewer sees in the queue."""
    line = release_queue(viewer_of(request)).line(Work(work), work_id)
    if line is None or not line.can_retry:
        raise NotFound(NOTHING_STUCK)
    retry(actor=_actor(request, line), work=line.work, work_id=work_id)
    messages.success(request, _("It is tried again."))
    return redirect("desk:release_queue")


def _actor(request: HttpRequest, line: QueueLine) -> Actor:
    viewer = viewer_of(request)
    if viewer.organs_as(Role.SYSTEM_ADMINISTRATOR):
        return administrator(request)
    for held in line.held:
        if held.subject.organ_id in viewer.organs_as(*DECIDERS):
            return acting_as(request, *DECIDERS, organ_id=held.subject.organ_id)
    role = next(role for role in DECIDERS if viewer.organs_as(role))
    return acting_anywhere_as(request, role)


def _figures(found: ReleaseQueue) -> Table:
    rows = [
        [
            Cell(label),
            *(Cell(found.counts.get((work, state), 0), is_number=True) for state in STATES),
        ]
        for work, label in WORKS.items()
        if any((work, state) in found.counts for state in STATES)
    ]
    heads = [Column(_("Work")), *(Column(label, is_number=True) for label in STATES.values())]
    return Table(_("How much is under way"), heads, rows)


def _shown(line: QueueLine) -> ShownWork:
    return ShownWork(
        line=line,
        work_label=WORKS[line.work],
        state_label=STATES[line.state],
        state_tag=_TAGS[line.state],
        age=age_words(now() - line.since),
        trouble=trouble_text(line.trouble),
        links=tuple(_links(line)),
    )


def _links(line: QueueLine) -> list[tuple[str, str]]:
    links = [
        (held.subject.label, reverse(_SUBJECTS[held.subject.kind], args=[held.subject.id]))
        for held in line.held
        if held.subject.kind in _SUBJECTS
    ]
    if line.material_id is not None:
        links.append((_("Redaction"), reverse("desk:material", args=[line.material_id])))
    return links


def age_words(age: timedelta) -> str:
    """Return how long ago something was, in minutes, hours or days."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
