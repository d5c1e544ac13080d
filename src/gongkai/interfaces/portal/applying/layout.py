"""What every page of the form shows besides its question: where one is, and the way back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.interfaces.portal.applying.filling import Filling
from gongkai.interfaces.portal.applying.form_keys import keep_key
from gongkai.interfaces.portal.applying.steps import ORDER, TITLES, Step

FORM_METHODS = ["GET", "HEAD", "POST"]
_BACK_TO_CHECK = "check"
"""`?then=check`: who changes one page comes back to the check."""


def step_address(organ_id: int, step: Step, **query: str | int | None) -> str:
    """Return where a page of the form lies."""
    said = urlencode({name: value for name, value in query.items() if value})
    address = reverse(step.route, args=[organ_id])
    return f"{address}?{said}" if said else address


def step_page(
    request: HttpRequest,
    filling: Filling,
    step: Step,
    template: str,
    *,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """Answer with a page of the form; the browser keeps the key of what it is filling in."""
    shown: dict[str, object] = {
        "filling": filling,
        "organ": filling.organ.card,
        "step": step,
        "steps": len(ORDER),
        "title": TITLES[step],
        "back_url": _back(request, filling, step),
    }
    response = render(request, template, shown | context, status=status)
    return _with_key(request, response, filling)


def comes_from_check(request: HttpRequest) -> bool:
    """Say whether the reader came to change something and goes back to the check."""
    return request.GET.get("then") == _BACK_TO_CHECK


def same_page(request: HttpRequest, filling: Filling, step: Step) -> str:
    """Return the address of the page once more, with the way back that it had."""
    then = _BACK_TO_CHECK if comes_from_check(request) else ""
    return step_address(filling.organ_id, step, then=then)


def onward(request: HttpRequest, filling: Filling, step: Step) -> HttpResponse:
    """Lead to the page after this one, or back to the check for who came from there."""
    after = step.next
    if filling.kind is None:
        after = Step.KIND
    elif comes_from_check(request):
        after = Step.CHECK
    return _with_key(request, redirect(step_address(filling.organ_id, after)), filling)


def backward(request: HttpRequest, filling: Filling, step: Step) -> HttpResponse:
    """Lead back to the page before; what was filled in here is kept."""
    return _with_key(request, redirect(_back(request, filling, step)), filling)


def to_receipt(filling: Filling) -> HttpResponse:
    """Lead to the receipt of a form that was sent."""
    return redirect("portal:apply_receipt", filling.organ_id)


def _back(request: HttpRequest, filling: Filling, step: Step) -> str:
    if filling.closed is not None:
        return reverse("portal:apply")
    if comes_from_check(request):
        return step_address(filling.organ_id, Step.CHECK)
    if step.previous is None:
        return f"{reverse('portal:apply')}?organ={filling.organ_id}"
    return step_address(filling.organ_id, step.previous)


def _with_key(request: HttpRequest, response: HttpResponse, filling: Filling) -> HttpResponse:
    if filling.draft is not None:
        keep_key(request, response, filling.organ_id, filling.key)
    return response
