"""Where an application begins: to which organ, what is needed, which ways there are."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.applications.operations import can_apply_to, discard_draft
from gongkai.applications.shipped import regimes as application_regimes
from gongkai.clock.queries import regime
from gongkai.clock.rules.regimes import LimitKey
from gongkai.interfaces.portal.applying.filling import Filling, kept_filling
from gongkai.interfaces.portal.applying.form_keys import drop_key
from gongkai.interfaces.portal.applying.layout import FORM_METHODS, step_address
from gongkai.interfaces.portal.applying.steps import Step
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.languages import in_reader_language
from gongkai.interfaces.portal.opened_case import close
from gongkai.interfaces.portal.parameters import asked_for, number_of
from gongkai.interfaces.portal.tombstones import gone_as_tombstone
from gongkai.interfaces.portal.views.help_pages import areas, organ_or_none
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb
from gongkai.kernel.refusals import NotFound
from gongkai.organs.queries import RegionNode, organ_tree
from gongkai.records.queries import RecordPage, record_page


@dataclass(frozen=True, slots=True)
class Rules:
    """What the text of the Regulations in force here says of applying."""

    reply_days: int
    extension: int
    """Working days by which the reply can be extended; 0 where it cannot."""
    correction_days: int
    """Working days to answer a request to correct; 0 where the organ fixes the period."""
    confirms_receipt: bool
    receipt_note: str
    basis: str
    asks_purpose: bool
    asks_waiver: bool
    envelope: str
    """What to write on a letter (requirement A2)."""


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def start(request: GongkaiRequest) -> HttpResponse:
    """Say how to apply, to whom, and when the reply is due; `record` names a ★ entry."""
    record = _record(request)
    organ_id = record.card.organ_id if record else asked_for(request.GET).filters.organ_id
    context = {
        "record": record,
        "organ": organ_or_none(organ_id),
        "regions": _to_apply_to(areas(organ_tree())),
        "rules": rules_here(),
        "crumbs": trail(Crumb(_("Apply for information"))),
    }
    return render(request, "portal/apply_start.html", context)


@audience(Audience.PUBLIC)
@require_safe
def blank_form(request: GongkaiRequest) -> HttpResponse:
    """Show the form on paper: to print, copy and fill in by hand."""
    context = {
        "organ": organ_or_none(asked_for(request.GET).filters.organ_id),
        "rules": rules_here(),
    }
    return render(request, "portal/apply_blank_form.html", context)


@audience(Audience.ANYONE)
@require_http_methods(FORM_METHODS)
def begin(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Lead into the form; who has begun or sent one is asked what to do with it.

    What is sent here gives up the form of this browser: to begin anew, or to leave it. Where the
    organ works no more, what was filled in is still shown.
    """
    filling = kept_filling(request, organ_id)
    if request.method == "POST":
        return _given_up(request, organ_id, filling.key)
    if filling.closed is not None:
        return _kept_page(organ_id, filling, filling.closed)
    first = step_address(organ_id, Step.KIND, record=number_of(request.GET.get("record", "")))
    context = {"filling": filling, "organ": filling.organ.card, "record": request.GET.get("record")}
    if filling.sent_just_now():
        return render(request, "portal/apply_sent.html", {**context, "is_new": True})
    if filling.answers:
        return render(request, "portal/apply_resume.html", context)
    response = redirect(first)
    if filling.sent():
        drop_key(request, response, organ_id)
    return response


def _kept_page(organ_id: int, filling: Filling, closed: NotFound) -> HttpResponse:
    if filling.draft is None:
        raise closed
    return redirect(step_address(organ_id, Step.CHECK))


def _given_up(request: HttpRequest, organ_id: int, key: str) -> HttpResponse:
    if key:
        discard_draft(key=key)
    close(request)
    if request.POST.get("then") == "leave":
        messages.success(request, _("What was filled in is deleted from here."))
        response = redirect("portal:apply")
    else:
        record = number_of(request.POST.get("record", ""))
        response = redirect(step_address(organ_id, Step.KIND, record=record))
    drop_key(request, response, organ_id)
    return response


def _to_apply_to(regions: list[RegionNode]) -> list[RegionNode]:
    bound = (
        replace(one, organs=tuple(card for card in one.organs if can_apply_to(card.kind)))
        for one in regions
    )
    return [region for region in bound if region.organs]


def _record(request: GongkaiRequest) -> RecordPage | None:
    record_id = number_of(request.GET.get("record", ""))
    return record_page(request.viewer, record_id) if record_id else None


def rules_here() -> Rules:
    """Return what the regime of this installation says."""
    limits, form = regime(settings.REGIME), application_regimes()[settings.REGIME]
    reply, correction = limits.limit(LimitKey.REPLY), limits.limit(LimitKey.CORRECTION)
    return Rules(
        reply_days=reply.amount.number if reply.amount else 0,
        extension=reply.extension.amount if reply.extension else 0,
        correction_days=correction.amount.number if correction.amount else 0,
        confirms_receipt=form.confirms_receipt,
        receipt_note=in_reader_language(form.receipt_note_zh, form.receipt_note),
        basis=in_reader_language(form.form_basis_zh, form.form_basis),
        asks_purpose=form.purpose_asked,
        asks_waiver=form.waiver_asked,
        envelope=_("Write 政府信息公开申请 on the envelope."),
    )
