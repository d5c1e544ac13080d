"""Reviews of the very same content count again; whose they were can revoke them."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.queries import holders_of
from gongkai.review.access import deciding_organ
from gongkai.review.models import (
    Decision,
    Proposal,
    ProposalState,
    Referral,
    Step,
    StepKind,
    StepRevocation,
)
from gongkai.review.operations.decide import locked_proposal, passed_by
from gongkai.review.operations.propose import void_proposal
from gongkai.review.operations.trail import record_on
from gongkai.review.rules.four_eyes import conflict
from gongkai.review.rules.steps import DECIDERS, REPEATABLE, next_step


class NotTakenOver(Refusal):
    """The step was signed here: it is no review taken over, or its proposal has ended."""


class WhyNeeded(Refusal):
    """A revocation says why."""


def take_over_reviews(*, actor: Actor, proposal_id: int, basis_digest: str) -> tuple[Step, ...]:
    """Let passed reviews of the very same content count for a proposal that was just made.

    Each becomes a step that points at the signed one. Taken over is only the last word of that
    review on the subject: passed, on the same digest, basis and rules, not revoked, nothing
    referred since, by somebody who may still decide the step and did not propose this. The
    approval is always given anew. Raises NotFound.
    """
    with transaction.atomic():
        proposal = locked_proposal(proposal_id)
        taken: list[Step] = []
        for _time in REPEATABLE:
            passed = passed_by(proposal)
            kind = next_step(passed, needs_legal=proposal.needs_legal)
            if kind is None or kind not in REPEATABLE:
                break
            source = _repeatable(proposal, kind, basis_digest)
            if source is None:
                break
            taken.append(_repeat(actor, proposal, source))
    return tuple(taken)


def revoke_repeated_review(*, actor: Actor, step_id: int, why: str) -> Step:
    """Revoke one's own review where it was taken over; the proposal becomes void.

    It does not count again later either. Raises NotFound, NotAllowed, NotTakenOver, WhyNeeded.
    """
    said = clean_text(why)
    if not said:
        raise WhyNeeded(_("Say why your review shall not count again."), field="why")
    with transaction.atomic():
        step = Step.objects.select_related("proposal").filter(pk=step_id).first()
        if step is None:
            raise NotFound(_("There is no such step."))
        if actor.person_id is None or step.decided_by_id != actor.person_id:
            raise NotAllowed(_("Only whose review it is may revoke it."))
        proposal = locked_proposal(step.proposal_id)
        _require_revocable(step, proposal)
        StepRevocation.objects.create(
            step=step, why=said, revoked_by_id=acting_person(actor), revoked_at=time.now()
        )
        record_on(proposal, actor=actor, action="review.revoke", details={"step": step.kind})
        void_proposal(actor=actor, proposal_id=proposal.pk, why=said)
    return step


def _require_revocable(step: Step, proposal: Proposal) -> None:
    ended = proposal.state not in {ProposalState.OPEN, ProposalState.PASSED}
    if step.repeats_id is None or ended:
        raise NotTakenOver(
            _("This review was not taken over, or its proposal has ended. Look at the record.")
        )


def _repeatable(proposal: Proposal, kind: str, basis_digest: str) -> Step | None:
    """Return the signed review that counts again for the proposal, None where none does."""
    last = _last_word(proposal, kind)
    if last is None or last.decision != Decision.PASS:
        return None
    source = last.repeats or last
    is_same = (
        source.digest == proposal.digest
        and source.basis_digest == basis_digest
        and source.proposal.rules == proposal.rules
    )
    revoked = StepRevocation.objects.filter(step__in=[source.pk, *_repetitions(source)])
    if not is_same or revoked.exists() or _referred_since(proposal, source):
        return None
    return source if _may_still_decide(proposal, source, on=time.today()) else None


def _last_word(proposal: Proposal, kind: str) -> Step | None:
    steps = Step.objects.filter(
        kind=kind,
        proposal__subject_kind=proposal.subject_kind,
        proposal__subject_id=proposal.subject_id,
        proposal__organ_id=proposal.organ_id,
    ).exclude(proposal=proposal)
    joined = steps.select_related("proposal", "repeats__proposal")
    return joined.order_by("-pk").first()


def _repetitions(source: Step) -> list[int]:
    return list(source.repetitions.values_list("pk", flat=True))


def _referred_since(proposal: Proposal, source: Step) -> bool:
    asked = Referral.objects.filter(
        proposal__subject_kind=proposal.subject_kind,
        proposal__subject_id=proposal.subject_id,
        asked_at__gt=source.decided_at,
    )
    return source.kind == StepKind.SECRECY and asked.exists()


def _may_still_decide(proposal: Proposal, source: Step, *, on: date) -> bool:
    organ_id = deciding_organ(organ_id=proposal.organ_id, kind=source.kind, on=on)
    holders = holders_of(DECIDERS[source.kind], organ_id=organ_id, on=on)
    found = conflict(
        kind=source.kind,
        person_id=source.decided_by_id,
        proposed_by=proposal.proposed_by_id,
        passed_by=passed_by(proposal),
    )
    holds = (source.decided_by_id, source.standing_in_for_id) in holders
    return holds and source.for_organ_id == organ_id and found is None


def _repeat(actor: Actor, proposal: Proposal, source: Step) -> Step:
    step = Step.objects.create(
        proposal=proposal,
        kind=source.kind,
        decision=source.decision,
        opinion=source.opinion,
        digest=source.digest,
        basis_digest=source.basis_digest,
        decided_by_id=source.decided_by_id,
        for_organ_id=source.for_organ_id,
        standing_in_for_id=source.standing_in_for_id,
        decided_at=time.now(),
        repeats=source,
    )
    details = {"step": source.kind, "repeats": str(source.pk)}
    record_on(proposal, actor=actor, action="review.take_over", details=details)
    return step
