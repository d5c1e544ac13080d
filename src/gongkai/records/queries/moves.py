"""What may be done next, out of the table of the life cycles, with the reason why not."""

from collections.abc import Sequence

from gongkai.kernel import time
from gongkai.kernel.types import Role, Viewer
from gongkai.records.models import Embargo, Record
from gongkai.records.queries.desk_values import DeskVersion, MoveOption, WithdrawalView
from gongkai.records.rules.embargo import Outcome
from gongkai.records.rules.lifecycle import (
    RESTORE_EVENT,
    Axis,
    Event,
    Facts,
    Move,
    Refused,
    move,
    moves_from,
)
from gongkai.records.rules.vocabulary import IN_WORK, Category, VersionState
from gongkai.records.wording import MOVES, REASONS
from gongkai.review.models import StepKind
from gongkai.review.queries import proposals_handed_up_to, steps_waiting_for

# They follow from other moves and are no buttons.
_NO_BUTTONS = frozenset(
    {
        Event.SUPERSEDE,
        Event.PUBLISH,
        Event.LIST,
        Event.HOLD,
        Event.TAKE_OVER,
        Event.REVOKE,
    }
)
_STEPS = frozenset({Event.PASS_REVIEW, Event.FINISH_REVIEW, Event.APPROVE, Event.RETURN})
_REVIEW_ROLES = (Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE)


def moves_of(
    viewer: Viewer,
    record: Record,
    *,
    current: DeskVersion,
    versions: Sequence[DeskVersion],
    waiting: WithdrawalView | None,
) -> tuple[MoveOption, ...]:
    """Return every move out of the two states, each allowed or with its reason.

    A review or an approval is allowed to exactly those to whom the review module offers it, four
    eyes and handed-over steps included.
    """
    facts = _facts(viewer, record, current, versions, waiting)
    roles = _roles(viewer, record.organ_id, current)
    lines = [
        *_lines(Axis.VERSION, current.state, facts),
        *_lines(Axis.RECORD, record.standing, facts),
    ]
    due = _step_due_for(viewer, current)
    return tuple(_option(line, roles, facts, current, due) for line in lines)


def _lines(axis: Axis, state: str, facts: Facts) -> list[Move]:
    hidden = _NO_BUTTONS | {_review_event_not_due(facts)} | _restore_not_meant(facts)
    return [line for line in moves_from(axis, state) if line.event not in hidden]


def _review_event_not_due(facts: Facts) -> Event:
    return Event.PASS_REVIEW if facts.reviews_complete else Event.FINISH_REVIEW


def _restore_not_meant(facts: Facts) -> set[Event]:
    meant = RESTORE_EVENT.get(facts.public_category, Event.REPUBLISH)
    return {Event.REPUBLISH, Event.RELIST} - {meant}


def _option(
    line: Move, roles: frozenset[Role], facts: Facts, current: DeskVersion, due: StepKind | None
) -> MoveOption:
    answer = move(line.axis, line.state, line.event, roles=roles, facts=facts)
    why = answer.why if isinstance(answer, Refused) else ""
    if not why and line.event in _STEPS and due is None:
        why = "role"
    return MoveOption(
        event=line.event.value,
        label=str(MOVES[line.event]),
        is_allowed=not why,
        reason=str(REASONS[why]) if why else "",
        version_id=current.id if line.axis is Axis.VERSION else None,
        roles=tuple(sorted(line.roles)),
        step=_next_step(current) if line.event in _STEPS else None,
    )


def _roles(viewer: Viewer, organ_id: int, current: DeskVersion) -> frozenset[Role]:
    own = frozenset(duty.role for duty in viewer.duties if duty.organ_id == organ_id)
    handed = proposals_handed_up_to(viewer, on=time.today())
    if current.proposal is not None and current.proposal.id in handed:
        own |= {duty.role for duty in viewer.duties if duty.role in _REVIEW_ROLES}
    return own


def _next_step(current: DeskVersion) -> StepKind | None:
    return current.proposal.next_step if current.proposal else None


def _step_due_for(viewer: Viewer, current: DeskVersion) -> StepKind | None:
    if current.state not in {VersionState.PROPOSED, VersionState.REVIEWED}:
        return None
    steps = steps_waiting_for(viewer, on=time.today())
    proposal_id = current.proposal.id if current.proposal else 0
    return next((step.kind for step in steps if step.proposal_id == proposal_id), None)


def _facts(
    viewer: Viewer,
    record: Record,
    current: DeskVersion,
    versions: Sequence[DeskVersion],
    waiting: WithdrawalView | None,
) -> Facts:
    proposal = current.proposal
    last_review = StepKind.LEGAL if proposal and proposal.needs_legal else StepKind.SECRECY
    public = next((v for v in versions if v.id == record.public_version_id), None)
    return Facts(
        category=current.content.category,
        standing=record.standing,
        content_unchanged=proposal is not None
        and proposal.digest == current.digest == current.content.digest(),
        other_version_in_work=any(v.state in IN_WORK for v in versions),
        is_second_person=waiting is not None and waiting.hidden_by_id != viewer.person_id,
        reviews_complete=_next_step(current) == last_review,
        public_category=public.content.category if public else Category.UNDETERMINED.value,
        under_embargo=Embargo.objects.filter(
            version_id=current.id, outcome=Outcome.WAITING.value
        ).exists(),
    )
