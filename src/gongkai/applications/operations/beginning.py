"""The day of receipt: fixed by the system or confirmed by the clerk; then the clock runs."""

from django.db import transaction
from django.utils.translation import override

from gongkai.applications.models import Case
from gongkai.applications.models.application import SupplyWay
from gongkai.applications.operations.issuing_letters import issue_case_letter
from gongkai.applications.operations.letter_facts import (
    LETTER_LANGUAGE,
    REPLY,
    SUBJECT_KIND,
    counted_days,
    facts_of,
    reply_clock,
)
from gongkai.applications.operations.moving import go, locked_case, require_move
from gongkai.applications.operations.telling import tell_applicant, tell_office
from gongkai.applications.rules.lifecycle import Event
from gongkai.clock.operations import start_clock, stop_clock
from gongkai.clock.queries import clock_of, regime
from gongkai.clock.rules.history import ClockState
from gongkai.clock.rules.reading import ClockReading
from gongkai.kernel import time
from gongkai.kernel.types import SYSTEM, Actor
from gongkai.letters.rules.facts import LetterKind, ReceiptFacts
from gongkai.notices.rules.kinds import NoticeKind

FORMAL_REVIEW_CLOCK = "correction_notice"
"""Within this limit the organ says what is to be corrected (2019 art. 30: 7 working days)."""


def confirm_receipt(*, actor: Actor, case_id: int) -> Case:
    """Confirm with the applicant that the application arrived: today is the day of receipt.

    Only where the regime asks for it (2019 art. 31). The clock starts and the receipt goes out.
    Raises NotAllowed, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.CONFIRM_RECEIPT, actor=actor)
        case.received_on = time.today()
        go(case, line, actor=actor)
        begin_handling(case)
        tell_applicant(case, NoticeKind.LETTER_WAITING, once="receipt")
    return case


def begin_handling(case: Case) -> None:
    """Start the clocks and issue the receipt, once the day of receipt is fixed."""
    if case.received_on is None:
        tell_office(case, due_on=None)
        return
    for limit in (REPLY, FORMAL_REVIEW_CLOCK):
        start_clock(
            actor=SYSTEM,
            subject_kind=SUBJECT_KIND,
            subject_id=case.pk,
            limit_key=limit,
            organ_id=case.organ_id,
            on=case.received_on,
            regime_id=case.application.regime_id,
        )
    reading = reply_clock(case)
    _issue_receipt(case, reading)
    tell_office(case, due_on=reading.due_on)


def end_formal_review(case: Case, *, actor: Actor) -> None:
    """Stop the clock of the formal review: the case goes on, or a correction was asked for."""
    reading = clock_of(SUBJECT_KIND, case.pk, limit_key=FORMAL_REVIEW_CLOCK)
    if reading is not None and reading.state is not ClockState.STOPPED:
        stop_clock(
            actor=actor,
            subject_kind=SUBJECT_KIND,
            subject_id=case.pk,
            limit_key=FORMAL_REVIEW_CLOCK,
            on=time.today(),
        )


def _issue_receipt(case: Case, reading: ClockReading) -> None:
    limit = regime(case.application.regime_id).limit(REPLY)
    if limit.amount is None:
        raise RuntimeError("the limit of the reply has an amount")
    application = case.application
    with override(LETTER_LANGUAGE):
        supply = str(SupplyWay(application.supply_way).label)
    facts = ReceiptFacts(
        case=facts_of(case),
        working_days=limit.amount.number,
        due_on=reading.due_on,
        provisional=reading.provisional,
        article=limit.article,
        supply=supply,
        enclosures=tuple(application.files.values_list("name", flat=True)),
        digest=application.digest,
        counted=counted_days(reading),
    )
    issue_case_letter(case, LetterKind.RECEIPT, facts, actor=SYSTEM)
