"""A case as its applicant sees it, opened by number and query code."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from gongkai.applications.access import CaseKey
from gongkai.applications.models import Case, Delivery, Reply
from gongkai.applications.operations.codes import still_open
from gongkai.applications.operations.letter_facts import REPLY, SUBJECT_KIND
from gongkai.applications.queries.lines import (
    correction_line,
    given_files,
    outcome_label,
    request_line,
    sent_files,
)
from gongkai.applications.queries.values import FileLine, Label, TrackedCase, TrackedStep
from gongkai.applications.rules.lifecycle import Event, Facts, Move, move
from gongkai.applications.rules.vocabulary import CaseState, Party
from gongkai.clock.queries import clock_of
from gongkai.kernel.refusals import NotFound
from gongkai.letters.queries import letters_of
from gongkai.letters.rules.facts import REPLY_KINDS
from gongkai.organs.queries import organ_cards

_WITHIN = frozenset(
    {
        CaseState.HANDLING,
        CaseState.DRAFTED,
        CaseState.PROPOSED,
        CaseState.REVIEWED,
        CaseState.APPROVED,
    }
)
"""Work inside the organ: the applicant reads that it is being handled, and no more."""
HANDED_OVER = frozenset({CaseState.DELIVERED, CaseState.CLOSED, CaseState.ABANDONED})
"""From then on the reply, or the letter that nothing follows, is the applicant's to open."""

STATES: Mapping[CaseState, Label] = {
    CaseState.CONFIRMING: pgettext_lazy("to the applicant", "Sent, receipt to be confirmed"),
    CaseState.FORMAL_REVIEW: pgettext_lazy("to the applicant", "Received, being checked"),
    CaseState.CORRECTION_ASKED: pgettext_lazy("to the applicant", "Waiting for your correction"),
    CaseState.HANDLING: pgettext_lazy("to the applicant", "Accepted, being handled"),
    CaseState.REPLIED: pgettext_lazy("to the applicant", "Answered, on its way to you"),
    CaseState.DELIVERED: pgettext_lazy("to the applicant", "Answered"),
    CaseState.CLOSED: pgettext_lazy("to the applicant", "Answered and closed"),
    CaseState.WITHDRAWN: pgettext_lazy("to the applicant", "Withdrawn by you"),
    CaseState.ABANDONED: pgettext_lazy("to the applicant", "Ended: not corrected in time"),
}
NEXT: Mapping[CaseState, Label] = {
    CaseState.CONFIRMING: pgettext_lazy(
        "to the applicant",
        "The organ will contact you to confirm receipt. The time limit runs from that day.",
    ),
    CaseState.FORMAL_REVIEW: pgettext_lazy(
        "to the applicant", "The organ checks whether the application is complete."
    ),
    CaseState.CORRECTION_ASKED: pgettext_lazy(
        "to the applicant", "Answer the points below. Until then the organ cannot go on."
    ),
    CaseState.HANDLING: pgettext_lazy(
        "to the applicant", "The organ looks for the information and prepares its reply."
    ),
    CaseState.REPLIED: pgettext_lazy(
        "to the applicant", "The reply is signed and will be sent to you as you asked."
    ),
}
_STEPS: Mapping[str, Label] = {
    "receive": pgettext_lazy("to the applicant", "You sent the application"),
    Event.CONFIRM_RECEIPT: pgettext_lazy("to the applicant", "Receipt was confirmed"),
    Event.ASK_CORRECTION: pgettext_lazy("to the applicant", "The organ asked for a correction"),
    Event.CORRECT: pgettext_lazy("to the applicant", "The correction came in"),
    Event.LAPSE: pgettext_lazy("to the applicant", "The organ ended the case"),
    Event.ACCEPT: pgettext_lazy("to the applicant", "The application was accepted"),
    Event.DELIVER: pgettext_lazy("to the applicant", "The answer was delivered"),
    Event.WITHDRAW: pgettext_lazy("to the applicant", "You withdrew the application"),
}


def tracked_case(key: CaseKey) -> TrackedCase:
    """Return the case that the key opens.

    Raises NotFound once the code has been replaced, so that a lost code opens nothing.
    """
    case = opened_case(key)
    application = case.application
    inner = CaseState(case.state)
    state = CaseState.HANDLING if inner in _WITHIN else inner
    waiting = next((row for row in case.corrections.all() if row.answered_at is None), None)
    may_correct = _may(case, Event.CORRECT)
    delivery = Delivery.objects.filter(case=case).order_by("pk").first()
    return TrackedCase(
        case_id=case.pk,
        number=application.number,
        organ_id=case.organ_id,
        organ_name=_organ_name(case.organ_id),
        regime_id=application.regime_id,
        state=state.value,
        state_label=STATES[state],
        next_label=NEXT.get(state, ""),
        submitted_at=application.submitted_at,
        received_on=case.received_on,
        clock=clock_of(SUBJECT_KIND, case.pk, limit_key=REPLY),
        request=request_line(application),
        # What was never answered waits for nobody once the case has ended.
        correction=correction_line(waiting) if waiting and may_correct else None,
        steps=_steps(case),
        letters=tuple(
            line for line in letters_of(SUBJECT_KIND, case.pk) if may_open(case, line.kind)
        ),
        files=_given(case),
        own_files=sent_files(application.files.select_related("sealed")),
        outcome_label=_outcome(case),
        delivered_on=delivery.delivered_on if delivery else None,
        may_correct=may_correct,
        may_withdraw=_may(case, Event.WITHDRAW),
    )


def opened_case(key: CaseKey) -> Case:
    """Return the case of a key whose code still holds; raises NotFound."""
    rows = Case.objects.select_related("application", "organ").prefetch_related("corrections")
    case = rows.filter(pk=key.case_id).first() if still_open(key) else None
    if case is None:
        raise NotFound(_("Enter number and query code again."))
    return case


def may_open(case: Case, letter_kind: str) -> bool:
    """Say whether the applicant may open a letter of this kind now."""
    return letter_kind not in REPLY_KINDS or CaseState(case.state) in HANDED_OVER


def _given(case: Case) -> tuple[FileLine, ...]:
    if CaseState(case.state) not in HANDED_OVER:
        return ()
    reply = Reply.objects.filter(case=case, letter__isnull=False).first()
    return given_files(reply.files.all()) if reply else ()


def _outcome(case: Case) -> Label:
    if CaseState(case.state) not in HANDED_OVER:
        return ""
    return outcome_label(case.application.regime_id, case.outcome_code)


def _steps(case: Case) -> tuple[TrackedStep, ...]:
    return tuple(
        TrackedStep(on=step.on, label=_STEPS[step.event])
        for step in case.steps.all()
        if step.event in _STEPS
    )


def _may(case: Case, event: Event) -> bool:
    answer = move(CaseState(case.state), event, parties={Party.APPLICANT}, facts=Facts())
    return isinstance(answer, Move)


def _organ_name(organ_id: int) -> str:
    return organ_cards([organ_id])[organ_id].name
