"""The pages of the form that ask: saved one by one, whatever is typed, and then checked."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.applications.operations import AlreadySent, AnswersTooLong, TooMuchFromHere
from gongkai.interfaces.portal.applying.beginning import answers_from, record_asked_for
from gongkai.interfaces.portal.applying.filling import Filling, filling_of
from gongkai.interfaces.portal.applying.layout import (
    FORM_METHODS,
    backward,
    comes_from_check,
    onward,
    step_address,
    step_page,
    to_receipt,
)
from gongkai.interfaces.portal.applying.public_already import public_already
from gongkai.interfaces.portal.applying.steps import Step
from gongkai.interfaces.portal.forms.application import FORMS, AnswersForm
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience


@audience(Audience.ANYONE)
@require_http_methods(FORM_METHODS)
def question(request: GongkaiRequest, organ_id: int, step: Step) -> HttpResponse:
    """Show a page of the form, or keep what was filled in on it and lead on."""
    filling = filling_of(request, organ_id)
    if filling.sent():
        return to_receipt(filling)
    if request.method == "POST":
        return _answered(request, filling, step)
    if filling.kind is None and step is not Step.KIND:
        return redirect(step_address(organ_id, Step.KIND))
    form = FORMS[step](kept=filling.answers, kind=filling.kind, regime=filling.regime)
    return _page(request, filling, step, form)


@audience(Audience.ANYONE)
@require_safe
def public_records(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show what lies open already before one goes on applying; lead on where nothing does."""
    filling = filling_of(request, organ_id)
    found = public_already(filling.answers, organ_id=organ_id)
    if filling.sent() or not found:
        return redirect(step_address(organ_id, Step.HOW))
    return step_page(
        request,
        filling,
        Step.WHAT,
        "portal/apply_public.html",
        offers=found,
        any_listed=any(offer.hit.is_listed for offer in found),
        title=_("Is it one of these?"),
        back_url=step_address(organ_id, Step.WHAT),
        onward_url=step_address(organ_id, Step.HOW),
    )


@audience(Audience.ANYONE)
@require_POST
def offers_inline(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Answer with a fragment while one describes: what lies open already. The form goes without.

    What is typed comes in the body: an address would leave it in every log on the way.
    """
    filling = filling_of(request, organ_id)
    form = FORMS[Step.WHAT](request.POST, kept={}, kind=filling.kind, regime=filling.regime)
    found = public_already(form.answers, organ_id=organ_id)
    return render(request, "portal/parts/offers_inline.html", {"offers": found})


def _answered(request: GongkaiRequest, filling: Filling, step: Step) -> HttpResponse:
    form = FORMS[step](request.POST, kept=filling.answers, kind=filling.kind, regime=filling.regime)
    form.full_clean()
    try:
        filling = filling.with_answers({**_begun_with(request, step), **form.answers})
    except AlreadySent:
        return to_receipt(filling)
    except (AnswersTooLong, TooMuchFromHere) as refusal:
        form.add_refusal(refusal)
        status = 429 if isinstance(refusal, TooMuchFromHere) else 200
        return _page(request, filling, step, form, status=status)
    if "back" in request.POST:
        return backward(request, filling, step)
    form.add_problems(filling.problems_on(step))
    if form.errors:
        return _page(request, filling, step, form)
    return _onward(request, filling, step)


def _onward(request: HttpRequest, filling: Filling, step: Step) -> HttpResponse:
    asks_back = step is Step.WHAT and not comes_from_check(request)
    response = onward(request, filling, step)
    if asks_back and public_already(filling.answers, organ_id=filling.organ_id):
        response.headers["Location"] = reverse("portal:apply_public", args=[filling.organ_id])
    return response


def _begun_with(request: GongkaiRequest, step: Step) -> Mapping[str, str]:
    """Return what the record that the reader came from fills in, on the first page alone."""
    if step is not Step.KIND:
        return {}
    return answers_from(record_asked_for(request.viewer, request.POST.get("record", "")))


def _page(
    request: GongkaiRequest, filling: Filling, step: Step, form: AnswersForm, *, status: int = 200
) -> HttpResponse:
    said = request.POST.get("record") or request.GET.get("record", "")
    record = record_asked_for(request.viewer, said) if step is Step.KIND else None
    return step_page(
        request,
        filling,
        step,
        "portal/apply_question.html",
        form=form,
        record=record,
        status=status,
    )
