"""What can be done to a case now, and why the rest cannot."""

from collections.abc import Collection
from datetime import date

from gongkai.applications.access import PARTIES
from gongkai.applications.models import Case, Reply
from gongkai.applications.naming import BESIDE, EVENTS, REASONS
from gongkai.applications.operations.correcting import correction_facts
from gongkai.applications.operations.extending import why_not_extendable
from gongkai.applications.operations.replying import gaps_of
from gongkai.applications.operations.reviewing import reply_facts
from gongkai.applications.queries.values import CaseMove, Label
from gongkai.applications.rules.lifecycle import Event, Facts, Move, Refused, move, moves_from
from gongkai.applications.rules.vocabulary import ENDED, MAY_BE_EXTENDED, CaseState, Party
from gongkai.kernel.types import Role, Viewer
from gongkai.review.queries import steps_waiting_for

NOT_OFFERED = frozenset({Event.WITHDRAW, Event.RETURN})
"""The applicant withdraws, on line; a return is decided on the page of the step."""
_STEPS_OF_A_REVIEW = frozenset({Event.PASS_REVIEW, Event.APPROVE})


def moves_of(viewer: Viewer, case: Case, reply: Reply | None, *, on: date) -> tuple[CaseMove, ...]:
    """Return the moves out of the case's state, those that are open now first.

    A step of the review is open to exactly those to whom the review module offers it, four eyes
    and steps handed up included.
    """
    own = {party for role, party in PARTIES.items() if viewer.holds(role, organ_id=case.organ_id)}
    decides, facts = _decides(viewer, reply, on), facts_now(case, reply)
    found = []
    for line in moves_from(CaseState(case.state)):
        if line.event not in NOT_OFFERED:
            parties = own
            if line.event in _STEPS_OF_A_REVIEW:
                parties = set(line.parties) if decides else set()
            found.append(_offer(line, parties, facts))
    return tuple(sorted(found, key=lambda offer: (bool(offer.why_not), not offer.is_main)))


def beside_of(viewer: Viewer, case: Case) -> tuple[CaseMove, ...]:
    """Return what can be done beside the state: more time, asked for and decided."""
    waiting = case.extensions.filter(decided_at__isnull=True).first()
    if waiting is not None and CaseState(case.state) not in ENDED:
        is_decider = viewer.holds(Role.PERSON_IN_CHARGE, organ_id=case.organ_id)
        # Nobody decides what they asked for.
        is_decider = is_decider and waiting.asked_by_id != viewer.person_id
        # While a correction is awaited it can be refused; granting waits for the correction.
        is_main = is_decider and CaseState(case.state) in MAY_BE_EXTENDED
        return (_beside("decide_extension", is_open=is_decider, is_main=is_main),)
    if CaseState(case.state) not in MAY_BE_EXTENDED:
        return ()
    refusal = why_not_extendable(case)
    is_clerk = viewer.holds(Role.CLERK, organ_id=case.organ_id)
    return (_beside("ask_extension", is_open=is_clerk, why_not=refusal.message if refusal else ""),)


def _beside(event: str, *, is_open: bool, is_main: bool = False, why_not: Label = "") -> CaseMove:
    return CaseMove(
        event=event,
        label=BESIDE[event],
        is_main=is_main,
        why_not=why_not if is_open else REASONS["party"],
        is_others=not is_open,
    )


def _decides(viewer: Viewer, reply: Reply | None, on: date) -> bool:
    if reply is None or reply.proposal_id is None:
        return False
    waiting = {step.proposal_id for step in steps_waiting_for(viewer, on=on)}
    return reply.proposal_id in waiting


def facts_now(case: Case, reply: Reply | None) -> Facts:
    """Return everything that guards look at."""
    corrections, replies = correction_facts(case), reply_facts(case, reply)
    return Facts(
        may_ask_again=corrections.may_ask_again,
        correction_overdue=corrections.correction_overdue,
        reply_complete=not gaps_of(case, reply),
        content_unchanged=replies.content_unchanged,
        extension_waits=replies.extension_waits,
    )


def _offer(line: Move, parties: Collection[Party], facts: Facts) -> CaseMove:
    answer = move(line.state, line.event, parties=parties, facts=facts)
    why_not = REASONS[answer.why] if isinstance(answer, Refused) else ""
    return CaseMove(
        event=line.event.value,
        label=EVENTS[line.event],
        is_main=line.forward and not why_not,
        why_not=why_not,
        is_others=answer == Refused("party"),
    )
