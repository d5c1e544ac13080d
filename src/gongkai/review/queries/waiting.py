"""What waits for whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import holders_of, organ_cards, person_names
from gongkai.review.access import deciding_organ, in_force, leave_to_share
from gongkai.review.models import (
    Decision,
    Proposal,
    ProposalState,
    SharedSteps,
    Step,
    StepHandover,
    StepKind,
)
from gongkai.review.queries.proposals import step_due
from gongkai.review.rules.four_eyes import may_decide
from gongkai.review.rules.steps import DECIDERS


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """A step that waits for a person; `since` is when it became due."""

    proposal_id: int
    subject_kind: str
    subject_id: int
    label: str
    organ_id: int
    organ_name: str
    kind: StepKind
    since: datetime


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may decide the step that is due."""

    person_id: int
    name: str
    standing_in_for_name: str
    organ_id: int
    organ_name: str


def steps_waiting_for(viewer: Viewer, *, on: date) -> tuple[WaitingStep, ...]:
    """Return the steps that the viewer may decide on the day, the longest waiting first.

    Four eyes are respected: what they proposed or reviewed themselves is not offered. The number
    of queries does not grow with the rows.
    """
    wanted = _organs_by_step(viewer, on)
    organs = frozenset().union(*wanted.values())
    if viewer.person_id is None or not organs:
        return ()
    rows = list(_open_proposals().filter(organ_id__in=organs))
    leaves = _organs_with_leave(organs, on)
    lines = [
        _waiting(row, kind)
        for row in rows
        if (kind := step_due(row))
        and row.organ_id in wanted[kind]
        and _may(row, kind, viewer.person_id, has_leave=row.organ_id in leaves)
    ]
    return tuple(sorted(lines, key=lambda line: (line.since, line.proposal_id)))


def proposals_handed_up_to(viewer: Viewer, *, on: date) -> frozenset[int]:
    """Return the open proposals of other organs that the viewer may read to decide a step.

    The step was handed up to the viewer's organ, is of the viewer's role, and is due or was
    decided there. Who took the legal review over learns nothing of what needs none.
    """
    wanted = {kind: viewer.organs_as(role) for kind, role in deciding_roles().items()}
    takers = frozenset[int]().union(*wanted.values())
    if not takers:
        return frozenset()
    handovers = StepHandover.objects.filter(in_force(on), to_organ_id__in=takers)
    handed = {
        (organ_id, kind)
        for organ_id, kind, taker in handovers.values_list("organ_id", "kind", "to_organ_id")
        if taker in wanted[StepKind(kind)]
    }
    if not handed:
        return frozenset()
    rows = _open_proposals().filter(organ_id__in={organ_id for organ_id, _kind in handed})
    return frozenset(
        row.pk
        for row in rows
        if any((row.organ_id, kind) in handed for kind in _due_or_decided(row, wanted))
    )


def _due_or_decided(proposal: Proposal, takers: dict[StepKind, frozenset[int]]) -> set[str]:
    decided = {s.kind for s in proposal.steps.all() if s.for_organ_id in takers[StepKind(s.kind)]}
    due = step_due(proposal)
    return decided | {due.value} if due else decided


def who_may_decide(proposal_id: int, *, on: date) -> tuple[Decider, ...]:
    """Return who may decide the step that is due, as far as four eyes allow; raises NotFound."""
    proposal = _open_proposals(all_states=True).filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound(_("There is no such proposal."))
    kind = step_due(proposal)
    if kind is None:
        return ()
    organ_id = deciding_organ(organ_id=proposal.organ_id, kind=kind.value, on=on)
    holders = holders_of(DECIDERS[kind.value], organ_id=organ_id, on=on)
    leave = leave_to_share(organ_id=proposal.organ_id, on=on) is not None
    able = [pair for pair in holders if _may(proposal, kind, pair[0], has_leave=leave)]
    return _deciders(able, organ_id)


def _deciders(able: list[tuple[int, int | None]], organ_id: int) -> tuple[Decider, ...]:
    names = person_names(person for pair in able for person in pair if person)
    organ = organ_cards([organ_id])[organ_id]
    return tuple(
        Decider(
            person_id=person,
            name=names[person],
            standing_in_for_name=names[absent] if absent else "",
            organ_id=organ.id,
            organ_name=organ.name,
        )
        for person, absent in able
    )


def _organs_by_step(viewer: Viewer, on: date) -> dict[str, frozenset[int]]:
    """Return for which organs the viewer's roles decide each step, handovers applied."""
    handed: dict[str, dict[int, int]] = {kind.value: {} for kind in StepKind}
    for row in StepHandover.objects.filter(in_force(on)).order_by("pk"):
        handed[row.kind][row.organ_id] = row.to_organ_id
    return {
        kind: _organs_of_step(viewer.organs_as(DECIDERS[kind]), away)
        for kind, away in handed.items()
    }


def _organs_of_step(own: frozenset[int], handed: dict[int, int]) -> frozenset[int]:
    return (own - handed.keys()) | {organ for organ, taker in handed.items() if taker in own}


def _organs_with_leave(organs: Collection[int], on: date) -> frozenset[int]:
    rows = SharedSteps.objects.filter(in_force(on), organ_id__in=organs)
    return frozenset(rows.values_list("organ_id", flat=True))


def _open_proposals(*, all_states: bool = False) -> QuerySet[Proposal]:
    rows = Proposal.objects.select_related("organ").prefetch_related(
        Prefetch("steps", Step.objects.order_by("pk"))
    )
    return rows if all_states else rows.filter(state=ProposalState.OPEN)


def _may(proposal: Proposal, kind: StepKind, person_id: int, *, has_leave: bool) -> bool:
    passed = {s.kind: s.decided_by_id for s in proposal.steps.all() if s.decision == Decision.PASS}
    return may_decide(
        kind=kind.value,
        person_id=person_id,
        proposed_by=proposal.proposed_by_id,
        passed_by=passed,
        has_leave=has_leave,
    )


def _waiting(proposal: Proposal, kind: StepKind) -> WaitingStep:
    moments = [step.decided_at for step in proposal.steps.all()]
    return WaitingStep(
        proposal_id=proposal.pk,
        subject_kind=proposal.subject_kind,
        subject_id=proposal.subject_id,
        label=proposal.label,
        organ_id=proposal.organ_id,
        organ_name=proposal.organ.name,
        kind=kind,
        since=max(moments, default=proposal.proposed_at),
    )


def deciding_roles() -> dict[StepKind, Role]:
    """Return which role decides which step, for pages that explain the review."""
    return {StepKind(kind): role for kind, role in DECIDERS.items()}
