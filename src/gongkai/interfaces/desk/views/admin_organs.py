"""Regions and organs, entered by the administrator. Doubts about codes warn and never block."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import administrator
from gongkai.interfaces.desk.choices import Choices, all_organs, organ_name, organs_with, regions
from gongkai.interfaces.desk.forms.organ import ChangeOrganForm, OrganForm, RegionForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.once import submitted_once
from gongkai.organs.models.organ import Level, OrganKind
from gongkai.organs.operations import change_organ, create_organ, create_region
from gongkai.organs.queries import OrganPage, RegionNode, code_doubts, organ_page, organ_tree


@audience(Audience.ADMINISTRATOR)
@require_safe
def organs(request: HttpRequest) -> HttpResponse:
    """Show every division with its organs."""
    rows = [row for node in organ_tree() for row in _flat(node, 0)]
    context = {"regions": rows, "crumbs": crumbs((_("Regions and organs"), ""))}
    return desk_page(request, "desk/organs.html", context)


@audience(Audience.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def new_region(request: HttpRequest) -> HttpResponse:
    """Enter a division."""
    form = RegionForm(sent_in(request), regions=regions())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            create_region(actor=administrator(request), **form.cleaned_data)
            messages.success(request, _("The region is entered."))
            return redirect("desk:organs")
    return form_page(request, form, _page(_("Enter a region"), _("Enter")))


@audience(Audience.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def new_organ(request: HttpRequest) -> HttpResponse:
    """Enter an organ."""
    form = OrganForm(sent_in(request), regions=regions(), organs=all_organs())
    if request.method == "POST" and form.is_valid():
        values = form.values()
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                made = create_organ(actor=administrator(request), **values)
                submission.result = reverse("desk:organ", args=[made.pk])
                messages.success(request, _("The organ is entered."))
        if not form.errors:
            return redirect(submission.result)
    return form_page(request, form, _page(_("Enter an organ"), _("Enter")))


@audience(Audience.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def organ(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show an organ with the doubts about its codes, and change it."""
    page = organ_page(organ_id)
    form = ChangeOrganForm(sent_in(request), organs=_superiors(page), initial=_values_of(page))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_organ(actor=administrator(request), organ_id=organ_id, **form.values())
            messages.success(request, _("The organ is changed."))
            return redirect("desk:organ", organ_id=organ_id)
    said = _page(organ_name(page.card), _("Save"), facts=_facts_of(page))
    context = {
        "form": form,
        "said": said,
        "crumbs": said.crumbs,
        "doubts": code_doubts(organ_id),
        "is_working": page.card.is_active,
        "organ_id": organ_id,
    }
    return desk_page(request, "desk/organ.html", context)


def _flat(node: RegionNode, depth: int) -> list[dict[str, object]]:
    here = {"node": node, "depth": depth, "level": Level(node.level).label}
    return [here, *(row for child in node.children for row in _flat(child, depth + 1))]


def _page(title: str, submit: str, facts: list[SummaryRow] | None = None) -> FormPage:
    back = reverse("desk:organs")
    return FormPage(
        title=title,
        submit=submit,
        cancel_url=back,
        facts=facts or (),
        crumbs=crumbs((_("Regions and organs"), back), (title, "")),
    )


def _facts_of(page: OrganPage) -> list[SummaryRow]:
    assigned = _("assigned by the platform") if page.code_is_assigned else ""
    code = f"{page.organisation_code} ({assigned})" if assigned else page.organisation_code
    return [
        SummaryRow(_("Organisation code"), code),
        SummaryRow(_("Region"), f"{page.card.region_code} {page.card.region_name}"),
        SummaryRow(_("Level"), Level(page.card.level).label),
        SummaryRow(_("Kind"), OrganKind(page.card.kind).label),
    ]


def _superiors(page: OrganPage) -> Choices:
    """Return what the organ can stand below, also a superior of now that works no more."""
    present = (page.superior, page.line_superior)
    gone = {card.id for card in present if card is not None and not card.is_active}
    return [*organs_with(gone), *all_organs()]


def _values_of(page: OrganPage) -> dict[str, object]:
    card = page.card
    return {
        "name": card.name,
        "short_name": "" if card.short_name == card.name else card.short_name,
        "name_en": card.name_en,
        "kind": card.kind,
        "parent_id": card.parent_id,
        "line_superior_id": page.line_superior.id if page.line_superior else None,
        "is_led_from_above": page.is_led_from_above,
        "is_active": card.is_active,
    }
