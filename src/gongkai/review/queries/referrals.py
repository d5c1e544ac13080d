"""Doubts put to the secrecy bureau or the competent department, and who can be asked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import OrganCard, organ_cards, organs_where_held, superiors_among
from gongkai.review.access import CONSULTED
from gongkai.review.models import ProposalState, Referral


@dataclass(frozen=True, slots=True)
class ReferredDoubt:
    """A doubt as who determines it sees it; the answer is empty while it waits.

    `is_open` says whether the proposal still waits too: what was proposed can be read until then.
    """

    id: int
    proposal_id: int
    subject_kind: str
    subject_id: int
    label: str
    organ_id: int
    organ_name: str
    to_organ_id: int
    question: str
    asked_by_name: str
    asked_at: datetime
    is_open: bool
    may_be_public: bool | None
    answer: str
    answered_by_name: str
    answered_at: datetime | None


def referrals_waiting_for(viewer: Viewer) -> tuple[ReferredDoubt, ...]:
    """Return the doubts that the viewer is asked to determine, the oldest first."""
    rows = _asked_of(viewer).filter(answered_at__isnull=True, proposal__state=ProposalState.OPEN)
    return tuple(_doubt(row) for row in rows.order_by("asked_at", "pk"))


def count_referrals_waiting_for(viewer: Viewer) -> int:
    """Return how many doubts the viewer is asked to determine."""
    rows = _asked_of(viewer).filter(answered_at__isnull=True, proposal__state=ProposalState.OPEN)
    return rows.count()


def referrals_determined_by(viewer: Viewer, *, most: int = 100) -> tuple[ReferredDoubt, ...]:
    """Return the doubts that the viewer's organ determined, or that ended without, newest first."""
    rows = _asked_of(viewer).exclude(answered_at__isnull=True, proposal__state=ProposalState.OPEN)
    return tuple(_doubt(row) for row in rows.order_by("-pk")[:most])


def referral_for(viewer: Viewer, referral_id: int) -> ReferredDoubt:
    """Return a doubt that was put to the viewer's organ; raises NotFound for everybody else."""
    row = _asked_of(viewer).filter(pk=referral_id if 0 < referral_id < 2**63 else 0).first()
    if row is None:
        raise NotFound(_("There is no such referral."))
    return _doubt(row)


def proposals_referred_to(viewer: Viewer) -> frozenset[int]:
    """Return the open proposals that the viewer may read to determine a doubt about them."""
    rows = _asked_of(viewer).filter(answered_at__isnull=True, proposal__state=ProposalState.OPEN)
    return frozenset(rows.values_list("proposal_id", flat=True))


def organs_to_ask(organ_id: int, *, on: date) -> tuple[OrganCard, ...]:
    """Return whom a doubt of the organ can be put to on the day, by name."""
    held = organs_where_held(*CONSULTED, on=on)
    able = superiors_among(held, of=organ_id) | (held & {organ_id})
    return tuple(sorted(organ_cards(able).values(), key=lambda card: card.name))


def _asked_of(viewer: Viewer) -> QuerySet[Referral]:
    rows = Referral.objects.filter(to_organ_id__in=viewer.organs_as(*CONSULTED))
    return rows.select_related("proposal__organ", "asked_by", "answered_by")


def _doubt(row: Referral) -> ReferredDoubt:
    proposal = row.proposal
    return ReferredDoubt(
        id=row.pk,
        proposal_id=proposal.pk,
        subject_kind=proposal.subject_kind,
        subject_id=proposal.subject_id,
        label=proposal.label,
        organ_id=proposal.organ_id,
        organ_name=proposal.organ.name,
        to_organ_id=row.to_organ_id,
        question=row.question,
        asked_by_name=row.asked_by.name,
        asked_at=row.asked_at,
        is_open=proposal.state == ProposalState.OPEN,
        may_be_public=row.may_be_public,
        answer=row.answer,
        answered_by_name=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
    )
