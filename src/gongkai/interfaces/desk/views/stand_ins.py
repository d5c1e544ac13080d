"""Who stands in for whom: ordered and ended by the person in charge."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organs_of, people_of
from gongkai.interfaces.desk.forms.people import StandInForm
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    SETTINGS_ROLES,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.operations import end_stand_in, order_stand_in
from gongkai.organs.queries import StandInLine, organ_cards, stand_ins_of_organ


@audience(Audience.STAFF)
@require_safe
def stand_ins(request: HttpRequest) -> HttpResponse:
    """Show the substitutions of the viewer's organs."""
    viewer = viewer_of(request)
    organs = organ_cards(viewer.organs_as(*SETTINGS_ROLES))
    lists = [
        {
            "organ": card,
            "lines": stand_ins_of_organ(viewer, organ_id, on=today()),
            "may_order": viewer.holds(Role.PERSON_IN_CHARGE, organ_id=organ_id),
        }
        for organ_id, card in organs.items()
    ]
    context = {"lists": lists, "crumbs": crumbs((_("Stand-ins"), ""))}
    return desk_page(request, "desk/stand_ins.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def order(request: HttpRequest) -> HttpResponse:
    """Order a stand-in."""
    viewer = viewer_of(request)
    organ_ids = viewer.organs_as(Role.PERSON_IN_CHARGE)
    if not organ_ids:
        raise NotFound(_("There is no such page."))
    form = StandInForm(
        sent_in(request),
        organs=organs_of(viewer, Role.PERSON_IN_CHARGE),
        people=people_of(viewer, organ_ids),
        initial={"from_on": today()},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            values = dict(form.cleaned_data)
            order_stand_in(
                actor=acting_as(request, Role.PERSON_IN_CHARGE, organ_id=values["organ_id"]),
                role=Role(values.pop("role")),
                **values,
            )
            messages.success(request, _("The stand-in is ordered; letters and trail name both."))
            return redirect("desk:stand_ins")
    title = _("Order a stand-in")
    lead = _("For the days given, one person does the role of another who is away.")
    return form_page(request, form, _page(title, lead, _("Order the stand-in")))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, organ_id: int, stand_in_id: int) -> HttpResponse:
    """End a substitution early."""
    line = _line(viewer_of(request), organ_id, stand_in_id)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, Role.PERSON_IN_CHARGE, organ_id=organ_id)
            end_stand_in(actor=actor, stand_in_id=stand_in_id)
            messages.success(request, _("The substitution has ended."))
            return redirect("desk:stand_ins")
    facts = [
        SummaryRow(_("Person who is away"), line.absent_name),
        SummaryRow(_("Person who stands in"), line.stand_in_name),
        SummaryRow(_("Role"), line.role_label),
        SummaryRow(_("Until this day, included"), day(line.until_on)),
    ]
    page = _page(_("End the substitution"), _("It ends at once."), _("End"), facts, "warning")
    return form_page(request, form, page)


def _line(viewer: Viewer, organ_id: int, stand_in_id: int) -> StandInLine:
    if not viewer.holds(Role.PERSON_IN_CHARGE, organ_id=organ_id):
        raise NotFound(_("There is no such page."))
    lines = stand_ins_of_organ(viewer, organ_id, on=today())
    found = next((line for line in lines if line.id == stand_in_id and not line.is_over), None)
    if found is None:
        raise NotFound(_("There is no such substitution."))
    return found


def _page(
    title: str, lead: str, submit: str, facts: list[SummaryRow] | None = None, kind: str = ""
) -> FormPage:
    back = reverse("desk:stand_ins")
    return FormPage(
        title=title,
        lead=lead,
        submit=submit,
        cancel_url=back,
        kind=kind,
        facts=facts or (),
        crumbs=crumbs((_("Stand-ins"), back), (title, "")),
    )
