"""What people signed in a period: everything one person answered for, and counts of many."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import person_names
from gongkai.review.access import accountable_organs
from gongkai.review.models import Decision, Proposal, ProposalState, Step, StepKind


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment until another, which does not belong to it any more."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class SignedStep:
    """One step that a person answers for; `is_repeat` where an earlier review was taken over."""

    id: int
    proposal_id: int
    subject_kind: str
    subject_id: int
    label: str
    organ_id: int
    organ_name: str
    kind: StepKind
    decision: Decision
    opinion: str
    digest: str
    decided_at: datetime
    standing_in_for_name: str
    for_organ_name: str
    is_repeat: bool
    is_revoked: bool
    is_shared: bool
    counts: bool
    """Whether the proposal passed with it; a void or returned one let nothing out."""


@dataclass(frozen=True, slots=True)
class StepTally:
    """How many steps of a kind a person passed, returned and had taken over in a period."""

    person_id: int
    person_name: str
    kind: StepKind
    passed: int
    returned: int
    repeated: int


def steps_signed_by(
    viewer: Viewer, person_id: int, period: Period, *, most: int
) -> tuple[SignedStep, ...]:
    """Return what the person decided in the period, the newest first, `most` at most.

    All of it for the person themself; else of the organs for which the viewer is in charge or
    which they supervise. Raises NotFound for everybody else, and about whoever never decided
    anything there: their name is not the viewer's to know.
    """
    rows = _readable(viewer, person_id)
    joined = (
        rows.filter(_within(period))
        .select_related("proposal__organ", "standing_in_for", "for_organ", "revocation")
        .order_by("-pk")
    )
    return tuple(_signed(row) for row in joined[:most])


def tallies(organ_ids: Collection[int], period: Period) -> tuple[StepTally, ...]:
    """Return how many steps of these organs each person decided in the period; two queries.

    The caller has checked that the viewer may see it (access.accountable_organs).
    """
    rows = (
        _in(period)
        .filter(proposal__organ_id__in=organ_ids)
        .values("decided_by_id", "kind")
        .annotate(
            passed=Count("pk", filter=Q(decision=Decision.PASS, repeats__isnull=True)),
            returned=Count("pk", filter=Q(decision=Decision.RETURN)),
            repeated=Count("pk", filter=Q(repeats__isnull=False)),
        )
        .order_by("decided_by_id", "kind")
    )
    found = list(rows)
    names = person_names({row["decided_by_id"] for row in found})
    return tuple(
        StepTally(
            person_id=row["decided_by_id"],
            person_name=names[row["decided_by_id"]],
            kind=StepKind(row["kind"]),
            passed=row["passed"],
            returned=row["returned"],
            repeated=row["repeated"],
        )
        for row in found
    )


def passed_steps_of(proposal_ids: Collection[int], period: Period) -> dict[int, list[int]]:
    """Return who passed a step of each proposal in the period: persons by proposal; one query."""
    rows = _in(period).filter(proposal_id__in=proposal_ids, decision=Decision.PASS)
    found: dict[int, list[int]] = {}
    for proposal_id, person_id in rows.values_list("proposal_id", "decided_by_id").distinct():
        found.setdefault(proposal_id, []).append(person_id)
    return found


def _readable(viewer: Viewer, person_id: int) -> QuerySet[Step]:
    rows = Step.objects.filter(decided_by_id=person_id)
    if viewer.person_id is not None and viewer.person_id == person_id:
        return rows
    rows = rows.filter(proposal__organ_id__in=accountable_organs(viewer))
    if not rows.exists():
        raise NotFound(_("There is no such page."))
    return rows


def _in(period: Period) -> QuerySet[Step]:
    return Step.objects.filter(_within(period))


def _within(period: Period) -> Q:
    return Q(decided_at__gte=period.since, decided_at__lt=period.until)


def _signed(row: Step) -> SignedStep:
    proposal: Proposal = row.proposal
    return SignedStep(
        id=row.pk,
        proposal_id=proposal.pk,
        subject_kind=proposal.subject_kind,
        subject_id=proposal.subject_id,
        label=proposal.label,
        organ_id=proposal.organ_id,
        organ_name=proposal.organ.name,
        kind=StepKind(row.kind),
        decision=Decision(row.decision),
        opinion=row.opinion,
        digest=row.digest,
        decided_at=row.decided_at,
        standing_in_for_name=row.standing_in_for.name if row.standing_in_for else "",
        for_organ_name=row.for_organ.name,
        is_repeat=row.repeats_id is not None,
        is_revoked=getattr(row, "revocation", None) is not None,
        is_shared=proposal.shared_steps_id is not None,
        counts=row.decision == Decision.PASS and proposal.state == ProposalState.PASSED,
    )
