"""Doubts put to the secrecy bureau (Regulations 2007 art. 14)."""

import pytest
from django.db import IntegrityError, transaction
from tests.factories.organs import (
    Staff,
    a_staffed_organ,
    acting,
    an_organ,
    signed,
    someone,
    viewing,
)
from tests.factories.review import a_proposal, decided, passed

from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Actor, Role
from gongkai.organs.models import Organ, Person
from gongkai.review.models import Decision, Proposal, Referral, Step, StepKind
from gongkai.review.operations import (
    AlreadyAnswered,
    AlreadyReferred,
    NobodyThereToDecide,
    ProposalNotOpen,
    QuestionNeeded,
    ReferralWaits,
    answer_referral,
    refer_step,
)
from gongkai.review.queries import proposal_view, referrals_waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def government() -> Organ:
    return an_organ("云梦市政府", level="city", kind="government")


@pytest.fixture
def bureau(government: Organ) -> Organ:
    return an_organ("云梦市保密局", level="city", parent=government)


@pytest.fixture
def officer(bureau: Organ) -> Person:
    return someone(Role.SECRECY_BUREAU, bureau)


@pytest.fixture
def staff(government: Organ) -> Staff:
    return a_staffed_organ(an_organ("云梦市规划局", level="city", parent=government))


def refer(staff: Staff, proposal: Proposal, to: Organ, question: str = "附图能否公开") -> Referral:
    return refer_step(
        actor=staff.acts(Role.SECRECY_REVIEWER),
        proposal_id=proposal.pk,
        to_organ_id=to.pk,
        question=question,
    )


def answered(referral: Referral, actor: Actor, answer: str = "可以公开") -> Referral:
    return answer_referral(actor=actor, referral_id=referral.pk, may_be_public=True, answer=answer)


def test_the_review_waits_for_the_answer(staff: Staff, bureau: Organ, officer: Person) -> None:
    proposal = a_proposal(staff)
    referral = refer(staff, proposal, bureau)
    with pytest.raises(ReferralWaits):
        decided(proposal, staff.secrecy, StepKind.SECRECY)
    answered(referral, acting(officer, Role.SECRECY_BUREAU, bureau))
    decided(proposal, staff.secrecy, StepKind.SECRECY)
    [view] = proposal_view(proposal.pk).referrals
    assert (view.may_be_public, view.answer) == (True, "可以公开")
    assert view.answered_by_name == officer.name


def test_it_can_be_returned_without_the_answer(
    staff: Staff, bureau: Organ, officer: Person
) -> None:
    proposal = a_proposal(staff)
    refer(staff, proposal, bureau)
    step = decided(proposal, staff.secrecy, StepKind.SECRECY, Decision.RETURN, opinion="暂缓")
    assert (step.decision, officer.is_active) == (Decision.RETURN, True)


def test_it_waits_on_the_bureaus_list(staff: Staff, bureau: Organ, officer: Person) -> None:
    referral = refer(staff, a_proposal(staff), bureau)
    [waiting] = referrals_waiting_for(viewing(officer))
    assert (waiting.id, waiting.organ_id) == (referral.pk, staff.organ.pk)
    assert referrals_waiting_for(viewing(staff.secrecy)) == ()


def test_one_doubt_at_a_time_in_words(staff: Staff, bureau: Organ, officer: Person) -> None:
    proposal = a_proposal(staff)
    with pytest.raises(QuestionNeeded):
        refer(staff, proposal, bureau, question=" ")
    referral = refer(staff, proposal, bureau)
    with pytest.raises(AlreadyReferred):
        refer(staff, proposal, bureau)
    actor = acting(officer, Role.SECRECY_BUREAU, bureau)
    with pytest.raises(QuestionNeeded):
        answered(referral, actor, answer="")
    answered(referral, actor)
    with pytest.raises(AlreadyAnswered):
        answered(referral, actor)


def test_only_who_is_competent_is_asked_and_answers(
    staff: Staff, bureau: Organ, officer: Person, government: Organ
) -> None:
    proposal = a_proposal(staff)
    stranger = an_organ("他省保密局")
    other = someone(Role.SECRECY_BUREAU, stranger)
    for organ in (government, stranger):
        with pytest.raises(NobodyThereToDecide):
            refer(staff, proposal, organ)
    referral = refer(staff, proposal, bureau)
    for actor in (
        acting(other, Role.SECRECY_BUREAU, stranger),
        staff.acts(Role.SECRECY_REVIEWER),
    ):
        with pytest.raises(NotAllowed):
            answered(referral, actor)
    assert officer.is_active


def test_only_the_reviewer_refers_and_only_while_it_is_open(
    staff: Staff, bureau: Organ, officer: Person
) -> None:
    with pytest.raises(NotAllowed):
        refer_step(
            actor=staff.acts(Role.CLERK),
            proposal_id=a_proposal(staff).pk,
            to_organ_id=bureau.pk,
            question="能否公开",
        )
    with pytest.raises(ProposalNotOpen):
        refer(staff, passed(staff), bureau)
    with pytest.raises(NotFound):
        answer_referral(
            actor=acting(officer, Role.SECRECY_BUREAU, bureau),
            referral_id=10**9,
            may_be_public=False,
            answer="不予公开",
        )


def test_the_database_refuses_a_pass_while_a_referral_waits(
    staff: Staff, bureau: Organ, officer: Person
) -> None:
    proposal = a_proposal(staff)
    refer(staff, proposal, bureau)
    signature = signed(staff.secrecy, proposal.digest)
    with pytest.raises(IntegrityError, match="referral waits"), transaction.atomic():
        Step.objects.create(
            proposal=proposal,
            kind=StepKind.SECRECY,
            decision=Decision.PASS,
            digest=proposal.digest,
            decided_by=staff.secrecy,
            for_organ=staff.organ,
            decided_at=signature.signed_at,
            signature=signature,
        )
    assert officer.is_active
