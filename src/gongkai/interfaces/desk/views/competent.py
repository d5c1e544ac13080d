"""The competent department's pages: organs below, leaves to share steps, steps handed over."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import competent_for, guided_by
from gongkai.interfaces.desk.choices import Choices, organ_name, organs_with
from gongkai.interfaces.desk.forms.competent import HandoverForm, SharedStepsForm
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    OVERSIGHT_ROLES,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.wording import CATEGORY_NAMES
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import OrganCard, organ_cards, organs_above, overseen_by
from gongkai.records.queries import category_counts
from gongkai.records.rules.vocabulary import Category
from gongkai.review.models.proposal import StepKind
from gongkai.review.operations import (
    allow_shared_steps,
    end_handover,
    end_shared_steps,
    hand_over_step,
)
from gongkai.review.queries import (
    HandoverLine,
    handovers_of,
    leaves_of,
    shared_steps_report,
)


@audience(Audience.STAFF)
@require_safe
def organs_below(request: HttpRequest) -> HttpResponse:
    """Show the organs below with their records by category: figures, never content."""
    viewer = _overseer(request)
    counts = Counter[tuple[int, str]]()
    for line in category_counts(viewer):
        counts[line.organ_id, line.category] += line.count
    guided = guided_by(viewer)
    lines = [
        {
            "name": organ_name(card),
            "counts": [
                (CATEGORY_NAMES[category.value], counts[organ_id, category.value])
                for category in Category
            ],
            "merge_url": _merge_url(card) if organ_id in guided else "",
        }
        for organ_id, card in organ_cards(overseen_by(viewer)).items()
    ]
    context = {
        "lines": lines,
        "categories": [CATEGORY_NAMES[category.value] for category in Category],
        "crumbs": crumbs((_("Organs below"), "")),
    }
    return desk_page(request, "desk/organs_below.html", context)


def _merge_url(card: OrganCard) -> str:
    return reverse("desk:merge_organ", args=[card.id]) if card.is_active else ""


@audience(Audience.STAFF)
@require_safe
def shared_steps(request: HttpRequest) -> HttpResponse:
    """Show the leaves to share steps, and every use that was made of them."""
    viewer = _overseer(request)
    context = {
        "leaves": leaves_of(viewer),
        "uses": shared_steps_report(viewer),
        "may_allow": bool(viewer.organs_as(Role.COMPETENT_DEPARTMENT)),
        "today": today(),
        "crumbs": crumbs((_("Shared steps"), "")),
    }
    return desk_page(request, "desk/shared_steps.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def allow_sharing(request: HttpRequest) -> HttpResponse:
    """Give a small organ leave to share the three steps between two people."""
    viewer = _competent(request)
    form = SharedStepsForm(sent_in(request), organs=_below(viewer), initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            values = form.cleaned_data
            actor = competent_for(request, values["organ_id"])
            allow_shared_steps(actor=actor, **values)
            messages.success(request, _("The leave is given. Every use of it is reported here."))
            return redirect("desk:shared_steps")
    back, title = reverse("desk:shared_steps"), _("Give leave to share steps")
    said = FormPage(
        title=title,
        lead=_(
            "Two people may then propose, review and approve together. Nobody ever reviews what "
            "they proposed, and nobody does all three."
        ),
        submit=_("Give leave"),
        cancel_url=back,
        crumbs=crumbs((_("Shared steps"), back), (title, "")),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def end_sharing(request: HttpRequest, leave_id: int) -> HttpResponse:
    """Take a leave back."""
    viewer = _competent(request)
    leave = next((line for line in leaves_of(viewer) if line.id == leave_id), None)
    if leave is None:
        raise NotFound(_("There is no such leave."))
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = competent_for(request, leave.organ_id)
            end_shared_steps(actor=actor, shared_steps_id=leave_id)
            messages.success(request, _("The leave has ended."))
            return redirect("desk:shared_steps")
    back, title = reverse("desk:shared_steps"), _("End the leave")
    said = FormPage(
        title=title,
        lead=leave.organ_name,
        submit=_("End"),
        kind="warning",
        cancel_url=back,
        crumbs=crumbs((_("Shared steps"), back), (title, "")),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """Show the steps that are handed over."""
    viewer = _competent(request)
    context = {
        "lines": _handovers_below(viewer),
        "today": today(),
        "crumbs": crumbs((_("Steps handed over"), "")),
    }
    return desk_page(request, "desk/handovers.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand a step of a small organ to a superior organ."""
    viewer = _competent(request)
    guided = guided_by(viewer)
    # Nobody but an organ above another takes a step over: no neighbour is offered.
    superiors = viewer.organs_as(Role.COMPETENT_DEPARTMENT) | (guided & organs_above(*guided))
    form = HandoverForm(
        sent_in(request),
        organs=organs_with(guided),
        takers=organs_with(superiors),
        initial={"from_on": today()},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            values = dict(form.cleaned_data)
            kind = StepKind(values.pop("kind"))
            actor = competent_for(request, values["organ_id"])
            hand_over_step(actor=actor, kind=kind, **values)
            messages.success(request, _("The step is handed over."))
            return redirect("desk:handovers")
    back, title = reverse("desk:handovers"), _("Hand a step over")
    said = FormPage(
        title=title,
        lead=_("While it holds, the people of the superior organ decide this step."),
        submit=_("Hand over"),
        cancel_url=back,
        crumbs=crumbs((_("Steps handed over"), back), (title, "")),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def give_back(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Give a step back to its organ."""
    viewer = _competent(request)
    line = next((one for one in _handovers_below(viewer) if one.id == handover_id), None)
    if line is None:
        raise NotFound(_("There is no such handover."))
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = competent_for(request, line.organ_id)
            end_handover(actor=actor, handover_id=handover_id)
            messages.success(request, _("The organ decides the step itself again."))
            return redirect("desk:handovers")
    back, title = reverse("desk:handovers"), _("Give the step back")
    said = FormPage(
        title=title,
        lead=f"{line.organ_name} · {line.kind.label}",
        submit=_("Give back"),
        kind="warning",
        cancel_url=back,
        crumbs=crumbs((_("Steps handed over"), back), (title, "")),
    )
    return form_page(request, form, said)


def _overseer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if not viewer.organs_as(*OVERSIGHT_ROLES):
        raise NotFound(_("There is no such page."))
    return viewer


def _competent(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if not viewer.organs_as(Role.COMPETENT_DEPARTMENT):
        raise NotFound(_("There is no such page."))
    return viewer


def _below(viewer: Viewer) -> Choices:
    return organs_with(guided_by(viewer))


def _handovers_below(viewer: Viewer) -> list[HandoverLine]:
    return [line for organ_id in sorted(guided_by(viewer)) for line in handovers_of(organ_id)]
