"""Handovers, leaves to share steps, and every use that was made of them."""

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import overseen_by
from gongkai.review.models import (
    Decision,
    Proposal,
    ProposalState,
    SharedSteps,
    StepHandover,
    StepKind,
)


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One step of an organ that a superior organ decides."""

    id: int
    organ_id: int
    organ_name: str
    kind: StepKind
    to_organ_id: int
    to_organ_name: str
    from_on: date
    until_on: date | None
    ordered_by_name: str


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """One leave of a small organ to share the steps between two people."""

    id: int
    organ_id: int
    organ_name: str
    from_on: date
    until_on: date
    reason: str
    allowed_by_name: str
    allowed_for_organ_name: str
    uses: int


@dataclass(frozen=True, slots=True)
class SharedUse:
    """One release in which two people did the work of three."""

    proposal_id: int
    subject_kind: str
    subject_id: int
    label: str
    organ_id: int
    organ_name: str
    proposed_by_name: str
    secrecy_by_name: str
    approved_by_name: str
    passed_at: datetime
    reason: str
    allowed_by_name: str


def handovers_of(organ_id: int) -> tuple[HandoverLine, ...]:
    """Return the handovers of an organ's steps, past ones too, the newest first."""
    rows = StepHandover.objects.filter(organ_id=organ_id).select_related(
        "organ", "to_organ", "ordered_by"
    )
    return tuple(
        HandoverLine(
            id=row.pk,
            organ_id=row.organ_id,
            organ_name=row.organ.name,
            kind=StepKind(row.kind),
            to_organ_id=row.to_organ_id,
            to_organ_name=row.to_organ.name,
            from_on=row.from_on,
            until_on=row.until_on,
            ordered_by_name=row.ordered_by.name,
        )
        for row in rows.order_by("-from_on", "-pk")
    )


def leaves_of(viewer: Viewer) -> tuple[LeaveLine, ...]:
    """Return the leaves of the organs that the viewer oversees or is in charge of."""
    rows = SharedSteps.objects.filter(organ_id__in=_reported_to(viewer)).select_related(
        "organ", "allowed_by", "allowed_for_organ"
    )
    return tuple(
        LeaveLine(
            id=row.pk,
            organ_id=row.organ_id,
            organ_name=row.organ.name,
            from_on=row.from_on,
            until_on=row.until_on,
            reason=row.reason,
            allowed_by_name=row.allowed_by.name,
            allowed_for_organ_name=row.allowed_for_organ.name,
            uses=len(row.uses.all()),
        )
        for row in rows.prefetch_related("uses").order_by("-from_on", "-pk")
    )


def shared_steps_report(viewer: Viewer) -> tuple[SharedUse, ...]:
    """Return every release in which two people shared the steps, the newest first.

    For the organs that the viewer oversees or is in charge of. It is a report on people's work,
    not on content: the label is all it shows of what was released.
    """
    rows = (
        Proposal.objects.filter(
            state=ProposalState.PASSED,
            shared_steps__isnull=False,
            organ_id__in=_reported_to(viewer),
        )
        .select_related("organ", "proposed_by", "shared_steps__allowed_by")
        .prefetch_related("steps__decided_by")
    )
    return tuple(_use(row) for row in rows.order_by("-ended_at", "-pk"))


def _reported_to(viewer: Viewer) -> frozenset[int]:
    return overseen_by(viewer) | viewer.organs_as(Role.PERSON_IN_CHARGE)


def _use(row: Proposal) -> SharedUse:
    passed = {s.kind: s.decided_by.name for s in row.steps.all() if s.decision == Decision.PASS}
    leave = row.shared_steps
    return SharedUse(
        proposal_id=row.pk,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        label=row.label,
        organ_id=row.organ_id,
        organ_name=row.organ.name,
        proposed_by_name=row.proposed_by.name,
        secrecy_by_name=passed[StepKind.SECRECY],
        approved_by_name=passed[StepKind.APPROVAL],
        passed_at=row.ended_at or row.proposed_at,
        reason=leave.reason if leave else "",
        allowed_by_name=leave.allowed_by.name if leave else "",
    )
