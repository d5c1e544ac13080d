"""One step for many records: choose them on the list, look at what would happen, confirm."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import RELEASERS, acting_as
from gongkai.interfaces.desk.forms.bulk import PlanForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    records_crumb,
)
from gongkai.interfaces.desk.record_filters import filters_in
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Role, Viewer
from gongkai.records.access import STAFF
from gongkai.records.models import BulkKind
from gongkai.records.operations.bulk_steps import plan_steps
from gongkai.records.queries import bulk_runs, matching_records, organs_of_records
from gongkai.records.rules.bulk import MOST_RECORDS

ROLES: Mapping[str, Sequence[Role]] = {
    BulkKind.PROPOSE.value: (Role.CLERK,),
    BulkKind.SECRECY.value: (Role.SECRECY_REVIEWER,),
    BulkKind.LEGAL.value: (Role.LEGAL_REVIEWER,),
    BulkKind.APPROVAL.value: (Role.PERSON_IN_CHARGE,),
    BulkKind.RELEASE.value: RELEASERS,
    BulkKind.HIDE.value: RELEASERS,
}
_LEADS: Mapping[str, Promise] = {
    BulkKind.PROPOSE.value: gettext_lazy(
        "The note goes to the reviewers of each. What was returned needs an answer to the reasons."
    ),
    BulkKind.HIDE.value: gettext_lazy(
        "Everything is taken off at once where you confirm the next page; a second person then "
        "confirms or restores each. No title stays on a tombstone page."
    ),
}
"""Steps that need words before they are looked over."""


def steps_of(viewer: Viewer) -> list[tuple[str, Promise | str]]:
    """Return the steps that the viewer may take for many records."""
    names = dict(BulkKind.choices)
    return [(kind, names[kind]) for kind, roles in ROLES.items() if viewer.organs_as(*roles)]


@audience(Audience.STAFF)
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """Show the newest runs of the viewer's organs."""
    viewer = viewer_of(request)
    if not viewer.organs_as(*STAFF):
        raise NotFound(_("There is no such page."))
    context = {
        "runs": bulk_runs(viewer),
        "may_send": bool(viewer.organs_as(Role.CLERK)),
        "crumbs": crumbs(records_crumb(), (_("Work on many records"), "")),
    }
    return desk_page(request, "desk/bulk_runs.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def plan(request: HttpRequest) -> HttpResponse:
    """Take what was chosen on the list, ask for words where the step needs some, and plan it."""
    if request.method != "POST":
        return redirect("desk:records")
    form = PlanForm(_flat(request.POST))
    if form.is_valid():
        kind = BulkKind(form.cleaned_data["step"])
        if kind in _LEADS and not form.cleaned_data["asked"]:
            form = PlanForm(initial={**form.cleaned_data, "asked": True})
        else:
            with refusals_on(form):
                return redirect("desk:bulk_run", run_id=_planned(request, kind, form))
    step = str(form["step"].value() or "")
    if step != BulkKind.HIDE:
        form.fields.pop("reason")
    title = dict(BulkKind.choices).get(step, _("Work on many records"))
    said = FormPage(
        title=title,
        lead=_LEADS.get(step, ""),
        submit=_("Look at what would happen"),
        cancel_url=f"{reverse('desk:records')}?{form['query'].value() or ''}",
        crumbs=crumbs(records_crumb(), (title, "")),
    )
    return form_page(request, form, said)


def _flat(sent: QueryDict) -> QueryDict:
    flat = sent.copy()
    flat["record"] = ",".join(sent.getlist("record"))
    return flat


def _planned(request: HttpRequest, kind: BulkKind, form: PlanForm) -> int:
    values = form.cleaned_data
    if kind.value not in ROLES:
        raise NotFound(_("There is no such page."))
    viewer = viewer_of(request)
    record_ids = _chosen(viewer, values)
    organ_ids = organs_of_records(viewer, record_ids)
    roles = ROLES[kind.value]
    if organ_ids and not organ_ids & viewer.organs_as(*roles):
        raise NotAllowed(_("Your role does not permit this. Ask the person whose role it is."))
    organ_id = min(organ_ids & viewer.organs_as(*roles) or viewer.organs_as(*roles), default=0)
    run = plan_steps(
        actor=acting_as(request, *roles, organ_id=organ_id),
        kind=kind,
        record_ids=record_ids,
        reason=values.get("reason") or "",
        note=values["note"],
    )
    return run.pk


def _chosen(viewer: Viewer, values: Mapping[str, object]) -> tuple[int, ...]:
    if values["everything"]:
        filters = filters_in(viewer, str(values["query"]))
        return matching_records(viewer, filters, most=MOST_RECORDS + 1)
    said = str(values["record"]).split(",")
    return tuple(int(pk) for pk in said if pk.isdecimal() and len(pk) < 18)
