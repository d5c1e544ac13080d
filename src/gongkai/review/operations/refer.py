"""Refer a doubt: may this be made public at all? (Regulations 2007 art. 14)"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.queries import holders_of, is_superior
from gongkai.review.access import CONSULTED, require_decider
from gongkai.review.models import ProposalState, Referral, StepKind
from gongkai.review.operations.decide import (
    NotYetDue,
    ProposalNotOpen,
    locked_proposal,
    passed_by,
)
from gongkai.review.operations.trail import record_on


class QuestionNeeded(Refusal):
    """A referral says what is in doubt, and its answer says why."""


class AlreadyReferred(Refusal):
    """A referral about this proposal waits for its answer."""


class AlreadyAnswered(Refusal):
    """The referral was answered before."""


class NobodyThereToDecide(Refusal):
    """The organ has nobody who determines such doubts for this one."""


def refer_step(*, actor: Actor, proposal_id: int, to_organ_id: int, question: str) -> Referral:
    """Put a doubt of the secrecy review to the secrecy bureau or the competent department.

    Until the answer the review cannot be passed; it can be returned. Raises NotFound, NotAllowed,
    ProposalNotOpen, NotYetDue, QuestionNeeded, AlreadyReferred, NobodyThereToDecide.
    """
    with transaction.atomic():
        proposal = locked_proposal(proposal_id)
        on = time.today()
        require_decider(actor, organ_id=proposal.organ_id, kind=StepKind.SECRECY, on=on)
        if proposal.state != ProposalState.OPEN:
            raise ProposalNotOpen(_("This proposal has ended. Look at the record again."))
        if StepKind.SECRECY.value in passed_by(proposal):
            raise NotYetDue(_("The secrecy review has been passed. Have it returned first."))
        if proposal.referrals.filter(answered_at__isnull=True).exists():
            raise AlreadyReferred(_("A referral waits for its answer already."))
        _require_competence(to_organ_id, proposal.organ_id)
        referral = Referral.objects.create(
            proposal=proposal,
            to_organ_id=to_organ_id,
            question=_required(question, "question"),
            asked_by_id=acting_person(actor),
            asked_at=time.now(),
        )
        details = {"to_organ": str(to_organ_id)}
        record_on(proposal, actor=actor, action="review.refer", details=details)
    return referral


def answer_referral(
    *, actor: Actor, referral_id: int, may_be_public: bool, answer: str
) -> Referral:
    """Determine what was referred; the reviewer then decides, and the answer is kept.

    Raises NotFound, NotAllowed, AlreadyAnswered, ProposalNotOpen, QuestionNeeded.
    """
    with transaction.atomic():
        rows = Referral.objects.select_for_update(of=("self",), no_key=True)
        referral = rows.select_related("proposal").filter(pk=referral_id).first()
        if referral is None:
            raise NotFound(_("There is no such referral."))
        if actor.role not in CONSULTED or actor.organ_id != referral.to_organ_id:
            raise NotAllowed(_("Only the organ to which it was referred may answer."))
        if referral.answered_at is not None:
            raise AlreadyAnswered(_("This referral was answered before."))
        if referral.proposal.state != ProposalState.OPEN:
            raise ProposalNotOpen(_("The proposal has ended; nobody waits for an answer any more."))
        referral.may_be_public = may_be_public
        referral.answer = _required(answer, "answer")
        referral.answered_by_id, referral.answered_at = acting_person(actor), time.now()
        referral.save()
        details = {"may_be_public": "yes" if may_be_public else "no"}
        record_on(referral.proposal, actor=actor, action="review.answer_referral", details=details)
    return referral


def _require_competence(to_organ_id: int, organ_id: int) -> None:
    on = time.today()
    there = any(holders_of(role, organ_id=to_organ_id, on=on) for role in CONSULTED)
    if not there or not (to_organ_id == organ_id or is_superior(to_organ_id, of=organ_id)):
        raise NobodyThereToDecide(
            _("Refer to the secrecy bureau or the competent department of your area."),
            field="to_organ",
        )


def _required(text: str, field: str) -> str:
    text = clean_text(text)
    if not text:
        raise QuestionNeeded(_("Write down what is in doubt and why."), field=field)
    return text
