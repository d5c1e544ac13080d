"""Secrecy review, legal review and approval: one sees exactly what one signs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import deciding, person_id_of
from gongkai.interfaces.desk.elements import element_rows
from gongkai.interfaces.desk.forms.steps import ReviewForm
from gongkai.interfaces.desk.gate_summary import gate_summary
from gongkai.interfaces.desk.layout import FORM_METHODS, desk_page, record_crumbs, sent_in
from gongkai.interfaces.desk.moves import may_refer
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed, record_for_step
from gongkai.interfaces.desk.views.record import comparison, standing_version
from gongkai.interfaces.desk.views.steps import done
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.kernel.refusals import NotFound
from gongkai.organs.operations import sign
from gongkai.records.operations import approve_record, review_record
from gongkai.records.operations.bulk_steps import note_seen
from gongkai.records.queries import DeskRecord, desk_record
from gongkai.records.queries.reviewed import (
    outdated_steps,
    returns_of,
    review_basis_shown,
    reviewed_before,
)
from gongkai.review.models.proposal import Decision, StepKind
from gongkai.review.rules.basis import signed_digest
from gongkai.review.rules.steps import purpose_of

TITLES: dict[StepKind, Promise] = {
    StepKind.SECRECY: gettext_lazy("Review for secrecy"),
    StepKind.LEGAL: gettext_lazy("Review for law"),
    StepKind.APPROVAL: gettext_lazy("Approve or return"),
}
LEADS: dict[StepKind, Promise] = {
    StepKind.SECRECY: gettext_lazy(
        "May this be disclosed as proposed? Look for state secrets, commercial secrets and "
        "personal privacy in name, summary and text."
    ),
    StepKind.LEGAL: gettext_lazy(
        "Is this normative document lawful, and is its text the true one?"
    ),
    StepKind.APPROVAL: gettext_lazy("You answer for the release. The reviews stand below."),
}


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def secrecy_review(request: HttpRequest, record_id: int) -> HttpResponse:
    """Decide the secrecy review."""
    return _step(request, record_id, StepKind.SECRECY)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def legal_review(request: HttpRequest, record_id: int) -> HttpResponse:
    """Decide the legal review."""
    return _step(request, record_id, StepKind.LEGAL)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def approval(request: HttpRequest, record_id: int) -> HttpResponse:
    """Decide the approval."""
    return _step(request, record_id, StepKind.APPROVAL)


def _step(request: HttpRequest, record_id: int, kind: StepKind) -> HttpResponse:
    record = record_for_step(request, record_id, kind)
    if request.method == "GET":
        version = record.current
        note_seen(person_id=person_id_of(request), version_id=version.id, digest=version.digest)
    form = ReviewForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _decide(request, record, kind, form.cleaned_data)
            return _signed(request, record_id, _said(form.cleaned_data["decision"]))
    gate = gate_summary(record)
    basis = review_basis_shown(record.current, gate.report if gate else None)
    context = {
        "form": form,
        "record": record,
        "version": record.current,
        "rows": element_rows(record, record.current),
        "title": TITLES[kind],
        "lead": LEADS[kind],
        "gate": gate,
        "basis": basis,
        "outdated": outdated_steps(record.current, basis),
        "returns": returns_of(record.current),
        "may_refer": may_refer(viewer_of(request), record),
        "crumbs": record_crumbs(record, TITLES[kind]),
        **_compared(request, record),
    }
    return desk_page(request, "desk/review.html", context)


def _compared(request: HttpRequest, record: DeskRecord) -> dict[str, object]:
    """Return what changed since the viewer's own last review, and against what stands."""
    said: dict[str, object] = {}
    seen = reviewed_before(viewer_of(request), record)
    if seen is not None:
        said["seen"] = seen
        said["since"] = comparison(record, seen.version, record.current)
    before = standing_version(record)
    if before is not None and before.id != record.current.id:
        said["before"] = before
        if seen is None or seen.version.digest != before.digest:
            said["against"] = comparison(record, before, record.current)
    return said


def _decide(
    request: HttpRequest, record: DeskRecord, kind: StepKind, values: dict[str, Any]
) -> None:
    proposal = record.current.proposal
    if proposal is None:
        raise StepClosed(_("It is not proposed any more. Look where the record stands."))
    actor = deciding(request, proposal.id, kind)
    # Signed before the operation and outside its transaction: wrong secrets stay counted.
    signature = sign(
        person_id=person_id_of(request),
        secret=values["secret"],
        purpose=purpose_of(kind.value),
        digest=signed_digest(values["seen_digest"], values["seen_basis"]),
    )
    said = {
        "actor": actor,
        "version_id": record.current.id,
        "decision": Decision(values["decision"]),
        "opinion": values["opinion"],
        "seen_digest": values["seen_digest"],
        "seen_basis": values["seen_basis"],
        "signature": signature,
    }
    if kind is StepKind.APPROVAL:
        approve_record(**said)
    else:
        review_record(kind=kind, **said)


def _signed(request: HttpRequest, record_id: int, message: str) -> HttpResponse:
    """Go to the record, or to the queue where it is no longer the viewer's to see.

    Who decided for another organ loses sight of it with the last step that was handed up.
    """
    try:
        desk_record(viewer_of(request), record_id)
    except NotFound:
        messages.success(request, message)
        return redirect("desk:home")
    return done(request, record_id, message)


def _said(decision: str) -> str:
    if decision == Decision.PASS:
        return _("Signed. The next person is told by their queue.")
    return _("Returned to the clerk with your opinion.")
