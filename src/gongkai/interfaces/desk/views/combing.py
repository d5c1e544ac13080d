"""Combing campaigns: the list, one campaign with its organs, and ordering it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organs_with
from gongkai.interfaces.desk.combing_sheets import progress_csv, progress_xlsx
from gongkai.interfaces.desk.combing_words import FIGURES, chart_of, figures_of
from gongkai.interfaces.desk.forms.combing import PlanForm
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role
from gongkai.organs.queries import OrganCard, organ_cards
from gongkai.oversight.combing_access import area_of, counted_by
from gongkai.oversight.operations.combing_campaigns import (
    CampaignPlan,
    alter_campaign,
    close_campaign,
    draft_campaign,
    open_campaign,
)
from gongkai.oversight.queries.combing_campaigns import (
    CampaignLine,
    campaign,
    campaign_organs,
    campaigns,
)
from gongkai.oversight.queries.combing_progress import Progress, overview, progress
from gongkai.release.doors import made_here

Label = str | Promise
_FILES: dict[str, tuple[Callable[[Progress], bytes], str]] = {
    "csv": (progress_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        progress_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@audience(Audience.STAFF)
@require_safe
def combing(request: HttpRequest) -> HttpResponse:
    """Show the campaigns that concern the viewer."""
    viewer = viewer_of(request)
    is_guide = bool(viewer.organs_as(Role.COMPETENT_DEPARTMENT))
    if not is_guide and not counted_by(viewer):
        raise NotFound(_("There is no such page."))
    context = {
        "lines": campaigns(viewer, on=today()),
        "may_order": is_guide,
        "crumbs": crumbs((_("Combing"), "")),
    }
    return desk_page(request, "desk/combing.html", context)


@audience(Audience.STAFF)
@require_safe
def combing_campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show a campaign: its plan, the figures of its organs, what is left day by day."""
    found = overview(viewer_of(request), campaign_id, on=today())
    counted = found.progress
    context = {
        "campaign": found.line,
        "progress": counted,
        "figures": FIGURES,
        "rows": [
            (line.organ, figures_of(line.figures)) for line in (counted.organs if counted else ())
        ],
        "whole": figures_of(counted.whole) if counted else [],
        "chart": chart_of(found.points),
        "organs": found.organs,
        "opens": found.opened,
        "crumbs": crumbs(combing_crumb(), (found.line.title, "")),
    }
    return desk_page(request, "desk/combing_campaign.html", context)


