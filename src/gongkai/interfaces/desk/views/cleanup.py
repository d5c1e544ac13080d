"""Rounds of clean-up of normative documents: opened, decided, compiled, carried out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organs_of
from gongkai.interfaces.desk.forms.registers import (
    DecisionOnDocumentForm,
    DocumentForm,
    RoundForm,
)
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
from gongkai.interfaces.desk.subjects import require_now
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Crumb, SummaryRow, page_number, pages_of
from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.registers.access import CLEANERS, COMPILERS
from gongkai.registers.operations import (
    add_document,
    carry_out_round,
    compile_cleanup,
    decide_document,
    open_round,
)
from gongkai.registers.queries import (
    RoundLine,
    ending_items,
    round_item,
    round_line,
    round_page,
    rounds_of,
)

PER_PAGE = 50


@audience(Audience.STAFF)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds of the viewer's organs."""
    _require_cleaner(request)
    context = {
        "lines": rounds_of(viewer_of(request)),
        "today": today(),
        "crumbs": crumbs((_("Clean-up of documents"), "")),
    }
    return desk_page(request, "desk/cleanup_rounds.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def new_round(request: HttpRequest) -> HttpResponse:
    """Open a round with the organ's normative documents."""
    _require_cleaner(request)
    form = RoundForm(
        sent_in(request),
        organs=organs_of(viewer_of(request), *CLEANERS),
        initial={"issued_until_on": today()},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            values = dict(form.cleaned_data)
            actor = acting_as(request, *CLEANERS, organ_id=values["organ_id"])
            opened = open_round(actor=actor, **values)
            messages.success(request, _("Opened. Decide on each document."))
            return redirect("desk:cleanup_round", round_id=opened.pk)
    lead = _(
        "Every normative document of the organ that is public and in force is taken in. Documents "
        "that are not in the catalogue are added by hand."
    )
    said = _page(_("Open a round"), pgettext("clean-up", "Open"), lead=lead)
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_safe
def show(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show a round: its documents, its decisions, the editions of its list."""
    number = page_number(request.GET.get("page"))
    page = round_page(viewer_of(request), round_id, page=number, size=PER_PAGE)
    line = page.line
    context = {
        "pages": pages_of(items=line.documents, number=number, per_page=PER_PAGE),
        "page": page,
        "line": line,
        "rows": _rows(line),
        "may_compile": line.organ_id in viewer_of(request).organs_as(*COMPILERS)
        and not line.is_carried_out
        and line.documents == line.decided,
        "may_carry_out": not line.is_carried_out and any(one.is_public for one in page.editions),
        "crumbs": _crumbs(line.title),
    }
    return desk_page(request, "desk/cleanup_round.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def add(request: HttpRequest, round_id: int) -> HttpResponse:
    """Add a document that is not in the catalogue."""
    line = _line(request, round_id)
    form = DocumentForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *CLEANERS, organ_id=line.organ_id)
            add_document(actor=actor, round_id=round_id, **form.cleaned_data)
            return redirect("desk:cleanup_round", round_id=round_id)
    return form_page(request, form, _page(_("Add a document"), _("Add"), line=line))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def decide(request: HttpRequest, round_id: int, item_id: int) -> HttpResponse:
    """Decide what becomes of a document."""
    line, item = _line(request, round_id), round_item(viewer_of(request), round_id, item_id)
    form = DecisionOnDocumentForm(
        sent_in(request),
        initial={"outcome": item.outcome, "until_on": item.until_on, "reason": item.reason},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *CLEANERS, organ_id=line.organ_id)
            decide_document(actor=actor, round_id=round_id, item_id=item_id, **form.cleaned_data)
            page = page_number(request.GET.get("page"))
            back = reverse("desk:cleanup_round", args=[round_id])
            return redirect(f"{back}?page={page}#item-{item_id}")
    facts = [
        SummaryRow(_("Name"), item.title),
        SummaryRow(_("Document number"), item.document_number or "—"),
    ]
    said = _page(_("Decide on a document"), _("Decide"), line=line, facts=facts)
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def compile_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """Compile the list of a decided round into a record's draft."""
    line = _line(request, round_id)
    if line.organ_id not in viewer_of(request).organs_as(*COMPILERS):
        raise NotFound(_("There is no such page."))
    require_now(request, is_open=not line.is_carried_out and line.documents == line.decided)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, *COMPILERS, organ_id=line.organ_id)
            edition = compile_cleanup(actor=actor, round_id=round_id)
            messages.success(request, _("Compiled. Look it through, then propose it."))
            return redirect("desk:record", record_id=edition.record_id)
    lead = _("The list becomes the text of a record; the public reads it once it was published.")
    said = _page(_("Compile the list"), _("Compile"), line=line, facts=_rows(line), lead=lead)
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def carry_out(request: HttpRequest, round_id: int) -> HttpResponse:
    """Let the records of the documents take over what the published list says."""
    line = _line(request, round_id)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, *CLEANERS, organ_id=line.organ_id)
            carry_out_round(actor=actor, round_id=round_id)
            messages.success(request, _("Carried out. What ended says so on its page from today."))
            return redirect("desk:cleanup_round", round_id=round_id)
    lead = _(
        "From today the pages of these documents say that they are repealed or lapsed. The round "
        "cannot be changed any more."
    )
    ended = ending_items(viewer_of(request), round_id)
    facts = [SummaryRow(item.outcome_label, item.title) for item in ended]
    said = _page(
        _("Carry out the list"),
        _("Carry out"),
        line=line,
        facts=facts,
        lead=lead,
        kind="warning",
    )
    return form_page(request, form, said)


def _require_cleaner(request: HttpRequest) -> None:
    if not viewer_of(request).organs_as(*CLEANERS):
        raise NotFound(_("There is no such page."))


def _line(request: HttpRequest, round_id: int) -> RoundLine:
    return round_line(viewer_of(request), round_id)


def _rows(line: RoundLine) -> list[SummaryRow]:
    return [
        SummaryRow(_("Organ"), line.organ_name),
        SummaryRow(_("Documents issued until this day"), day(line.issued_until_on)),
        SummaryRow(_("All are decided by this day"), day(line.decide_by_on)),
        SummaryRow(
            pgettext("clean-up", "Decided"),
            _("%(decided)d of %(documents)d")
            % {"decided": line.decided, "documents": line.documents},
        ),
    ]


def _crumbs(title: str) -> list[Crumb]:
    return crumbs((_("Clean-up of documents"), reverse("desk:cleanup_rounds")), (title, ""))


def _page(
    title: str,
    submit: str,
    *,
    line: RoundLine | None = None,
    facts: list[SummaryRow] | None = None,
    lead: str = "",
    kind: str = "",
) -> FormPage:
    back = reverse("desk:cleanup_round", args=[line.id]) if line else reverse("desk:cleanup_rounds")
    return FormPage(
        title=title,
        submit=submit,
        cancel_url=back,
        lead=lead,
        kind=kind,
        facts=facts or (),
        crumbs=_crumbs(title),
    )
