"""The release gate at the desk: what holds something back, and deciding what was found."""

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.forms.gate import FindingsForm
from gongkai.interfaces.desk.gate_rows import (
    finding_url,
    gate_url,
    is_under_way,
    shown_items,
    shown_kinds,
)
from gongkai.interfaces.desk.gate_subjects import Going, outgoing_of
from gongkai.interfaces.desk.layout import FORM_METHODS, desk_page, sent_in
from gongkai.interfaces.desk.redaction_rows import material_links
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.kernel.refusals import NotFound
from gongkai.release.access import DECIDERS
from gongkai.release.operations.deciding import decide_findings
from gongkai.release.operations.examining import ask_examination, try_again
from gongkai.release.operations.gate import look
from gongkai.release.queries.merged import MergedFinding, merged_findings
from gongkai.release.queries.reports import GateReport
from gongkai.release.queries.scans import is_scanner_configured
from gongkai.release.rules.doors import Door, Verdict

ASK, AGAIN, NEXT = "ask", "again-", "next"
SEEN = "seen"
"""Parameter of the address: which states the page shows already."""


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def findings(request: HttpRequest, subject_kind: str, subject_id: int, door: str) -> HttpResponse:
    """Show what the gate says of all that is to leave, and decide findings."""
    going = outgoing_of(request, subject_kind, subject_id, Door(door))
    report = report_on(going)
    if request.headers.get("HX-Request"):
        return _states_again(request, going, report)
    wanted = str(request.POST.get("do", ""))
    if wanted == ASK or wanted.startswith(AGAIN):
        return _examined_again(request, going, report, wanted)
    found = merged_findings(report)
    form = FindingsForm(sent_in(request), found=found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _decide(request, going, form)
            return redirect(_after(request, going, found, form))
    return desk_page(request, "desk/gate.html", _context(request, going, report, form))


def report_on(going: Going) -> GateReport:
    """Return what the gate says of it now."""
    return look(door=going.door, subject=going.subject, files=going.files, texts=going.texts)


def may_decide(request: HttpRequest, going: Going) -> bool:
    """Say whether the viewer decides for the organ what may leave."""
    return going.subject.organ_id in viewer_of(request).organs_as(*DECIDERS)


def _decide(request: HttpRequest, going: Going, form: FindingsForm) -> None:
    decided = decide_findings(
        actor=acting_as(request, *DECIDERS, organ_id=going.subject.organ_id),
        door=going.door,
        subject=going.subject,
        choices=form.choices(),
        verdict=Verdict(form.cleaned_data["verdict"]),
        reason=form.cleaned_data["reason"],
    )
    said = ngettext("%(n)d finding is decided.", "%(n)d findings are decided.", len(decided))
    messages.success(request, said % {"n": len(decided)})


def _after(
    request: HttpRequest, going: Going, found: tuple[MergedFinding, ...], form: FindingsForm
) -> str:
    """Return where to go on: from the page of a finding to the next that waits, else the list."""
    decided = {(choice.kind, choice.tag) for choice in form.choices()}
    waiting = [
        one for one in found if not one.decision and (one.kind.value, one.tag) not in decided
    ]
    if request.POST.get("go") == NEXT and waiting:
        return finding_url(going, waiting[0])
    return gate_url(going, "desk:findings")


def _examined_again(
    request: HttpRequest, going: Going, report: GateReport, wanted: str
) -> HttpResponse:
    """Ask for what was never examined, or try a stuck file again; only files that are shown."""
    actor = acting_as(request, *DECIDERS, organ_id=going.subject.organ_id)
    if wanted == ASK:
        for item in report.items:
            if not item.is_text and item.examination_id is None:
                ask_examination(digest=item.digest, name=item.name)
    else:
        stuck = {str(item.examination_id): item.examination_id for item in report.items}
        examination_id = stuck.get(wanted.removeprefix(AGAIN))
        if examination_id is None:
            raise NotFound(_("There is nothing stuck under this number."))
        try_again(actor=actor, examination_id=examination_id)
    messages.success(request, _("It is being examined. This page says when it is done."))
    return redirect(gate_url(going, "desk:findings"))


def _states_again(request: HttpRequest, going: Going, report: GateReport) -> HttpResponse:
    """Send the states anew, or nothing where they are what the page shows: nobody is disturbed."""
    context = _states(request, going, report)
    if request.GET.get(SEEN) == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "desk/gate_states.html", context | {"is_refreshed": True})


def _states(request: HttpRequest, going: Going, report: GateReport) -> dict[str, object]:
    items = shown_items(report)
    return {
        "going": going,
        "items": items,
        "is_under_way": is_under_way(report),
        "is_clear": report.is_clear,
        "has_no_scanner": bool(going.files) and not is_scanner_configured(),
        "may_decide": may_decide(request, going),
        "page_url": gate_url(going, "desk:findings"),
        "seen": hashlib.sha256(repr(items).encode()).hexdigest()[:16],
    }


def _context(
    request: HttpRequest, going: Going, report: GateReport, form: FindingsForm
) -> dict[str, object]:
    kinds = shown_kinds(going, merged_findings(report))
    return {
        "form": form,
        "kinds": kinds,
        "ticked": form.ticked(),
        "undecided": sum(kind.undecided for kind in kinds),
        "to_public": going.door is Door.PUBLIC,
        "materials": material_links(going.subject),
        "crumbs": going.crumbs(_("Before it leaves")),
        **_states(request, going, report),
    }
