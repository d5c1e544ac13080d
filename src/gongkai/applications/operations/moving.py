"""Asking the table: may this actor make this move now? And writing down that it was made."""

from django.utils.translation import gettext_lazy as _

from gongkai.applications.access import APPLICANT, party_of
from gongkai.applications.models import Case, CaseStep
from gongkai.applications.naming import REASONS
from gongkai.applications.operations.trail import leave_trail
from gongkai.applications.rules.lifecycle import Event, Facts, Guard, Move, Refused, move
from gongkai.applications.rules.vocabulary import ENDED, CaseState
from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import Actor


class MoveNotPossible(Refusal):
    """The case does not stand where this can be done."""


class AlreadyAskedOnce(MoveNotPossible):
    """A correction is asked for once (2019 art. 30)."""


class CorrectionStillPossible(MoveNotPossible):
    """The applicant's time to correct is not over."""


class ReplyNotComplete(MoveNotPossible):
    """Something in the reply is missing."""


class ReplyChanged(MoveNotPossible):
    """The reply is not the one that was seen, reviewed or approved."""


class ExtensionWaits(MoveNotPossible):
    """An extension was asked for and is not decided."""


_REFUSALS: dict[str, type[MoveNotPossible]] = {
    Guard.MAY_ASK_AGAIN: AlreadyAskedOnce,
    Guard.CORRECTION_OVERDUE: CorrectionStillPossible,
    Guard.REPLY_COMPLETE: ReplyNotComplete,
    Guard.CONTENT_UNCHANGED: ReplyChanged,
    Guard.NO_EXTENSION_WAITS: ExtensionWaits,
}
_STEPS_OF_A_REVIEW = frozenset({Event.PASS_REVIEW, Event.APPROVE, Event.RETURN})
"""Moves whose organ the review module checks, for a step may be handed to a superior organ."""


def locked_case(case_id: int) -> Case:
    """Return the case with its application, its row locked; raises NotFound."""
    rows = Case.objects.select_for_update(of=("self",), no_key=True)
    case = rows.select_related("application", "organ__region").filter(pk=case_id).first()
    if case is None:
        raise NotFound(_("There is no such case."))
    return case


def require_move(case: Case, event: Event, *, actor: Actor, facts: Facts | None = None) -> Move:
    """Return the move of the table.

    Raises NotAllowed where the organ or the role is another's and MoveNotPossible (or its
    subclass) where state or guard forbid it.
    """
    own = actor is APPLICANT or actor.organ_id == case.organ_id
    if not own and event not in _STEPS_OF_A_REVIEW:
        raise NotAllowed(_("The case belongs to another organ. Ask that organ's staff."))
    parties = party_of(actor)
    answer = move(CaseState(case.state), event, parties=parties, facts=facts or Facts())
    if isinstance(answer, Refused):
        raise refusal_for(answer)
    return answer


def refusal_for(refused: Refused) -> Refusal:
    """Return the refusal that names the fact."""
    if refused.why == "party":
        return NotAllowed(REASONS["party"])
    return _REFUSALS.get(refused.why, MoveNotPossible)(REASONS[refused.why])


def go(case: Case, line: Move, *, actor: Actor, note: str = "") -> CaseStep:
    """Make the move: the step is added, the state follows it, the trail names it."""
    step = write_step(case, line.event.value, line.to, actor=actor, note=note)
    case.state = line.to.value
    case.ended_at = step.at if line.to in ENDED else None
    case.save(update_fields=["state", "ended_at", "received_on", "assigned_to", "outcome_code"])
    leave_trail(actor, line.event.value, case)
    return step


def write_step(
    case: Case, event: str, to: CaseState, *, actor: Actor, note: str = "", first: bool = False
) -> CaseStep:
    """Add one row to the steps of the case."""
    at = time.now()
    return CaseStep.objects.create(
        case=case,
        event=event,
        from_state="" if first else case.state,
        to_state=to.value,
        on=time.local_date(at),
        at=at,
        by_id=actor.person_id,
        by_name=acting_name(actor),
        by_role=actor.role.value if actor.role else "",
        note=note,
    )


def acting_name(actor: Actor) -> str:
    """Return who acts as the case keeps it: with the person they stand in for."""
    if actor.standing_in_for_name:
        return f"{actor.name}（代{actor.standing_in_for_name}）"
    return actor.name
