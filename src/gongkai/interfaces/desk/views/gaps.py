"""Reports of gaps: what readers miss, and what the organ answers them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import all_organs
from gongkai.interfaces.desk.forms.gaps import GapAnswerForm, GapFilter
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    Label,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Crumb, SummaryRow, page_number, pages_of
from gongkai.interfaces.shared.once import submitted_once
from gongkai.interfaces.shared.templatetags.gongkai import moment
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.remedies.access import OFFICE, OVERSEEING
from gongkai.remedies.models import AnswerKind, ReportState
from gongkai.remedies.operations import answer_gap
from gongkai.remedies.queries import GapAnswerLine, GapView, gap_report, gap_reports

PER_PAGE = 20


@audience(Audience.STAFF)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Show the reports about the viewer's organs and those below, what waits first."""
    viewer = viewer_of(request)
    if not viewer.organs_as(*OFFICE, *OVERSEEING):
        raise NotFound(_("There is no such page."))
    form = GapFilter(request.GET)
    number = page_number(request.GET.get("page"))
    found = gap_reports(viewer, on=today(), state=form.wanted(), page=number, size=PER_PAGE)
    context = {
        "filter": form,
        "is_filtered": bool(form.wanted()),
        "lines": [{"line": line, "state": ReportState(line.state).label} for line in found.lines],
        "total": found.total,
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "crumbs": crumbs((_("Reported gaps"), "")),
    }
    return desk_page(request, "desk/gap_reports.html", context)


@audience(Audience.STAFF)
@require_safe
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show one report and what was answered."""
    view = gap_report(viewer_of(request), report_id, on=today())
    context = {
        "view": view,
        "state": ReportState(view.line.state).label,
        "answers": [{"line": one, "kind": AnswerKind(one.kind).label} for one in view.answers],
        "crumbs": _crumbs((view.line.number, "")),
    }
    return desk_page(request, "desk/gap_report.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def answer(request: HttpRequest, report_id: int) -> HttpResponse:
    """Answer a report."""
    view = gap_report(viewer_of(request), report_id, on=today())
    if request.method != "POST" and not view.may_answer:
        raise NotFound(_("This report is answered, or it is not yours to answer."))
    form = GapAnswerForm(
        sent_in(request), organs=all_organs(), initial={"seen_answers": len(view.answers)}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                _answer(request, view, form)
                submission.result = reverse("desk:gap_report", args=[report_id])
        if not form.errors:
            messages.success(request, _("Answered. The reporter reads it with number and code."))
            return redirect(submission.result)
        form.show_instead("seen_answers", str(len(view.answers)))
    return form_page(request, form, _about(view))


def _answer(request: HttpRequest, view: GapView, form: GapAnswerForm) -> None:
    said = form.values()
    said["kind"] = form.chosen
    answer_gap(
        actor=acting_as(request, *OFFICE, organ_id=view.line.organ_id),
        report_id=view.line.id,
        **said,
    )


def _about(view: GapView) -> FormPage:
    line, back = view.line, reverse("desk:gap_report", args=[view.line.id])
    title = _("Answer the report")
    facts = [
        SummaryRow(_("Organ"), line.organ_name),
        SummaryRow(_("Item"), f"{line.item} {line.item_name}".strip() or "—"),
        SummaryRow(_("What is missing"), view.text),
        SummaryRow(_("Reported"), moment(line.submitted_at)),
        *(SummaryRow(_("Answered already"), _given(one)) for one in view.answers),
    ]
    return FormPage(
        title=title,
        submit=_("Answer"),
        cancel_url=back,
        facts=facts,
        crumbs=_crumbs((line.number, back), (title, "")),
    )


def _given(line: GapAnswerLine) -> str:
    return f"{AnswerKind(line.kind).label} · {moment(line.answered_at)}"


def _crumbs(*steps: tuple[Label, str]) -> list[Crumb]:
    return crumbs((_("Reported gaps"), reverse("desk:gap_reports")), *steps)
