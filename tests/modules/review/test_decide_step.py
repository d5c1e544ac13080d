"""Deciding a step: order, content, signature, four eyes."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from tests.factories.organs import (
    Staff,
    a_digest,
    a_role,
    a_staffed_organ,
    acting,
    signed,
    someone,
)
from tests.factories.review import a_proposal, decided, passed

from gongkai.kernel.models import OutboxEvent
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import Role
from gongkai.organs.models import Organ, Signature
from gongkai.organs.operations import SignatureTooOld, order_stand_in
from gongkai.review.models import Decision, Proposal, ProposalState, Step, StepKind
from gongkai.review.operations import (
    ContentChanged,
    FourEyesNeeded,
    NotYetDue,
    OpinionNeeded,
    ProposalNotOpen,
    SignatureNotForThis,
    SignatureNotYours,
    SignatureUsed,
    decide_step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    return a_staffed_organ()


@pytest.mark.parametrize("needs_legal", [False, True])
def test_everybody_agrees(staff: Staff, needs_legal: bool) -> None:
    proposal = passed(staff, needs_legal=needs_legal)
    assert proposal.state == ProposalState.PASSED
    assert proposal.steps.count() == (3 if needs_legal else 2)
    event = OutboxEvent.objects.get(kind="review.proposal_passed")
    assert event.payload["digest"] == proposal.digest


@pytest.mark.parametrize("kind", [StepKind.LEGAL, StepKind.APPROVAL])
def test_no_step_before_secrecy(staff: Staff, kind: StepKind) -> None:
    proposal = a_proposal(staff, needs_legal=True)
    person = staff.legal if kind is StepKind.LEGAL else staff.in_charge
    with pytest.raises(NotYetDue):
        decided(proposal, person, kind)


def test_normative_documents_wait_for_the_legal_review(staff: Staff) -> None:
    proposal = a_proposal(staff, needs_legal=True)
    decided(proposal, staff.secrecy, StepKind.SECRECY)
    with pytest.raises(NotYetDue):
        decided(proposal, staff.in_charge, StepKind.APPROVAL)


def test_a_step_is_decided_once(staff: Staff) -> None:
    proposal = a_proposal(staff)
    decided(proposal, staff.secrecy, StepKind.SECRECY)
    with pytest.raises(NotYetDue):
        decided(proposal, someone(Role.SECRECY_REVIEWER, staff.organ), StepKind.SECRECY)


def test_a_return_needs_an_opinion_and_ends_the_proposal(staff: Staff) -> None:
    proposal = a_proposal(staff)
    with pytest.raises(OpinionNeeded):
        decided(proposal, staff.secrecy, StepKind.SECRECY, Decision.RETURN, opinion=" ")
    decided(proposal, staff.secrecy, StepKind.SECRECY, Decision.RETURN, opinion="含有电话号码")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.RETURNED
    assert OutboxEvent.objects.filter(kind="review.proposal_returned").count() == 1
    with pytest.raises(ProposalNotOpen):
        decided(proposal, staff.secrecy, StepKind.SECRECY)


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE])
def test_other_roles_do_not_review_secrecy(staff: Staff, role: Role) -> None:
    proposal = a_proposal(staff)
    actor = staff.acts(role)
    with pytest.raises(NotAllowed):
        _decide(proposal, actor_role=role, staff=staff, person_id=actor.person_id or 0)


def _decide(proposal: Proposal, *, actor_role: Role, staff: Staff, person_id: int) -> Step:
    people = {p.pk: p for p in (staff.clerk, staff.secrecy, staff.legal, staff.in_charge)}
    return decide_step(
        actor=staff.acts(actor_role),
        proposal_id=proposal.pk,
        kind=StepKind.SECRECY,
        decision=Decision.PASS,
        opinion="",
        seen_digest=proposal.digest,
        signature=signed(people[person_id], proposal.digest),
    )


def test_another_organs_reviewer_may_not(staff: Staff) -> None:
    proposal = a_proposal(staff)
    other = a_staffed_organ()
    with pytest.raises(NotAllowed):
        decided(proposal, other.secrecy, StepKind.SECRECY, organ=other.organ)


def secrecy_with(staff: Staff, proposal: Proposal, signature: Signature, *, seen: str = "") -> Step:
    return decide_step(
        actor=staff.acts(Role.SECRECY_REVIEWER),
        proposal_id=proposal.pk,
        kind=StepKind.SECRECY,
        decision=Decision.PASS,
        opinion="",
        seen_digest=seen or proposal.digest,
        signature=signature,
    )


def test_what_was_seen_must_be_what_was_proposed(staff: Staff) -> None:
    proposal = a_proposal(staff)
    with pytest.raises(ContentChanged):
        secrecy_with(
            staff, proposal, signed(staff.secrecy, proposal.digest), seen=a_digest("other")
        )


def test_what_was_signed_must_be_what_was_proposed(staff: Staff) -> None:
    proposal = a_proposal(staff)
    with pytest.raises(ContentChanged):
        secrecy_with(staff, proposal, signed(staff.secrecy, a_digest("other")))


def test_nobody_uses_anothers_signature(staff: Staff) -> None:
    proposal = a_proposal(staff)
    with pytest.raises(SignatureNotYours):
        secrecy_with(staff, proposal, signed(staff.in_charge, proposal.digest))


@pytest.mark.parametrize("purpose", ["review.approval", "records.confirm_withdrawal", ""])
def test_a_signature_for_something_else_decides_nothing(staff: Staff, purpose: str) -> None:
    proposal = a_proposal(staff)
    with pytest.raises(SignatureNotForThis):
        secrecy_with(staff, proposal, signed(staff.secrecy, proposal.digest, purpose))


def test_a_signature_is_used_once(staff: Staff) -> None:
    first, second = a_proposal(staff), a_proposal(staff)
    signature = signed(staff.secrecy, first.digest)
    secrecy_with(staff, first, signature)
    with pytest.raises(SignatureUsed):
        secrecy_with(staff, second, signature)


def test_a_signature_does_not_keep(staff: Staff, fixed_moment: time_machine.Traveller) -> None:
    proposal = a_proposal(staff)
    signature = signed(staff.secrecy, proposal.digest)
    fixed_moment.shift(timedelta(minutes=10, seconds=2))
    with pytest.raises(SignatureTooOld):
        secrecy_with(staff, proposal, signature)


def test_nobody_reviews_what_they_proposed(staff: Staff) -> None:
    a_role(staff.clerk, staff.organ, Role.SECRECY_REVIEWER)
    with pytest.raises(FourEyesNeeded):
        decided(a_proposal(staff), staff.clerk, StepKind.SECRECY)


def test_nobody_approves_what_they_proposed_or_reviewed(staff: Staff) -> None:
    for person in (staff.clerk, staff.secrecy):
        a_role(person, staff.organ, Role.PERSON_IN_CHARGE)
    proposal = a_proposal(staff)
    decided(proposal, staff.secrecy, StepKind.SECRECY)
    for person in (staff.clerk, staff.secrecy):
        with pytest.raises(FourEyesNeeded):
            decided(proposal, person, StepKind.APPROVAL)


def test_a_stand_in_counts_as_the_person_who_acts(staff: Staff) -> None:
    order_stand_in(
        actor=staff.acts(Role.PERSON_IN_CHARGE),
        organ_id=staff.organ.pk,
        absent_id=staff.in_charge.pk,
        stand_in_id=staff.secrecy.pk,
        role=Role.PERSON_IN_CHARGE,
        from_on=date(2026, 3, 16),
        until_on=date(2026, 3, 20),
        reason="出差",
    )
    proposal = a_proposal(staff)
    decided(proposal, staff.secrecy, StepKind.SECRECY)
    with pytest.raises(FourEyesNeeded):
        decided(proposal, staff.secrecy, StepKind.APPROVAL)


def test_a_stand_in_is_named_in_the_step(staff: Staff) -> None:
    substitute = someone(Role.CLERK, staff.organ)
    order_stand_in(
        actor=staff.acts(Role.PERSON_IN_CHARGE),
        organ_id=staff.organ.pk,
        absent_id=staff.secrecy.pk,
        stand_in_id=substitute.pk,
        role=Role.SECRECY_REVIEWER,
        from_on=date(2026, 3, 16),
        until_on=date(2026, 3, 16),
        reason="病假",
    )
    step = decided(a_proposal(staff), substitute, StepKind.SECRECY)
    assert (step.decided_by, step.standing_in_for) == (substitute, staff.secrecy)


def raw_step(proposal: Proposal, signature: Signature, organ: Organ, **changes: object) -> Step:
    values = {
        "proposal": proposal,
        "kind": StepKind.SECRECY,
        "decision": Decision.PASS,
        "digest": proposal.digest,
        "decided_by": signature.person,
        "for_organ": organ,
        "decided_at": signature.signed_at,
        "signature": signature,
    }
    with transaction.atomic():
        return Step.objects.create(**(values | changes))


def test_the_database_refuses_a_step_on_another_content(staff: Staff) -> None:
    proposal = a_proposal(staff)
    signature = signed(staff.secrecy, proposal.digest)
    with pytest.raises(IntegrityError, match="another content"):
        raw_step(proposal, signature, staff.organ, digest=a_digest("other"))


def test_the_database_refuses_a_foreign_signature(staff: Staff) -> None:
    proposal = a_proposal(staff)
    signature = signed(staff.in_charge, proposal.digest)
    with pytest.raises(IntegrityError, match="signature is another's"):
        raw_step(proposal, signature, staff.organ, decided_by=staff.secrecy)


def test_the_database_refuses_steps_out_of_order(staff: Staff) -> None:
    proposal = a_proposal(staff)
    signature = signed(staff.in_charge, proposal.digest)
    with pytest.raises(IntegrityError, match="before it has not passed"):
        raw_step(proposal, signature, staff.organ, kind=StepKind.APPROVAL)


def test_the_database_refuses_to_pass_without_steps(staff: Staff) -> None:
    proposal = a_proposal(staff)
    with pytest.raises(IntegrityError, match="with all its steps"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state=ProposalState.PASSED, ended_at=proposal.proposed_at
        )


def test_the_database_refuses_to_pass_by_two_people(staff: Staff) -> None:
    proposal = a_proposal(staff)
    decided(proposal, staff.secrecy, StepKind.SECRECY)
    signature = signed(staff.secrecy, proposal.digest)
    raw_step(proposal, signature, staff.organ, kind=StepKind.APPROVAL)
    with pytest.raises(IntegrityError, match="by three people"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state=ProposalState.PASSED, ended_at=proposal.proposed_at
        )


def test_the_database_refuses_to_change_what_was_proposed(staff: Staff) -> None:
    proposal = a_proposal(staff)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(digest=a_digest("other"))


def test_the_actor_must_hold_the_role_on_the_day(staff: Staff) -> None:
    with pytest.raises(NotAllowed):
        acting(staff.secrecy, Role.SECRECY_REVIEWER, staff.organ, on=date(2008, 4, 30))
