"""A run over many records: what would happen to each, the confirmation, what became of each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.interfaces.desk.acting import acting_as, person_id_of
from gongkai.interfaces.desk.forms.bulk import ConfirmBulkForm, SignBulkForm
from gongkai.interfaces.desk.layout import crumbs, desk_page, records_crumb
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import page_number, pages_of
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor, Role
from gongkai.organs.operations import sign_each
from gongkai.records.models import BulkKind, BulkState, WithdrawalReason
from gongkai.records.operations.bulk_carrying import confirm_run, drop_run, sign_run, undo_run
from gongkai.records.operations.bulk_steps import STEPS
from gongkai.records.queries import BulkRunPage, bulk_run, items_to_sign
from gongkai.records.rules.bulk import SIGNED
from gongkai.review.rules.steps import purpose_of

PER_PAGE = 50


@audience(Audience.STAFF)
@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show the run: a preview while it waits, the result once it was carried out."""
    return _page(request, run_id, None)


@audience(Audience.STAFF)
@require_POST
def confirm(request: HttpRequest, run_id: int) -> HttpResponse:
    """Carry out what was planned."""
    found = bulk_run(viewer_of(request), run_id)
    form = ConfirmBulkForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            note = form.cleaned_data["change_note"]
            confirm_run(actor=_actor(request, found), run_id=run_id, change_note=note)
            return _shown(request, run_id)
    return _page(request, run_id, form)


@audience(Audience.STAFF)
@require_POST
def sign(request: HttpRequest, run_id: int) -> HttpResponse:
    """Sign each record that waits, with one authentication, and take the step."""
    found = bulk_run(viewer_of(request), run_id)
    form = SignBulkForm(request.POST)
    if form.is_valid() and found.run.kind in SIGNED:
        with refusals_on(form):
            _sign(request, found, form)
            return _shown(request, run_id)
    return _page(request, run_id, form)


@audience(Audience.STAFF)
@require_POST
def drop(request: HttpRequest, run_id: int) -> HttpResponse:
    """Give up what was planned."""
    found = bulk_run(viewer_of(request), run_id)
    drop_run(actor=_actor(request, found), run_id=run_id)
    messages.success(request, _("Dropped; nothing was changed."))
    return redirect("desk:bulk_runs")


@audience(Audience.STAFF)
@require_POST
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take back what a spreadsheet changed."""
    found = bulk_run(viewer_of(request), run_id)
    try:
        undo_run(actor=acting_as(request, Role.CLERK, organ_id=found.run.organ_id), run_id=run_id)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Undone. The drafts say again what they said before."))
    return redirect("desk:bulk_run", run_id=run_id)


def _sign(request: HttpRequest, found: BulkRunPage, form: SignBulkForm) -> None:
    actor = _actor(request, found)
    waiting = items_to_sign(viewer_of(request), found.run.id)
    digests = [digest for _pk, digest in waiting]
    if not digests:
        confirm_run(actor=actor, run_id=found.run.id)
    # Signed before the operation and outside its transaction: wrong secrets stay counted.
    signatures = sign_each(
        person_id=person_id_of(request),
        secret=form.cleaned_data["secret"],
        purpose=purpose_of(STEPS[found.run.kind].value),
        digests=digests,
    )
    sign_run(
        actor=actor,
        run_id=found.run.id,
        opinion=form.cleaned_data["opinion"],
        signatures=dict(zip((pk for pk, _digest in waiting), signatures, strict=True)),
    )


def _actor(request: HttpRequest, found: BulkRunPage) -> Actor:
    return acting_as(request, Role(found.role), organ_id=found.run.organ_id)


def _shown(request: HttpRequest, run_id: int) -> HttpResponse:
    found = bulk_run(viewer_of(request), run_id)
    if found.run.state == BulkState.QUEUED:
        messages.success(request, _("Confirmed. It is being carried out; look again here."))
    else:
        done = found.run.counts["done"]
        messages.success(request, _("Carried out for %(count)d records.") % {"count": done})
    return redirect("desk:bulk_run", run_id=run_id)


def _page(request: HttpRequest, run_id: int, form: GongkaiForm | None) -> HttpResponse:
    viewer = viewer_of(request)
    number = page_number(request.GET.get("page"))
    outcome = request.GET.get("outcome", "")
    found = bulk_run(viewer, run_id, outcome=outcome, page=number, size=PER_PAGE)
    title = dict(BulkKind.choices)[found.run.kind]
    is_signed = found.run.kind in SIGNED
    context = {
        "found": found,
        "run": found.run,
        "title": title,
        "form": form or (SignBulkForm() if is_signed else _confirm_form(found)),
        "is_signed": is_signed,
        "is_sheet": found.run.kind == BulkKind.SHEET,
        "is_own": found.run.asked_by_id == viewer.person_id,
        "may_undo": found.run.organ_id in viewer.organs_as(Role.CLERK),
        "step_route": _STEP_ROUTES.get(found.run.kind, "desk:record"),
        "reason": dict(WithdrawalReason.choices).get(found.reason, ""),
        "outcome": outcome,
        "pages": pages_of(items=found.items.total, number=number, per_page=PER_PAGE),
        "crumbs": crumbs(records_crumb(), (title, "")),
    }
    return desk_page(request, "desk/bulk_run.html", context)


_STEP_ROUTES = {
    BulkKind.SECRECY.value: "desk:secrecy_review",
    BulkKind.LEGAL.value: "desk:legal_review",
    BulkKind.APPROVAL.value: "desk:approval",
}


def _confirm_form(found: BulkRunPage) -> ConfirmBulkForm:
    form = ConfirmBulkForm(initial={"change_note": found.change_note})
    if not found.begins_versions:
        form.fields["change_note"].widget = form.fields["change_note"].hidden_widget()
    return form
