"""One case on the desk: what was asked and done, its clock, who is next, what can be done now."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from gongkai.applications.operations.downloads import reply_file_for_staff, sent_file_for_staff
from gongkai.applications.queries import CasePage, case_page
from gongkai.applications.shipped import regimes
from gongkai.interfaces.desk.case_gate import case_gate
from gongkai.interfaces.desk.case_moves import shown_case_moves
from gongkai.interfaces.desk.case_rows import (
    applicant_rows,
    request_rows,
    shown_answers,
    shown_files,
    shown_steps,
)
from gongkai.interfaces.desk.case_wording import gap_text, why_this_outcome
from gongkai.interfaces.desk.layout import cases_crumb, crumbs, desk_page
from gongkai.interfaces.desk.wording import Label
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.kernel.time import today
from gongkai.review.queries import Decider, who_may_decide


@audience(Audience.STAFF)
@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the case: what was asked, the reply, letters and steps left; what is next right."""
    page = case_page(viewer_of(request), case_id, on=today())
    context = {
        "page": page,
        "request_rows": request_rows(page),
        "applicant_rows": applicant_rows(page),
        "steps": shown_steps(page),
        "moves": shown_case_moves(page),
        "deciders": deciders_of(page),
        "correction": next((c for c in page.corrections if c.answered_on is None), None),
        "extension": next((e for e in page.extensions if e.decided_at is None), None),
        "crumbs": crumbs(cases_crumb(), (page.number, "")),
        **reply_context(page),
    }
    return desk_page(request, "desk/case.html", context)


@audience(Audience.STAFF)
@require_safe
def sent_file(request: HttpRequest, case_id: int, file_id: int) -> HttpResponseBase:
    """Hand out a file that the applicant sent."""
    return hand_over(
        sent_file_for_staff(viewer=viewer_of(request), case_id=case_id, file_id=file_id, on=today())
    )


@audience(Audience.STAFF)
@require_safe
def reply_file(request: HttpRequest, case_id: int, file_id: int) -> HttpResponseBase:
    """Hand out a file that goes with the reply."""
    return hand_over(
        reply_file_for_staff(
            viewer=viewer_of(request), case_id=case_id, file_id=file_id, on=today()
        )
    )


def reply_context(page: CasePage) -> dict[str, object]:
    """Return what pages show of the reply; nothing where there is none."""
    reply = page.reply
    if reply is None:
        return {}
    return {
        "reply": reply,
        "answers": shown_answers(page),
        "files": shown_files(page, reply),
        "gate": case_gate(page),
        "why_outcome": why_outcome(page),
        "gaps": [gap_text(gap) for gap in reply.gaps],
    }


def why_outcome(page: CasePage) -> Label:
    """Return why the case counts under its outcome: the table's reason, or the clerk's."""
    if page.reply is None:
        return ""
    if page.reply.outcome_reason:
        return page.reply.outcome_reason
    codes = [answer.outcome_code for answer in page.reply.answers]
    given = why_this_outcome(codes, regimes()[page.regime_id])
    return given[1] if given else ""


def deciders_of(page: CasePage) -> tuple[Decider, ...]:
    """Return who may decide the step of the review that is due."""
    proposal = page.reply.proposal if page.reply else None
    if proposal is None or proposal.next_step is None:
        return ()
    return who_may_decide(proposal.id, on=today())
