"""Doubts that wait for the secrecy bureau or the competent department."""

from dataclasses import dataclass
from datetime import datetime

from gongkai.kernel.types import Viewer
from gongkai.review.access import CONSULTED
from gongkai.review.models import Referral


@dataclass(frozen=True, slots=True)
class WaitingReferral:
    """A referral without an answer."""

    id: int
    proposal_id: int
    subject_kind: str
    subject_id: int
    label: str
    organ_id: int
    organ_name: str
    question: str
    asked_by_name: str
    asked_at: datetime


def referrals_waiting_for(viewer: Viewer) -> tuple[WaitingReferral, ...]:
    """Return the doubts that the viewer is asked to determine, the oldest first."""
    rows = Referral.objects.filter(
        answered_at__isnull=True, to_organ_id__in=viewer.organs_as(*CONSULTED)
    ).select_related("proposal__organ", "asked_by")
    return tuple(
        WaitingReferral(
            id=row.pk,
            proposal_id=row.proposal_id,
            subject_kind=row.proposal.subject_kind,
            subject_id=row.proposal.subject_id,
            label=row.proposal.label,
            organ_id=row.proposal.organ_id,
            organ_name=row.proposal.organ.name,
            question=row.question,
            asked_by_name=row.asked_by.name,
            asked_at=row.asked_at,
        )
        for row in rows.order_by("asked_at", "pk")
    )