@audience(Audience.STAFF)
@require_safe
def combing_export(request: HttpRequest, campaign_id: int, ending: str) -> HttpResponseBase:
    """Hand over the figures of the organs as a file."""
    viewer = viewer_of(request)
    found = campaign(viewer, campaign_id, on=today())
    if ending not in _FILES:
        raise NotFound(_("There is no such file."))
    write, media_type = _FILES[ending]
    content = write(progress(viewer, campaign_id, on=today()))
    return hand_over(
        made_here(
            door=None,
            name=f"{found.title}.{ending}",
            media_type=media_type,
            content=content,
            what=f"combing:{campaign_id}",
        )
    )


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def combing_new(request: HttpRequest) -> HttpResponse:
    """Prepare a campaign."""
    guided = viewer_of(request).organs_as(Role.COMPETENT_DEPARTMENT)
    if not guided:
        raise NotFound(_("There is no such page."))
    form = PlanForm(sent_in(request), cards=_below(*sorted(guided)), own=organs_with(guided))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            organ_id = form.cleaned_data.get("organ_id") or min(guided)
            actor = acting_as(request, Role.COMPETENT_DEPARTMENT, organ_id=organ_id)
            made = draft_campaign(
                actor=actor, organ_id=organ_id, plan=_plan(form, area_of(organ_id) - {organ_id})
            )
            messages.success(request, _("Prepared. Look at it once more, then begin it."))
            return redirect("desk:combing_campaign", campaign_id=made.pk)
    said = FormPage(
        title=_("Prepare a combing campaign"),
        submit=_("Save"),
        cancel_url=reverse("desk:combing"),
        lead=_("The organs see nothing of it before you begin it."),
        crumbs=crumbs(combing_crumb(), (_("Prepare a combing campaign"), "")),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def combing_alter(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Alter a campaign that is not closed."""
    found, actor = _ours(request, campaign_id)
    cards = _below(found.organ_id, taking_part=campaign_organs(campaign_id))
    form = PlanForm(sent_in(request), cards=cards, initial=_said(found))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            alter_campaign(actor=actor, campaign_id=campaign_id, plan=_plan(form))
            messages.success(request, _("Altered. What changed stands in the trail."))
            return redirect("desk:combing_campaign", campaign_id=campaign_id)
    return form_page(request, form, _about(found, _("Alter the campaign"), _("Save")))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def combing_open(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Begin a campaign."""
    return _move(
        request,
        campaign_id,
        open_campaign,
        title=gettext_lazy("Begin the campaign"),
        lead=gettext_lazy("From now on its organs see it and send in their backlog."),
        done=gettext_lazy("Begun. The organs find it in their side list."),
    )


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def combing_close(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Close a campaign, with what is left open."""
    return _move(
        request,
        campaign_id,
        close_campaign,
        title=gettext_lazy("Close the campaign"),
        lead=gettext_lazy(
            "Nobody can send in or decide after that. What is left open stays listed."
        ),
        done=gettext_lazy("Closed. What was left open stays listed here."),
    )


def combing_crumb() -> tuple[Label, str]:
    """Return the step of the breadcrumbs that leads to the campaigns."""
    return (_("Combing"), reverse("desk:combing"))


def _move(
    request: HttpRequest,
    campaign_id: int,
    operation: Callable[..., object],
    *,
    title: Label,
    lead: Label,
    done: Label,
) -> HttpResponse:
    found, actor = _ours(request, campaign_id)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            operation(actor=actor, campaign_id=campaign_id)
            messages.success(request, str(done))
            return redirect("desk:combing_campaign", campaign_id=campaign_id)
    return form_page(request, form, _about(found, title, title, lead=lead))


def _ours(request: HttpRequest, campaign_id: int) -> tuple[CampaignLine, Actor]:
    found = campaign(viewer_of(request), campaign_id, on=today())
    return found, acting_as(request, Role.COMPETENT_DEPARTMENT, organ_id=found.organ_id)


def _about(found: CampaignLine, title: Label, submit: Label, *, lead: Label = "") -> FormPage:
    back = reverse("desk:combing_campaign", args=[found.id])
    return FormPage(
        title=title,
        submit=submit,
        lead=lead,
        cancel_url=back,
        crumbs=crumbs(combing_crumb(), (found.title, back), (title, "")),
    )


def _below(*organ_ids: int, taking_part: frozenset[int] = frozenset()) -> list[OrganCard]:
    """Return the working organs below, and those that take part already whatever became of them."""
    below = {pk for own in organ_ids for pk in area_of(own) - {own}}
    cards = organ_cards(below | taking_part)
    return [card for card in cards.values() if card.is_active or card.id in taking_part]


def _plan(form: PlanForm, area: frozenset[int] | None = None) -> CampaignPlan:
    said = form.cleaned_data
    return CampaignPlan(
        title=said["title"],
        from_on=said["from_on"],
        until_on=said["until_on"],
        due_on=said["due_on"],
        organ_ids=form.organ_ids(area),
        instructions=said["instructions"],
    )


def _said(found: CampaignLine) -> dict[str, object]:
    return {
        "title": found.title,
        "from_on": found.from_on,
        "until_on": found.until_on,
        "due_on": found.due_on,
        "scope": "organs",
        "organs": [str(pk) for pk in campaign_organs(found.id)],
        "instructions": found.instructions,
    }
