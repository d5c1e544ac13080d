"""One organ's items: how each stands, how often it is expected, and what does not apply."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as, competent_for
from gongkai.interfaces.desk.forms.matrix import (
    DecideInapplicableForm,
    InapplicableForm,
    MatrixFilterForm,
    RhythmForm,
)
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    Label,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.matrix_rows import name_of, shown_row
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Crumb, SummaryRow, page_number, pages_of
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor
from gongkai.oversight.access import STATERS, guided_organs
from gongkai.oversight.operations.inapplicable import (
    decide_inapplicable,
    end_inapplicable,
    state_inapplicable,
)
from gongkai.oversight.operations.rhythms import change_rhythm
from gongkai.oversight.queries.matrix import matrix_row
from gongkai.oversight.queries.matrix_values import MatrixRow
from gongkai.oversight.queries.statements import (
    StatementLine,
    rhythm_orders,
    standing_statements,
    statement,
    statements,
)
from gongkai.oversight.wording import RHYTHMS
from gongkai.records.queries.catalogue import default_regime
from gongkai.records.rules.statutory import StatutoryItem, cells_of_regime

PER_PAGE = 50


@audience(Audience.STAFF)
@require_safe
def organ_items(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show every item of an organ with what can be done about it."""
    viewer = viewer_of(request)
    form = MatrixFilterForm(request.GET, today=today())
    row = matrix_row(viewer, organ_id, period=form.chosen_period, today=today())
    shown = shown_row(row, [item for item in _items() if item.code in row.cells])
    orders = rhythm_orders(organ_id=organ_id, kind=row.kind, on=today())
    context = {
        "row": row,
        "filter": form,
        "cells": [{"shown": cell, "order": orders.get(cell.item.code)} for cell in shown.cells],
        "statements": statements(viewer, organ_id=organ_id),
        "may_order": organ_id in guided_organs(viewer),
        "may_state": organ_id in viewer.organs_as(*STATERS),
        "crumbs": _crumbs((row.name, "")),
    }
    return desk_page(request, "desk/matrix_organ.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def rhythm(request: HttpRequest, organ_id: int, item: str) -> HttpResponse:
    """Say how often an item is expected of an organ or of its kind."""
    row, known = _row_and_item(request, organ_id, item)
    if organ_id not in guided_organs(viewer_of(request)):
        raise NotFound(_("There is no such page."))
    form = RhythmForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_rhythm(
                actor=competent_for(request, organ_id),
                organ_id=organ_id,
                item=item,
                rhythm=form.chosen,
                for_kind=form.cleaned_data["scope"] == "kind",
                reason=form.cleaned_data["reason"],
            )
            return _done(request, organ_id, _("The rhythm holds from today on."))
    said = _about(row, known, title=_("Change the rhythm"), submit=_("Order the rhythm"))
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def inapplicable(request: HttpRequest, organ_id: int, item: str) -> HttpResponse:
    """State that nothing of an item exists in one's own organ."""
    row, known = _row_and_item(request, organ_id, item)
    if organ_id not in viewer_of(request).organs_as(*STATERS):
        raise NotFound(_("There is no such page."))
    form = InapplicableForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            state_inapplicable(
                actor=acting_as(request, *STATERS, organ_id=organ_id),
                organ_id=organ_id,
                item=item,
                **form.cleaned_data,
            )
            return _done(
                request, organ_id, _("Stated. It counts once the competent department confirms it.")
            )
    said = _about(
        row,
        known,
        title=_("State that nothing of the kind exists"),
        submit=_("State it"),
        lead=_("The public then reads the reason in the place of “nothing published yet”."),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_safe
def inapplicable_items(request: HttpRequest) -> HttpResponse:
    """Show what was stated not to apply, what waits to be confirmed first."""
    viewer = viewer_of(request)
    if not guided_organs(viewer) and not viewer.organs_as(*STATERS):
        raise NotFound(_("There is no such page."))
    title, number = _("Items stated not to apply"), page_number(request.GET.get("page"))
    lines = standing_statements(viewer, page=number, size=PER_PAGE)
    context = {
        "lines": lines.items,
        "pages": pages_of(items=lines.total, number=number, per_page=PER_PAGE),
        "title": title,
        "crumbs": _crumbs((title, "")),
    }
    return desk_page(request, "desk/inapplicable_items.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def decide(request: HttpRequest, statement_id: int) -> HttpResponse:
    """Confirm that an item does not apply, or not."""
    line = statement(viewer_of(request), statement_id)
    if request.method != "POST" and not line.may_decide:
        raise NotFound(_("There is nothing to decide here."))
    form = DecideInapplicableForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            decide_inapplicable(
                actor=competent_for(request, line.organ_id),
                statement_id=statement_id,
                is_confirmed=form.cleaned_data["decision"] == "confirm",
                answer=form.cleaned_data["answer"],
            )
            messages.success(request, _("Decided."))
            return redirect("desk:inapplicable_items")
    back = reverse("desk:inapplicable_items")
    return form_page(request, form, _about_statement(line, _("Decide"), _("Decide"), back))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, statement_id: int) -> HttpResponse:
    """Take a statement back, or end one that was confirmed."""
    line = statement(viewer_of(request), statement_id)
    if request.method != "POST" and not line.may_end:
        raise NotFound(_("There is nothing to end here."))
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            end_inapplicable(actor=_ending(request, line), statement_id=statement_id)
            return _done(request, line.organ_id, _("Ended: the item applies again."))
    back = reverse("desk:matrix_organ", args=[line.organ_id])
    said = _about_statement(line, _("The item applies again"), _("End the statement"), back)
    return form_page(request, form, said)


def _ending(request: HttpRequest, line: StatementLine) -> Actor:
    if line.organ_id in viewer_of(request).organs_as(*STATERS):
        return acting_as(request, *STATERS, organ_id=line.organ_id)
    return competent_for(request, line.organ_id)


def _items() -> tuple[StatutoryItem, ...]:
    return cells_of_regime(default_regime())


def _row_and_item(
    request: HttpRequest, organ_id: int, item: str
) -> tuple[MatrixRow, StatutoryItem]:
    period = MatrixFilterForm({}, today=today()).chosen_period
    row = matrix_row(viewer_of(request), organ_id, period=period, today=today())
    known = next((one for one in _items() if one.code == item and item in row.cells), None)
    if known is None:
        raise NotFound(_("The lists name no such item for this organ."))
    return row, known


def _about(
    row: MatrixRow, item: StatutoryItem, *, title: Label, submit: Label, lead: Label = ""
) -> FormPage:
    back = reverse("desk:matrix_organ", args=[row.organ_id])
    return FormPage(
        title=title,
        lead=lead,
        submit=submit,
        cancel_url=back,
        facts=[
            SummaryRow(_("Organ"), row.name),
            SummaryRow(_("Item"), f"{item.code} {name_of(item)}"),
            SummaryRow(_("Expected now"), RHYTHMS[row.cells[item.code].rhythm]),
        ],
        crumbs=_crumbs((row.name, back), (title, "")),
    )


def _about_statement(line: StatementLine, title: Label, submit: Label, back: str) -> FormPage:
    return FormPage(
        title=title,
        submit=submit,
        cancel_url=back,
        facts=[
            SummaryRow(_("Organ"), line.organ_name),
            SummaryRow(_("Item"), f"{line.item} {line.item_name}"),
            SummaryRow(_("Why nothing of the kind exists"), line.reason),
            SummaryRow(_("Stated by"), line.stated_by),
        ],
        crumbs=_crumbs((title, "")),
    )


def _crumbs(*steps: tuple[Label, str]) -> list[Crumb]:
    return crumbs((_("Obligation matrix"), reverse("desk:matrix")), *steps)


def _done(request: HttpRequest, organ_id: int, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("desk:matrix_organ", organ_id)
