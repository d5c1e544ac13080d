"""What can be done to a case now, and why the rest cannot."""

from gongkai.applications.models import Case, Reply
from gongkai.applications.naming import EVENTS, REASONS
from gongkai.applications.operations.correcting import correction_facts
from gongkai.applications.operations.replying import gaps_of
from gongkai.applications.operations.reviewing import reply_facts
from gongkai.applications.queries.values import CaseMove
from gongkai.applications.rules.lifecycle import Event, Facts, Refused, move, moves_from
from gongkai.applications.rules.vocabulary import CaseState, Party
from gongkai.kernel.types import Role, Viewer

_PARTIES = {
    Role.CLERK: Party.CLERK,
    Role.PERSON_IN_CHARGE: Party.PERSON_IN_CHARGE,
    Role.SECRECY_REVIEWER: Party.SECRECY_REVIEWER,
}
NOT_OFFERED = frozenset({Event.WITHDRAW, Event.RETURN})
"""The applicant withdraws, on line; a return is decided on the page of the step."""


def moves_of(viewer: Viewer, case: Case, reply: Reply | None) -> tuple[CaseMove, ...]:
    """Return the moves out of the case's state, those that are open now first."""
    parties = {
        party for role, party in _PARTIES.items() if viewer.holds(role, organ_id=case.organ_id)
    }
    facts = facts_now(case, reply)
    found = [
        _offer(CaseState(case.state), line.event, parties, facts, is_main=line.forward)
        for line in moves_from(CaseState(case.state))
        if line.event not in NOT_OFFERED
    ]
    return tuple(sorted(found, key=lambda offer: (bool(offer.why_not), not offer.is_main)))


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


def _offer(
    state: CaseState, event: Event, parties: set[Party], facts: Facts, *, is_main: bool
) -> CaseMove:
    answer = move(state, event, parties=parties, facts=facts)
    why_not = REASONS[answer.why] if isinstance(answer, Refused) else ""
    return CaseMove(
        event=event.value,
        label=EVENTS[event],
        is_main=is_main and not why_not,
        why_not=why_not,
    )
