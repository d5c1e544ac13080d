"""Around the review: take a proposal back, revoke a review taken over, refer a doubt, answer it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as, deciding, person_id_of
from gongkai.interfaces.desk.choices import organ_name
from gongkai.interfaces.desk.forms.steps import DetermineForm, ReasonForm, ReferForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    referrals_crumb,
    sent_in,
)
from gongkai.interfaces.desk.moves import is_under_way, may_refer
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed, record_for, record_for_step
from gongkai.interfaces.desk.views.steps import about, done
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.templatetags.gongkai import moment
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.organs.queries import actor_for
from gongkai.records.operations import SUBJECT_KIND, revoke_review, take_back_proposal
from gongkai.records.queries import DeskRecord, desk_record
from gongkai.records.queries.reviewed import record_of_version
from gongkai.records.rules.lifecycle import Event
from gongkai.review.access import CONSULTED
from gongkai.review.models.proposal import StepKind
from gongkai.review.operations import answer_referral, refer_step
from gongkai.review.queries import (
    ReferredDoubt,
    StepView,
    organs_to_ask,
    referral_for,
    referrals_determined_by,
    referrals_waiting_for,
)
from gongkai.review.queries.waiting import deciding_roles


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def take_back(request: HttpRequest, record_id: int) -> HttpResponse:
    """Take the proposal back without changing a word."""
    record = record_for(request, record_id, Event.EDIT)
    if request.method != "POST" and not is_under_way(record):
        raise StepClosed(_("It is not proposed. There is nothing to take back."))
    form = ReasonForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=record.organ_id)
            take_back_proposal(actor=actor, version_id=record.current.id, **form.cleaned_data)
            return done(request, record_id, _("Taken back. It is a draft again."))
    said = about(
        record,
        title=_("Take the proposal back"),
        lead=_(
            "The version becomes a draft. Proposed again without any change, reviews that were "
            "passed count again."
        ),
        submit=_("Take back"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def revoke(request: HttpRequest, record_id: int, step: str) -> HttpResponse:
    """Revoke one's own review, which was taken over because the content is the same."""
    record = desk_record(viewer_of(request), record_id)
    kind = StepKind(step)
    mine = (
        _taken_over(record, kind) if request.method == "POST" else _my_step(request, record, kind)
    )
    form = ReasonForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            mine = _my_step(request, record, kind)
            actor = actor_for(
                person_id=person_id_of(request),
                role=deciding_roles()[mine.kind],
                organ_id=mine.for_organ_id,
                on=today(),
            )
            version_id, why = record.current.id, form.cleaned_data["why"]
            revoke_review(actor=actor, version_id=version_id, kind=mine.kind, why=why)
            messages.success(request, _("Revoked. The clerk proposes it anew."))
            return redirect("desk:home")
    said = about(
        record,
        title=_("Revoke your review"),
        lead=_(
            "You reviewed the very same content before, so your review was taken over. Revoked, "
            "it counts no more, and the proposal goes back to the clerk."
        ),
        submit=_("Revoke"),
        kind="warning",
    )
    facts = [SummaryRow(_("You signed"), moment(mine.reviewed_at))] if mine else []
    return form_page(request, form, said.with_facts(facts))


def _my_step(request: HttpRequest, record: DeskRecord, kind: StepKind) -> StepView:
    """Return the viewer's own review that was taken over; raises NotAllowed, StepClosed."""
    step = _taken_over(record, kind)
    if step is None:
        raise StepClosed(_("No review of that kind was taken over. Look where the record stands."))
    if step.decided_by_id != person_id_of(request):
        raise NotAllowed(_("Only whose review it is may revoke it."))
    return step


