"""Reviews of one's own that count again for the same content."""

from dataclasses import dataclass
from datetime import datetime

from gongkai.kernel.types import Viewer
from gongkai.review.models import ProposalState, Step, StepKind


@dataclass(frozen=True, slots=True)
class ReviewTakenOver:
    """A review that was signed once and counts again, until whose it was revokes it."""

    step_id: int
    kind: StepKind
    proposal_id: int
    subject_kind: str
    subject_id: int
    label: str
    organ_name: str
    reviewed_at: datetime
    taken_over_at: datetime


def reviews_taken_over_from(viewer: Viewer) -> tuple[ReviewTakenOver, ...]:
    """Return the viewer's reviews that count again in proposals under way, the newest first.

    One query. Whether a passed one was released since is the subject's module to say.
    """
    if viewer.person_id is None:
        return ()
    rows = Step.objects.filter(
        repeats__isnull=False,
        decided_by_id=viewer.person_id,
        proposal__state__in=[ProposalState.OPEN, ProposalState.PASSED],
    ).select_related("proposal__organ", "repeats")
    return tuple(_line(row) for row in rows.order_by("-pk"))


def _line(row: Step) -> ReviewTakenOver:
    proposal = row.proposal
    return ReviewTakenOver(
        step_id=row.pk,
        kind=StepKind(row.kind),
        proposal_id=proposal.pk,
        subject_kind=proposal.subject_kind,
        subject_id=proposal.subject_id,
        label=proposal.label,
        organ_name=proposal.organ.name,
        reviewed_at=row.repeats.decided_at if row.repeats else row.decided_at,
        taken_over_at=row.decided_at,
    )
