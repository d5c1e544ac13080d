"""Asking the applicant for a correction, and entering one that came on paper."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.applications.operations import SentFile, ask_correction, enter_correction
from gongkai.applications.queries import CasePage
from gongkai.applications.queries.previews import correction_preview
from gongkai.applications.rules.lifecycle import Event
from gongkai.applications.shipped import regimes
from gongkai.clock.queries import regime
from gongkai.clock.rules.regimes import LimitKey
from gongkai.clock.wording import amount_text
from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.case_pages import about_case, case_done
from gongkai.interfaces.desk.choices import in_one
from gongkai.interfaces.desk.forms.cases import CorrectionRequestForm, PaperCorrectionForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    desk_page,
    files_in,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import case_for
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.handing_out import show_pdf
from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel.time import today
from gongkai.kernel.types import Role


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def ask(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask for a correction, all points at once."""
    page = case_for(request, case_id, Event.ASK_CORRECTION)
    form = _request_form(request, page)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.CLERK, organ_id=page.organ_id)
            ask_correction(
                actor=actor, case_id=case_id, points=form.said(), answer_by=_answer_by(form)
            )
            return case_done(request, case_id, _("Asked. The letter is with the applicant."))
    return _asking(request, page, form)


@audience(Audience.STAFF)
@require_POST
def preview(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Show the letter that would ask for what was typed; nothing is kept or sent."""
    page = case_for(request, case_id, Event.ASK_CORRECTION)
    form = _request_form(request, page)
    if form.is_valid():
        with refusals_on(form):
            content = correction_preview(
                viewer_of(request),
                case_id,
                points=form.said(),
                answer_by=_answer_by(form),
                on=today(),
            )
            return show_pdf(name=_("preview.pdf"), content=content)
    return _asking(request, page, form)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def enter(request: HttpRequest, case_id: int) -> HttpResponse:
    """Enter a correction that came on paper or at the counter."""
    page = case_for(request, case_id, Event.CORRECT)
    form = PaperCorrectionForm(sent_in(request), files_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            enter_correction(
                actor=acting_as(request, Role.CLERK, organ_id=page.organ_id),
                case_id=case_id,
                answer=form.cleaned_data["answer"],
                files=[
                    SentFile(name=file.name or "", content=file.read())
                    for file in form.cleaned_data["attachment"]
                ],
            )
            return case_done(request, case_id, _("Entered. Check the application again."))
    said = about_case(
        page,
        title=_("Enter the correction"),
        lead=_("For what came by letter or at the counter. On line the applicant enters it."),
        submit=_("Enter"),
        facts=_points_asked(page),
        takes_file=True,
    )
    return form_page(request, form, said)


def _asking(request: HttpRequest, page: CasePage, form: CorrectionRequestForm) -> HttpResponse:
    said = about_case(
        page, title=_("Ask for a correction"), lead=_lead(page), submit=_("Send the letter")
    )
    context = {"form": form, "said": said, "crumbs": said.crumbs, "case_id": page.case_id}
    return desk_page(request, "desk/ask_correction.html", context)


def _request_form(request: HttpRequest, page: CasePage) -> CorrectionRequestForm:
    form = CorrectionRequestForm(sent_in(request))
    if not regimes()[page.regime_id].correction_period_set_by_officer:
        del form.fields["answer_by"]
    return form


def _answer_by(form: CorrectionRequestForm) -> date | None:
    found: date | None = form.cleaned_data.get("answer_by")
    return found


def _lead(page: CasePage) -> str:
    rules = regimes()[page.regime_id]
    said = [_("A numbered letter names the points. Ask for everything at once.")]
    if rules.correction_once:
        said.append(_("It can be asked for once."))
    amount = regime(page.regime_id).limit(LimitKey.CORRECTION).amount
    if amount is not None:
        said.append(_("The applicant has %(period)s.") % {"period": amount_text(amount)})
    return in_one(*said)


def _points_asked(page: CasePage) -> list[SummaryRow]:
    waiting = next((row for row in page.corrections if row.answered_on is None), None)
    if waiting is None:
        return []
    return [
        SummaryRow(_("What was asked to be corrected"), "\n".join(waiting.points)),
        SummaryRow(_("Asked on"), day(waiting.asked_on)),
        SummaryRow(_("Answer by"), day(waiting.answer_by)),
    ]
