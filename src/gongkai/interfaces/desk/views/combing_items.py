"""The items of a backlog, decided and registered in a list; what was public, looked at again."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import RELEASERS, acting_as
from gongkai.interfaces.desk.choices import grouped_grounds
from gongkai.interfaces.desk.forms.combing import (
    CorrectForm,
    DecisionForm,
    ItemFilter,
    PublicFilter,
    RecheckForm,
    TakeBackForm,
)
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import FORM_METHODS, FormPage, desk_page, form_page, sent_in
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.views.combing_organ import organ_crumbs
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import page_number, pages_of
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role
from gongkai.oversight.combing_access import works_for
from gongkai.oversight.operations.combing_items import (
    Outcome,
    adopt_proposals,
    ask_registration,
    decide_items,
    register_items,
)
from gongkai.oversight.operations.combing_rechecks import (
    confirm_public,
    correct_public,
    withdraw_public,
)
from gongkai.oversight.queries.combing_campaigns import campaign
from gongkai.oversight.queries.combing_items import combing_items as items_of_organ
from gongkai.oversight.queries.combing_progress import organ_progress
from gongkai.oversight.queries.combing_rechecks import public_records
from gongkai.oversight.rules.combing import RecheckOutcome
from gongkai.release.wording import OBSTACLES

PER_PAGE = 50
STAYS, CORRECT, WITHDRAW = (outcome.value for outcome in RecheckOutcome)
_FORMS: Mapping[str, type[GongkaiForm]] = {
    STAYS: ConfirmForm,
    CORRECT: CorrectForm,
    WITHDRAW: TakeBackForm,
}


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def combing_items(request: HttpRequest, campaign_id: int, organ_id: int) -> HttpResponse:
    """Show the items of an organ; decide the chosen ones, adopt their proposals, register them."""
    viewer = viewer_of(request)
    found = campaign(viewer, campaign_id, on=today())
    narrowed = ItemFilter(request.GET)
    number = page_number(request.GET.get("page"))
    lines = items_of_organ(
        viewer,
        campaign_id=campaign_id,
        organ_id=organ_id,
        **narrowed.wanted(),
        page=number,
        size=PER_PAGE,
    )
    form = DecisionForm(sent_in(request), grounds=grouped_grounds(), prefix="as")
    chosen = _chosen(request)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=organ_id)
            _do(request, form, actor, campaign_id, organ_id, chosen)
            return redirect(request.get_full_path())
    context = {
        "campaign": found,
        "organ_id": organ_id,
        "filter": narrowed,
        "is_filtered": any(narrowed.wanted().values()),
        "lines": lines.items,
        "total": lines.total,
        "pages": pages_of(items=lines.total, number=number, per_page=PER_PAGE),
        "form": form,
        "chosen": chosen,
        "may_decide": found.is_running and viewer.holds(Role.CLERK, organ_id=organ_id),
        "is_own": organ_id in works_for(viewer),
        "crumbs": organ_crumbs(found, organ_id, _("Items of the backlog")),
    }
    return desk_page(request, "desk/combing_items.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def combing_register(request: HttpRequest, campaign_id: int, organ_id: int) -> HttpResponse:
    """Have all decided items of the organ registered."""
    viewer = viewer_of(request)
    found = campaign(viewer, campaign_id, on=today())
    figures = organ_progress(viewer, campaign_id, organ_id, on=today())
    if organ_id not in works_for(viewer):
        raise NotFound(_("There is no such page."))
    actor = acting_as(request, Role.CLERK, organ_id=organ_id)
    form = ConfirmForm(sent_in(request))
    back = reverse("desk:combing_organ", args=[campaign_id, organ_id])
    if request.method == "POST":
        with refusals_on(form):
            ask_registration(actor=actor, campaign_id=campaign_id, organ_id=organ_id)
            messages.success(
                request,
                _(
                    "They are being registered. The figures show how far. What cannot be "
                    "registered stays among the decided items: registered singly, it says why."
                ),
            )
            return redirect(back)
    waiting = figures.total - figures.undecided - figures.registered
    title = _("Register all decided items")
    said = FormPage(
        title=title,
        lead=ngettext(
            "%(number)d item becomes a draft; the review chain goes on from there.",
            "%(number)d items become drafts; the review chain goes on from there.",
            waiting,
        )
        % {"number": waiting},
        submit=_("Register"),
        cancel_url=back,
        crumbs=organ_crumbs(found, organ_id, title),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def combing_public(request: HttpRequest, campaign_id: int, organ_id: int) -> HttpResponse:
    """Show what was public before; say of the chosen ones what becomes of them."""
    viewer = viewer_of(request)
    found = campaign(viewer, campaign_id, on=today())
    narrowed = PublicFilter(request.GET)
    number = page_number(request.GET.get("page"))
    lines = public_records(
        viewer,
        campaign_id=campaign_id,
        organ_id=organ_id,
        outcome=narrowed.wanted(),
        page=number,
        size=PER_PAGE,
    )
    does, seen = str(request.POST.get("do", "")), _seen(request)
    may_correct = viewer.holds(Role.CLERK, organ_id=organ_id)
    becomes = RecheckForm(sent_in(request), may_correct=may_correct)
    forms = {name: make(request.POST if does == name else None) for name, make in _FORMS.items()}
    form = forms[does] if becomes.is_valid() else becomes
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *RELEASERS, organ_id=organ_id)
            _look(does, form, actor, campaign_id, organ_id, seen)
            messages.success(request, _looked(does, len(seen)))
            return redirect(request.get_full_path())
    context = {
        "campaign": found,
        "organ_id": organ_id,
        "filter": narrowed,
        "lines": [(line, [OBSTACLES[one] for one in line.obstacles]) for line in lines.items],
        "total": lines.total,
        "pages": pages_of(items=lines.total, number=number, per_page=PER_PAGE),
        "form": form,
        "forms": forms,
        "becomes": becomes,
        "chosen": request.POST.getlist("chosen"),
        "may_look": found.is_running
        and any(viewer.holds(role, organ_id=organ_id) for role in RELEASERS),
        "is_own": organ_id in works_for(viewer),
        "crumbs": organ_crumbs(found, organ_id, _("Public before")),
    }
    return desk_page(request, "desk/combing_public.html", context)


def _chosen(request: HttpRequest) -> list[int]:
    typed = request.POST.getlist("chosen")
    return [int(said) for said in typed if _is_number(said)]


def _seen(request: HttpRequest) -> dict[int, int]:
    """Return the chosen records with the versions that the list showed of them."""
    pairs = [said.split(".") for said in request.POST.getlist("chosen")]
    return {
        int(pair[0]): int(pair[1])
        for pair in pairs
        if len(pair) == 2 and all(map(_is_number, pair))
    }


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 18


def _do(
    request: HttpRequest,
    form: DecisionForm,
    actor: Actor,
    campaign_id: int,
    organ_id: int,
    chosen: list[int],
) -> None:
    of = {"campaign_id": campaign_id, "organ_id": organ_id}
    match request.POST.get("do"):
        case "adopt":
            outcome = adopt_proposals(actor=actor, **of, item_ids=chosen)
        case "register":
            outcome = register_items(actor=actor, **of, item_ids=chosen)
        case _:
            outcome = decide_items(actor=actor, **of, item_ids=chosen, decision=form.decision())
    _tell(request, outcome)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    said = ngettext("Done for %(number)d item.", "Done for %(number)d items.", outcome.done) % {
        "number": outcome.done
    }
    if outcome.left:
        said += " " + ngettext(
            "%(number)d was left as it is: registered already, or nothing is proposed or decided.",
            "%(number)d were left as they are: registered already, or nothing is proposed or "
            "decided.",
            outcome.left,
        ) % {"number": outcome.left}
    messages.success(request, said)
    for title, why in outcome.refused:
        messages.error(request, _("%(title)s: %(why)s") % {"title": title, "why": why})


def _look(
    does: str,
    form: GongkaiForm,
    actor: Actor,
    campaign_id: int,
    organ_id: int,
    seen: Mapping[int, int],
) -> None:
    if does == STAYS or not seen:
        confirm_public(actor=actor, campaign_id=campaign_id, organ_id=organ_id, seen=seen)
        return
    act: Callable[..., object] = correct_public if does == CORRECT else withdraw_public
    said = {"actor": actor, "campaign_id": campaign_id, "organ_id": organ_id, **form.cleaned_data}
    # All of them or none: who is refused one finds the rest still chosen.
    with transaction.atomic():
        for record_id in seen:
            act(record_id=record_id, **said)


def _looked(does: str, number: int) -> str:
    said = {
        STAYS: ngettext("%(number)d stays public.", "%(number)d stay public.", number),
        CORRECT: ngettext(
            "%(number)d new version is begun. Find it in your queue.",
            "%(number)d new versions are begun. Find them in your queue.",
            number,
        ),
        WITHDRAW: ngettext(
            "%(number)d is hidden at once. A second person confirms it or restores it.",
            "%(number)d are hidden at once. A second person confirms or restores them.",
            number,
        ),
    }
    return said[does] % {"number": number}
