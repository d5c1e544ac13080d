"""A combing campaign at one organ: its figures, and the tables of its backlog."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organ_name
from gongkai.interfaces.desk.combing_sheets import (
    columns_in_order,
    template_file,
    wrong_rows_file,
)
from gongkai.interfaces.desk.combing_words import FIGURES, chart_of, figures_of
from gongkai.interfaces.desk.forms.combing import TableForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    Label,
    crumbs,
    desk_page,
    files_in,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.views.combing import combing_crumb
from gongkai.interfaces.desk.wording import CATEGORY_NAMES, name_of
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Crumb, page_number, pages_of
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.organs.queries import organ_cards
from gongkai.oversight.combing_access import overseen, works_for
from gongkai.oversight.combing_wording import CELL_FAULTS, HEADINGS, refusal_text
from gongkai.oversight.operations.combing_intake import leave_intake, send_table, take_intake
from gongkai.oversight.queries.combing_campaigns import CampaignLine, campaign
from gongkai.oversight.queries.combing_items import (
    IntakeLine,
    IntakeRow,
    faulty_rows,
    intake,
    intake_rows,
    intakes,
)
from gongkai.oversight.queries.combing_progress import burn_down_of, organ_progress
from gongkai.oversight.rules.combing import IntakeState
from gongkai.oversight.rules.combing_table import Column
from gongkai.release.doors import made_here

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 50


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def combing_organ(request: HttpRequest, campaign_id: int, organ_id: int) -> HttpResponse:
    """Show how far the organ has come and its tables; take a table in."""
    viewer = viewer_of(request)
    found = campaign(viewer, campaign_id, on=today())
    figures = organ_progress(viewer, campaign_id, organ_id, on=today())
    form = TableForm(sent_in(request), files_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            sent = form.cleaned_data["table"]
            taken = send_table(
                actor=acting_as(request, Role.CLERK, organ_id=organ_id),
                campaign_id=campaign_id,
                organ_id=organ_id,
                name=sent.name,
                stream=sent.file,
            )
            return redirect("desk:combing_table", intake_id=taken.pk)
    context = {
        "campaign": found,
        "organ_id": organ_id,
        "name": organ_name(organ_cards([organ_id])[organ_id]),
        "figures": list(zip(FIGURES, figures_of(figures), strict=True)),
        "counted": figures,
        "chart": chart_of(burn_down_of(viewer, campaign_id, on=today(), organ_id=organ_id)),
        "intakes": intakes(viewer, campaign_id=campaign_id, organ_id=organ_id),
        "form": form,
        "may_send": found.is_running and viewer.holds(Role.CLERK, organ_id=organ_id),
        "reads_items": organ_id in works_for(viewer) | overseen(viewer),
        "is_own": organ_id in works_for(viewer),
        "crumbs": organ_crumbs(found, organ_id),
    }
    return desk_page(request, "desk/combing_organ.html", context)


@audience(Audience.STAFF)
@require_safe
def combing_template(request: HttpRequest, campaign_id: int, organ_id: int) -> HttpResponseBase:
    """Hand over the workbook that is to be filled in."""
    viewer = viewer_of(request)
    found = campaign(viewer, campaign_id, on=today())
    organ_progress(viewer, campaign_id, organ_id, on=today())
    if organ_id not in works_for(viewer):
        raise NotFound(_("There is no such page."))
    return _workbook(_("Template of the backlog"), template_file(found, organ_id))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def combing_table(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Show what was read of a table; take it over, or leave it."""
    viewer = viewer_of(request)
    found = intake(viewer, intake_id)
    if request.method == "POST":
        _take_or_leave(request, found)
        return redirect("desk:combing_table", intake_id=intake_id)
    line = campaign(viewer, found.campaign_id, on=today())
    state = str(request.GET.get("state", ""))
    number = page_number(request.GET.get("page"))
    rows = intake_rows(viewer, intake_id, state=state, page=number, size=PER_PAGE)
    context = {
        "intake": found,
        "campaign": line,
        "state": state,
        "why": refusal_text(found.problem) if found.problem else "",
        "missing": columns_in_order(found.missing),
        "headings": [str(heading) for heading in HEADINGS.values()],
        "rows": [(row, _cells(row)) for row in rows.items],
        "pages": pages_of(items=rows.total, number=number, per_page=PER_PAGE),
        "may_take": line.is_running and viewer.holds(Role.CLERK, organ_id=found.organ_id),
        "crumbs": organ_crumbs(line, found.organ_id, _("Table")),
    }
    return desk_page(request, "desk/combing_table.html", context)


@audience(Audience.STAFF)
@require_safe
def combing_wrong(request: HttpRequest, intake_id: int) -> HttpResponseBase:
    """Hand over the rows that are to be corrected, with what is wrong in each."""
    viewer = viewer_of(request)
    found = intake(viewer, intake_id)
    rows = faulty_rows(viewer, intake_id)
    return _workbook(_("Rows to be corrected"), wrong_rows_file(rows, found.organ_id))


def organ_crumbs(found: CampaignLine, organ_id: int, page: Label = "") -> list[Crumb]:
    """Return the breadcrumbs of a page about an organ in a campaign."""
    title = found.title if len(found.title) <= 24 else f"{found.title[:24]}…"
    home = reverse("desk:combing_organ", args=[found.id, organ_id])
    name = organ_name(organ_cards([organ_id])[organ_id])
    steps = [(title, reverse("desk:combing_campaign", args=[found.id]))]
    return crumbs(combing_crumb(), *steps, *([(name, home), (page, "")] if page else [(name, "")]))


def _take_or_leave(request: HttpRequest, found: IntakeLine) -> None:
    actor = acting_as(request, Role.CLERK, organ_id=found.organ_id)
    try:
        if request.POST.get("do") == "leave":
            leave_intake(actor=actor, intake_id=found.id)
            messages.success(request, _("Left. None of its rows was taken over."))
            return
        taken = take_intake(actor=actor, intake_id=found.id)
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            raise
        messages.error(request, str(refusal))
        return
    if taken.state == IntakeState.TAKING:
        messages.success(request, _("The rows are being taken over. Look again in a moment."))
        return
    messages.success(request, _said(taken.taken))


def _said(number: int) -> str:
    return ngettext(
        "%(number)d row is taken over. Decide it now.",
        "%(number)d rows are taken over. Decide them now.",
        number,
    ) % {"number": number}


def _cells(row: IntakeRow) -> list[tuple[str, str, str]]:
    """Return heading, text and fault of each cell, in the order of the columns."""
    faults = dict(row.faults)
    return [
        (
            str(heading),
            _shown(column, row.cells.get(column, "")),
            str(CELL_FAULTS[faults[column]]) if column in faults else "",
        )
        for column, heading in HEADINGS.items()
        if row.cells.get(column, "") or column in faults
    ]


def _shown(column: Column, said: str) -> str:
    """Return the text of a cell; a category that was read is shown by its name."""
    return str(name_of(CATEGORY_NAMES, said)) if column is Column.CATEGORY else said


def _workbook(name: str, content: bytes) -> HttpResponseBase:
    outgoing = made_here(
        door=None, name=f"{name}.xlsx", media_type=XLSX, content=content, what="combing table"
    )
    return hand_over(outgoing)