def _taken_over(record: DeskRecord, kind: StepKind) -> StepView | None:
    proposal = record.current.proposal
    steps = proposal.steps if proposal and is_under_way(record) else ()
    return next((one for one in steps if one.kind is kind and one.reviewed_at), None)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def refer(request: HttpRequest, record_id: int) -> HttpResponse:
    """Put a doubt of the secrecy review to the secrecy bureau or the competent department."""
    record = record_for_step(request, record_id, StepKind.SECRECY)
    if request.method != "POST" and not may_refer(viewer_of(request), record):
        raise _not_to_refer()
    organs = organs_to_ask(record.organ_id, on=today())
    form = ReferForm(sent_in(request), organs=[(str(card.id), organ_name(card)) for card in organs])
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _refer(request, record, form)
            return done(request, record_id, _("Referred. The review waits for the answer."))
    said = about(
        record,
        title=_("Refer a doubt"),
        lead=_(
            "Until the answer the review cannot be passed; you can still return it "
            "(Regulations 2007, article 14; 2019, article 17)."
        ),
        submit=_("Refer"),
    )
    return form_page(request, form, said)


def _refer(request: HttpRequest, record: DeskRecord, form: ReferForm) -> None:
    proposal = record.current.proposal
    if proposal is None:
        raise _not_to_refer()
    refer_step(
        actor=deciding(request, proposal.id, StepKind.SECRECY),
        proposal_id=proposal.id,
        to_organ_id=form.cleaned_data["to_organ"],
        question=form.cleaned_data["question"],
    )


def _not_to_refer() -> StepClosed:
    return StepClosed(_("No doubt can be referred now. Look where the record stands."))


@audience(Audience.STAFF)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """List the doubts that the viewer's organ is asked to determine, and those it determined."""
    viewer = viewer_of(request)
    if not viewer.organs_as(*CONSULTED):
        raise NotFound(_("There is no such page."))
    context = {
        "waiting": referrals_waiting_for(viewer),
        "determined": referrals_determined_by(viewer),
        "crumbs": crumbs((_("Doubts referred"), "")),
    }
    return desk_page(request, "desk/referrals.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def referral(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Read a doubt that was referred here, and determine it."""
    viewer = viewer_of(request)
    doubt = referral_for(viewer, referral_id)
    form = DetermineForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *CONSULTED, organ_id=doubt.to_organ_id)
            answer_referral(actor=actor, referral_id=referral_id, **form.cleaned_data)
            messages.success(request, _("Determined. The reviewer goes on."))
            return redirect("desk:referrals")
    waits = doubt.is_open and doubt.answered_at is None
    said = FormPage(
        title=_("A doubt about secrecy"),
        submit=_("Determine"),
        cancel_url=reverse("desk:referrals"),
        facts=_facts(doubt),
        crumbs=crumbs(referrals_crumb(), (doubt.organ_name, "")),
    )
    context = {
        "form": form,
        "doubt": doubt,
        "waits": waits,
        "record_id": _record_of(doubt) if waits else None,
        "said": said,
        "crumbs": said.crumbs,
    }
    return desk_page(request, "desk/referral.html", context)


def _record_of(doubt: ReferredDoubt) -> int | None:
    """Return the record that the doubt is about, None where it is about something else."""
    return record_of_version(doubt.subject_id) if doubt.subject_kind == SUBJECT_KIND else None


def _facts(doubt: ReferredDoubt) -> list[SummaryRow]:
    rows = [
        SummaryRow(_("Name of the information"), doubt.label),
        SummaryRow(_("Organ"), doubt.organ_name),
        SummaryRow(_("Asked by"), f"{doubt.asked_by_name} · {moment(doubt.asked_at)}"),
        SummaryRow(_("What is in doubt, and why"), doubt.question),
    ]
    if doubt.answered_at is not None:
        verdict = _("It may be public") if doubt.may_be_public else _("It may not be public")
        rows += [
            SummaryRow(_("Answer"), verdict),
            SummaryRow(_("Reasons"), doubt.answer),
            SummaryRow(
                _("Determined by"), f"{doubt.answered_by_name} · {moment(doubt.answered_at)}"
            ),
        ]
    return rows
