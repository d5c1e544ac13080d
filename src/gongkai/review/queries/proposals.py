"""A proposal with its steps, as the desk shows it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.review.models import (
    Decision,
    Proposal,
    ProposalState,
    ProposedContent,
    Referral,
    Step,
    StepKind,
)
from gongkai.review.rules.steps import next_step


@dataclass(frozen=True, slots=True)
class StepView:
    """One decision: what, by whom, for whom, when and why.

    `reviewed_at` is set where it repeats a review of the same content: when that was signed.
    """

    id: int
    kind: StepKind
    decision: Decision
    opinion: str
    decided_by_name: str
    standing_in_for_name: str
    for_organ_name: str
    for_organ_id: int
    decided_at: datetime
    decided_by_id: int
    basis_digest: str
    reviewed_at: datetime | None
    revoked_at: datetime | None
    revoked_why: str


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A doubt that was referred, and its answer when it has come."""

    id: int
    to_organ_name: str
    question: str
    asked_by_name: str
    asked_at: datetime
    may_be_public: bool | None
    answer: str
    answered_by_name: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal and all that was decided on it; `next_step` is None when it has ended."""

    id: int
    state: ProposalState
    digest: str
    proposed_by_name: str
    proposed_at: datetime
    note: str
    steps: tuple[StepView, ...]
    next_step: StepKind | None
    proposed_by_id: int
    organ_id: int
    label: str
    subject_kind: str
    subject_id: int
    needs_legal: bool
    why_no_legal: str
    ended_at: datetime | None
    ended_why: str
    is_shared: bool
    referrals: tuple[ReferralView, ...]

    @property
    def return_step(self) -> StepView | None:
        """Return the step that sent it back, None where none did."""
        return next((step for step in self.steps if step.decision is Decision.RETURN), None)


def proposal_view(proposal_id: int) -> ProposalView:
    """Return a proposal; raises NotFound. The caller has checked that the viewer may see it."""
    proposal = _complete().filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound(_("There is no such proposal."))
    return _view(proposal)


def proposals_about(subject_kind: str, subject_id: int) -> tuple[ProposalView, ...]:
    """Return every proposal about a subject, the oldest first; five queries however many."""
    rows = _complete().filter(subject_kind=subject_kind, subject_id=subject_id)
    return tuple(_view(row) for row in rows.order_by("pk"))


def proposals_about_many(
    subject_kind: str, subject_ids: Collection[int]
) -> dict[int, tuple[ProposalView, ...]]:
    """Return every proposal about each subject, the oldest first; three queries however many."""
    rows = _complete().filter(subject_kind=subject_kind, subject_id__in=subject_ids)
    found: dict[int, tuple[ProposalView, ...]] = {}
    for row in rows.order_by("pk"):
        found[row.subject_id] = (*found.get(row.subject_id, ()), _view(row))
    return found


def content_as_proposed(subject_kind: str, subject_id: int, digest: str) -> str | None:
    """Return what was proposed with this digest, word for word; None where it was not kept.

    The caller has checked that the viewer may see the subject.
    """
    rows = ProposedContent.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, digest=digest
    )
    return rows.values_list("text", flat=True).first()


def open_proposal_of(subject_kind: str, subject_id: int) -> int | None:
    """Return the id of the open proposal about a subject, or None."""
    rows = Proposal.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return rows.filter(state=ProposalState.OPEN).values_list("pk", flat=True).first()


def step_due(proposal: Proposal) -> StepKind | None:
    """Return the step that is due, from a proposal whose steps were read with it."""
    if proposal.state != ProposalState.OPEN:
        return None
    passed = {s.kind for s in proposal.steps.all() if s.decision == Decision.PASS}
    due = next_step(passed, needs_legal=proposal.needs_legal)
    return StepKind(due) if due else None


def _complete() -> QuerySet[Proposal]:
    steps = Step.objects.select_related(
        "decided_by", "standing_in_for", "for_organ", "repeats", "revocation"
    )
    referrals = Referral.objects.select_related("to_organ", "asked_by", "answered_by")
    return Proposal.objects.select_related("proposed_by").prefetch_related(
        Prefetch("steps", steps.order_by("pk")), Prefetch("referrals", referrals.order_by("pk"))
    )


def _view(proposal: Proposal) -> ProposalView:
    return ProposalView(
        id=proposal.pk,
        state=ProposalState(proposal.state),
        digest=proposal.digest,
        proposed_by_name=proposal.proposed_by.name,
        proposed_at=proposal.proposed_at,
        note=proposal.note,
        steps=tuple(_step(step) for step in proposal.steps.all()),
        next_step=step_due(proposal),
        proposed_by_id=proposal.proposed_by_id,
        organ_id=proposal.organ_id,
        label=proposal.label,
        subject_kind=proposal.subject_kind,
        subject_id=proposal.subject_id,
        needs_legal=proposal.needs_legal,
        why_no_legal=proposal.why_no_legal,
        ended_at=proposal.ended_at,
        ended_why=proposal.ended_why,
        is_shared=proposal.shared_steps_id is not None,
        referrals=tuple(_referral(row) for row in proposal.referrals.all()),
    )


def _step(step: Step) -> StepView:
    revocation = getattr(step, "revocation", None)
    return StepView(
        id=step.pk,
        kind=StepKind(step.kind),
        decision=Decision(step.decision),
        opinion=step.opinion,
        decided_by_name=step.decided_by.name,
        standing_in_for_name=step.standing_in_for.name if step.standing_in_for else "",
        for_organ_name=step.for_organ.name,
        for_organ_id=step.for_organ_id,
        decided_at=step.decided_at,
        decided_by_id=step.decided_by_id,
        basis_digest=step.basis_digest,
        reviewed_at=step.repeats.decided_at if step.repeats else None,
        revoked_at=revocation.revoked_at if revocation else None,
        revoked_why=revocation.why if revocation else "",
    )


def _referral(row: Referral) -> ReferralView:
    return ReferralView(
        id=row.pk,
        to_organ_name=row.to_organ.name,
        question=row.question,
        asked_by_name=row.asked_by.name,
        asked_at=row.asked_at,
        may_be_public=row.may_be_public,
        answer=row.answer,
        answered_by_name=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
    )
