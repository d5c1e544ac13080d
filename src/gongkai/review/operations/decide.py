"""Decide a step of a proposal: pass it on, or return it with an opinion."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.events import emit
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.models import Signature
from gongkai.organs.operations import require_fresh
from gongkai.review.access import leave_to_share, require_decider
from gongkai.review.events import ProposalPassed, ProposalReturned
from gongkai.review.models import Decision, Proposal, ProposalState, SharedSteps, Step, StepKind
from gongkai.review.operations.trail import record_on
from gongkai.review.rules.basis import signed_digest
from gongkai.review.rules.four_eyes import Conflict, conflict, leave_heals
from gongkai.review.rules.steps import next_step, purpose_of


class ProposalNotOpen(Refusal):
    """The proposal has ended."""


class NotYetDue(Refusal):
    """Another step comes first, or this one has been decided."""


class ContentChanged(Refusal):
    """What was seen or signed is not what was proposed."""


class SignatureNotYours(Refusal):
    """Somebody else gave the signature."""


class SignatureNotForThis(Refusal):
    """The signature was given for another purpose: another step, or a withdrawal."""


class SignatureUsed(Refusal):
    """The signature stands under another decision."""


class OpinionNeeded(Refusal):
    """A return says why."""


class FourEyesNeeded(Refusal):
    """The person did another part of the work; somebody else must decide."""


class ReviewOutdated(Refusal):
    """What was decided beside the content changed after an earlier step was signed."""


class ReferralWaits(Refusal):
    """The secrecy bureau or the competent department has not answered yet."""


def decide_step(
    *,
    actor: Actor,
    proposal_id: int,
    kind: StepKind,
    decision: Decision,
    opinion: str,
    seen_digest: str,
    signature: Signature,
    basis_digest: str = "",
) -> Step:
    """Decide the step that is due; the last one passes the proposal, a return ends it.

    `seen_digest` is the SHA-256 of the content on the decider's screen, `basis_digest` of what was
    decided beside it; the signature stands under both (rules.basis.signed_digest). Raises NotFound,
    NotAllowed, ProposalNotOpen, NotYetDue, ContentChanged, SignatureNotYours, SignatureNotForThis,
    SignatureTooOld, SignatureUsed, OpinionNeeded, FourEyesNeeded, ReferralWaits, ReviewOutdated.
    """
    on = time.today()
    with transaction.atomic():
        proposal = locked_proposal(proposal_id)
        require_decider(actor, organ_id=proposal.organ_id, kind=kind, on=on)
        passed = passed_by(proposal)
        _require_due(proposal, kind, passed)
        _require_same_content(proposal, seen_digest, basis_digest, signature)
        _require_signature(actor, signature, kind)
        opinion = _checked_opinion(opinion, decision)
        leave = None
        if decision is Decision.PASS:
            leave = _require_four_eyes(actor, proposal, kind, passed, on)
            _require_one_basis(proposal, basis_digest)
        step = _write(actor, proposal, kind, decision, opinion, signature, basis_digest)
        _end(proposal, step, leave, passed)
    return step


def locked_proposal(proposal_id: int) -> Proposal:
    """Return the proposal with its row locked; raises NotFound."""
    proposal = Proposal.objects.select_for_update(no_key=True).filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound(_("There is no such proposal."))
    return proposal


def passed_by(proposal: Proposal) -> dict[str, int]:
    """Return who passed which step of the proposal."""
    rows = proposal.steps.filter(decision=Decision.PASS)
    return dict(rows.values_list("kind", "decided_by_id"))


def _require_due(proposal: Proposal, kind: StepKind, passed: dict[str, int]) -> None:
    if proposal.state != ProposalState.OPEN:
        raise ProposalNotOpen(_("This proposal has ended. Look at the record again."))
    if next_step(passed, needs_legal=proposal.needs_legal) != kind.value:
        raise NotYetDue(_("This step is not due: another comes first, or it has been decided."))


def _require_same_content(
    proposal: Proposal, seen: str, basis_digest: str, signature: Signature
) -> None:
    is_signed = signature.digest == signed_digest(seen, basis_digest)
    if proposal.digest != seen or not is_signed:
        raise ContentChanged(
            _("The content is not the one that you saw. Open it again and decide anew.")
        )


def _require_one_basis(proposal: Proposal, basis_digest: str) -> None:
    steps = proposal.steps.filter(decision=Decision.PASS)
    if steps.exclude(basis_digest=basis_digest).exists():
        raise ReviewOutdated(
            _(
                "The decisions on findings changed after an earlier review, which counts no more. "
                "Return it to the clerk, who proposes it again."
            )
        )


def _require_signature(actor: Actor, signature: Signature, kind: StepKind) -> None:
    if signature.person_id != actor.person_id:
        raise SignatureNotYours(_("This is somebody else's signature. Sign yourself."))
    if signature.purpose != purpose_of(kind.value):
        raise SignatureNotForThis(_("You signed something else. Sign this step."))
    require_fresh(signature)
    if Step.objects.filter(signature=signature).exists():
        raise SignatureUsed(_("This signature was used before. Sign again."))


def _checked_opinion(opinion: str, decision: Decision) -> str:
    opinion = clean_text(opinion)
    if decision is Decision.RETURN and not opinion:
        raise OpinionNeeded(_("Say what has to be changed."), field="opinion")
    return opinion


def _require_four_eyes(
    actor: Actor, proposal: Proposal, kind: StepKind, passed: dict[str, int], on: date
) -> SharedSteps | None:
    if kind is StepKind.SECRECY and proposal.referrals.filter(answered_at__isnull=True).exists():
        raise ReferralWaits(_("The referral has not been answered yet. Wait for the answer."))
    found = conflict(
        kind=kind.value,
        person_id=acting_person(actor),
        proposed_by=proposal.proposed_by_id,
        passed_by=passed,
    )
    if found is None:
        return None
    leave = leave_to_share(organ_id=proposal.organ_id, on=on) if leave_heals(kind.value) else None
    if leave is None:
        raise FourEyesNeeded(_MESSAGES[found])
    return leave


_MESSAGES = {
    Conflict.PROPOSED_IT: _("You proposed this yourself. Another person must decide this step."),
    Conflict.REVIEWED_IT: _("You reviewed this yourself. Another person must approve it."),
}


def _write(
    actor: Actor,
    proposal: Proposal,
    kind: StepKind,
    decision: Decision,
    opinion: str,
    signature: Signature,
    basis_digest: str,
) -> Step:
    step = Step.objects.create(
        proposal=proposal,
        kind=kind,
        decision=decision,
        opinion=opinion,
        digest=proposal.digest,
        basis_digest=basis_digest,
        decided_by_id=acting_person(actor),
        for_organ_id=actor.organ_id or proposal.organ_id,
        standing_in_for_id=actor.standing_in_for_id,
        decided_at=time.now(),
        signature=signature,
    )
    details = {"step": kind.value, "decision": decision.value, "signature": str(signature.pk)}
    record_on(proposal, actor=actor, action="review.decide", details=details)
    return step


def _end(proposal: Proposal, step: Step, leave: SharedSteps | None, passed: dict[str, int]) -> None:
    if step.decision == Decision.RETURN:
        _close(proposal, ProposalState.RETURNED, None)
        emit(
            ProposalReturned(
                proposal_id=proposal.pk,
                subject_kind=proposal.subject_kind,
                subject_id=proposal.subject_id,
                organ_id=proposal.organ_id,
                step=step.kind,
            )
        )
    elif next_step({*passed, step.kind}, needs_legal=proposal.needs_legal) is None:
        _close(proposal, ProposalState.PASSED, leave)
        emit(
            ProposalPassed(
                proposal_id=proposal.pk,
                subject_kind=proposal.subject_kind,
                subject_id=proposal.subject_id,
                organ_id=proposal.organ_id,
                digest=proposal.digest,
            )
        )


def _close(proposal: Proposal, state: ProposalState, leave: SharedSteps | None) -> None:
    proposal.state, proposal.ended_at, proposal.shared_steps = state, time.now(), leave
    proposal.save(update_fields=["state", "ended_at", "shared_steps"])
