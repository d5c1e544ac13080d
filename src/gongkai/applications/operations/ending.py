"""Ending a case without a reply: not corrected in time, or withdrawn by the applicant."""

from django.db import transaction

from gongkai.applications.access import APPLICANT
from gongkai.applications.models import Case
from gongkai.applications.operations.beginning import end_formal_review
from gongkai.applications.operations.issuing_letters import issue_case_letter
from gongkai.applications.operations.letter_facts import REPLY, SUBJECT_KIND, facts_of
from gongkai.applications.operations.moving import go, locked_case, require_move
from gongkai.applications.operations.remedies import remedy_of
from gongkai.applications.operations.taking_back import void_open_proposal
from gongkai.applications.rules.lifecycle import Event
from gongkai.applications.shipped import regimes
from gongkai.clock.operations import stop_clock
from gongkai.kernel import time
from gongkai.kernel.types import Actor
from gongkai.letters.models import Letter
from gongkai.letters.rules.facts import AnsweredItem, LetterKind, ReplyFacts

NOT_CORRECTED = "not_corrected"
WITHDRAWN = "withdrawn"


def withdraw_application(*, case_id: int) -> Case:
    """Let the applicant withdraw the application; what was proposed for reply is void.

    The caller has the key of the case. Raises MoveNotPossible once it is answered, NotFound.
    """
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.WITHDRAW, actor=APPLICANT)
        void_open_proposal(case, actor=APPLICANT, why="applicant withdrew")
        case.outcome_code = WITHDRAWN
        if case.received_on is not None:
            end_formal_review(case, actor=APPLICANT)
            _stop_reply_clock(case, APPLICANT)
        go(case, line, actor=APPLICANT)
    return case


def end_unanswered(case: Case, outcome_code: str, *, actor: Actor) -> Letter:
    """Set the outcome, stop the clock and issue the letter that says that nothing follows."""
    outcome = regimes()[case.application.regime_id].outcomes[outcome_code]
    case.outcome_code = outcome_code
    _stop_reply_clock(case, actor)
    remedy = remedy_of(case, outcome_code)
    facts = ReplyFacts(
        case=facts_of(case),
        outcome=outcome.label_zh,
        items=(
            AnsweredItem(
                asked=case.application.asked,
                outcome=outcome.label_zh,
                legal_text=outcome.legal_text,
            ),
        ),
        supply="",
        enclosures=(),
        remedy=remedy.text,
        complaint=remedy.complaint,
    )
    return issue_case_letter(case, LetterKind(outcome.letter_kind), facts, actor=actor)


def _stop_reply_clock(case: Case, actor: Actor) -> None:
    stop_clock(
        actor=actor,
        subject_kind=SUBJECT_KIND,
        subject_id=case.pk,
        limit_key=REPLY,
        on=time.today(),
    )
