"""Secrecy review and approval of a reply: one sees exactly what one signs."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.applications.operations import approve_reply, review_reply
from gongkai.applications.queries import CasePage
from gongkai.applications.queries.openings import reply_files_opened_by
from gongkai.applications.rules.lifecycle import Event
from gongkai.interfaces.desk.acting import deciding, person_id_of
from gongkai.interfaces.desk.case_pages import case_done
from gongkai.interfaces.desk.case_rows import request_rows, shown_files
from gongkai.interfaces.desk.forms.cases import ReplyDecisionForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    Label,
    case_crumbs,
    desk_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed, case_for
from gongkai.interfaces.desk.views.case import reply_context
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.organs.operations import sign
from gongkai.review.models.proposal import Decision, StepKind
from gongkai.review.rules.steps import purpose_of

_TITLES: Mapping[StepKind, Label] = {
    StepKind.SECRECY: gettext_lazy("Review the reply for secrecy"),
    StepKind.APPROVAL: gettext_lazy("Approve the reply or return it"),
}
_LEADS: Mapping[StepKind, Label] = {
    StepKind.SECRECY: gettext_lazy(
        "May this be given to the applicant? Look for state secrets, commercial secrets and "
        "personal privacy in the reply and in every file. Who applies is not shown to you."
    ),
    StepKind.APPROVAL: gettext_lazy(
        "You answer for the reply. The secrecy review stands below; so does the time that is left."
    ),
}


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def review(request: HttpRequest, case_id: int) -> HttpResponse:
    """Decide the secrecy review of reply and files."""
    return _step(request, case_id, StepKind.SECRECY, Event.PASS_REVIEW)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def approve(request: HttpRequest, case_id: int) -> HttpResponse:
    """Decide the approval of the reply."""
    return _step(request, case_id, StepKind.APPROVAL, Event.APPROVE)


def _step(request: HttpRequest, case_id: int, kind: StepKind, event: Event) -> HttpResponse:
    page = case_for(request, case_id, event)
    has_files = page.reply is not None and bool(page.reply.files)
    form = ReplyDecisionForm(sent_in(request), has_files=has_files)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _decide(request, page, kind, form.cleaned_data)
            return case_done(request, case_id, _said(form.cleaned_data["decision"]))
    return desk_page(request, "desk/case_review.html", _context(request, page, kind, form))


def _decide(
    request: HttpRequest, page: CasePage, kind: StepKind, values: Mapping[str, Any]
) -> None:
    proposal = page.reply.proposal if page.reply else None
    if proposal is None:
        raise StepClosed(_("It is not proposed any more. Look where the case stands."))
    actor = deciding(request, proposal.id, kind)
    # Signed before the operation and outside its transaction: wrong secrets stay counted.
    signature = sign(
        person_id=person_id_of(request),
        secret=values["secret"],
        purpose=purpose_of(kind.value),
        digest=values["seen_digest"],
    )
    decide = approve_reply if kind is StepKind.APPROVAL else review_reply
    decide(
        actor=actor,
        case_id=page.case_id,
        decision=Decision(values["decision"]),
        opinion=values["opinion"],
        seen_digest=values["seen_digest"],
        signature=signature,
    )


def _context(
    request: HttpRequest, page: CasePage, kind: StepKind, form: ReplyDecisionForm
) -> dict[str, object]:
    context = {
        "form": form,
        "page": page,
        "title": _TITLES[kind],
        "lead": _LEADS[kind],
        "request_rows": request_rows(page),
        "is_approval": kind is StepKind.APPROVAL,
        "cancel_url": reverse("desk:case", args=[page.case_id]),
        "crumbs": case_crumbs(page, _TITLES[kind]),
        **reply_context(page),
    }
    if page.reply is not None:
        opened = reply_files_opened_by(viewer_of(request), page.case_id)
        context["files"] = shown_files(page, page.reply, opened)
    return context


def _said(decision: str) -> str:
    if decision == Decision.PASS:
        return _("Signed. The next person is told by their queue.")
    return _("Returned to the clerk with your opinion.")
