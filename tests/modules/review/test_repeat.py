"""Reviews of the very same content count again, and only those."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from tests.factories.organs import (
    Staff,
    a_digest,
    a_role,
    a_staffed_organ,
    acting,
    an_organ,
    someone,
    viewing,
)
from tests.factories.organs import signed as signature_of
from tests.factories.review import ROLES, a_proposal, decided

from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import Role
from gongkai.organs.models import Person, RoleAssignment
from gongkai.review.models import Decision, Proposal, ProposalState, Step, StepKind
from gongkai.review.operations import (
    NotTakenOver,
    ReviewOutdated,
    WhyNeeded,
    answer_referral,
    decide_step,
    propose,
    refer_step,
    revoke_repeated_review,
    take_over_reviews,
    void_proposal,
)
from gongkai.review.queries import proposal_view, reviews_taken_over_from
from gongkai.review.rules.basis import signed_digest
from gongkai.review.rules.steps import purpose_of

pytestmark = pytest.mark.django_db
BASIS, OTHER_BASIS = a_digest("decisions"), a_digest("other decisions")


@pytest.fixture
def staff() -> Staff:
    return a_staffed_organ()


def again(proposal: Proposal, staff: Staff, **changes: object) -> Proposal:
    """Propose the same subject again."""
    said = {
        "actor": staff.acts(Role.CLERK),
        "subject_kind": proposal.subject_kind,
        "subject_id": proposal.subject_id,
        "organ_id": staff.organ.pk,
        "label": proposal.label,
        "digest": proposal.digest,
        "needs_legal": proposal.needs_legal,
        **changes,
    }
    return propose(**said)  # type: ignore[arg-type]


def taken(proposal: Proposal, staff: Staff, basis: str = "") -> list[str]:
    """Take over what can be; return the kinds."""
    steps = take_over_reviews(
        actor=staff.acts(Role.CLERK), proposal_id=proposal.pk, basis_digest=basis
    )
    return [step.kind for step in steps]


def returned_by_leader(staff: Staff, *, needs_legal: bool = False) -> Proposal:
    """Return a proposal to which the reviewers agreed and which came back from the approval."""
    proposal = a_proposal(staff, needs_legal=needs_legal)
    decided(proposal, staff.secrecy, StepKind.SECRECY, opinion="无涉密内容")
    if needs_legal:
        decided(proposal, staff.legal, StepKind.LEGAL)
    decided(proposal, staff.in_charge, StepKind.APPROVAL, Decision.RETURN, opinion="暂缓")
    return proposal


@pytest.mark.parametrize("needs_legal", [False, True])
def test_reviews_of_the_same_bytes_count_again_and_the_approval_never(
    staff: Staff, needs_legal: bool
) -> None:
    first = returned_by_leader(staff, needs_legal=needs_legal)
    second = again(first, staff)
    assert taken(second, staff) == (["secrecy", "legal"] if needs_legal else ["secrecy"])
    view = proposal_view(second.pk)
    assert view.next_step is StepKind.APPROVAL
    assert view.steps[0].reviewed_at == first.steps.order_by("pk")[0].decided_at
    assert view.steps[0].opinion == "无涉密内容"
    decided(second, staff.in_charge, StepKind.APPROVAL)
    second.refresh_from_db()
    assert second.state == ProposalState.PASSED


def test_what_was_taken_over_is_taken_over_again(staff: Staff) -> None:
    first = returned_by_leader(staff)
    second = again(first, staff)
    taken(second, staff)
    void_proposal(actor=staff.acts(Role.CLERK), proposal_id=second.pk, why="再核对")
    third = again(first, staff)
    assert taken(third, staff) == ["secrecy"]
    assert third.steps.get().repeats == first.steps.get(kind=StepKind.SECRECY)


def _other_content(first: Proposal, staff: Staff) -> Proposal:
    return again(first, staff, digest=a_digest("other"))


def _other_subject(first: Proposal, staff: Staff) -> Proposal:
    return again(first, staff, subject_id=first.subject_id + 1)


def _other_rules(first: Proposal, staff: Staff) -> Proposal:
    return again(first, staff, rules=2)


def _returned_since(first: Proposal, staff: Staff) -> Proposal:
    other = again(first, staff, digest=a_digest("other"))
    decided(other, staff.secrecy, StepKind.SECRECY, Decision.RETURN, opinion="涉密")
    return again(first, staff)


def _passed_another_since(first: Proposal, staff: Staff) -> Proposal:
    other = again(first, staff, digest=a_digest("other"))
    decided(other, staff.secrecy, StepKind.SECRECY)
    void_proposal(actor=staff.acts(Role.CLERK), proposal_id=other.pk, why="改回")
    return again(first, staff)


def _role_ended(first: Proposal, staff: Staff) -> Proposal:
    RoleAssignment.objects.filter(person=staff.secrecy).delete()
    return again(first, staff)


def _proposed_by_the_reviewer(first: Proposal, staff: Staff) -> Proposal:
    a_role(staff.secrecy, staff.organ, Role.CLERK)
    return again(first, staff, actor=acting(staff.secrecy, Role.CLERK, staff.organ))


@pytest.mark.parametrize(
    "otherwise",
    [
        _other_content,
        _other_subject,
        _other_rules,
        _returned_since,
        _passed_another_since,
        _role_ended,
        _proposed_by_the_reviewer,
    ],
)
def test_nothing_else_counts_again(
    staff: Staff, otherwise: Callable[[Proposal, Staff], Proposal]
) -> None:
    second = otherwise(returned_by_leader(staff), staff)
    assert taken(second, staff) == []


def test_a_doubt_that_was_referred_since_keeps_the_review_from_counting(staff: Staff) -> None:
    government = an_organ("云梦市政府", level="city", kind="government")
    staff.organ.parent = government
    staff.organ.save()
    bureau = an_organ("云梦市保密局", level="city", parent=government)
    officer = someone(Role.SECRECY_BUREAU, bureau)
    first = returned_by_leader(staff)
    other = again(first, staff, digest=a_digest("other"))
    referral = refer_step(
        actor=staff.acts(Role.SECRECY_REVIEWER),
        proposal_id=other.pk,
        to_organ_id=bureau.pk,
        question="能否公开",
    )
    answer_referral(
        actor=acting(officer, Role.SECRECY_BUREAU, bureau),
        referral_id=referral.pk,
        may_be_public=False,
        answer="不能",
    )
    void_proposal(actor=staff.acts(Role.CLERK), proposal_id=other.pk, why="改回")
    assert taken(again(first, staff), staff) == []


def on_basis(proposal: Proposal, person: Person, kind: StepKind, basis: str) -> Step:
    """Pass a step whose signature stands under the basis too."""
    digest = signed_digest(proposal.digest, basis)
    return decide_step(
        actor=acting(person, ROLES[kind], proposal.organ),
        proposal_id=proposal.pk,
        kind=kind,
        decision=Decision.PASS,
        opinion="",
        seen_digest=proposal.digest,
        signature=signature_of(person, digest, purpose_of(kind.value)),
        basis_digest=basis,
    )


def test_a_review_counts_for_what_was_decided_beside_the_content_alone(staff: Staff) -> None:
    first = a_proposal(staff)
    on_basis(first, staff.secrecy, StepKind.SECRECY, BASIS)
    with pytest.raises(ReviewOutdated):
        on_basis(first, staff.in_charge, StepKind.APPROVAL, OTHER_BASIS)
    void_proposal(actor=staff.acts(Role.CLERK), proposal_id=first.pk, why="再提")
    second = again(first, staff)
    assert taken(second, staff, OTHER_BASIS) == []
    assert taken(second, staff, BASIS) == ["secrecy"]
    on_basis(second, staff.in_charge, StepKind.APPROVAL, BASIS)


def test_whose_review_it_was_revokes_it_and_it_never_counts_again(staff: Staff) -> None:
    first = returned_by_leader(staff)
    second = again(first, staff)
    taken(second, staff)
    reviewer, leader = staff.acts(Role.SECRECY_REVIEWER), staff.acts(Role.PERSON_IN_CHARGE)
    [line] = reviews_taken_over_from(viewing(staff.secrecy))
    with pytest.raises(NotAllowed):
        revoke_repeated_review(actor=leader, step_id=line.step_id, why="不同意")
    with pytest.raises(WhyNeeded):
        revoke_repeated_review(actor=reviewer, step_id=line.step_id, why=" ")
    revoke_repeated_review(actor=reviewer, step_id=line.step_id, why="形势有变化")
    second.refresh_from_db()
    assert (second.state, second.ended_why) == (ProposalState.VOID, "形势有变化")
    assert reviews_taken_over_from(viewing(staff.secrecy)) == ()
    with pytest.raises(NotTakenOver):
        revoke_repeated_review(actor=reviewer, step_id=line.step_id, why="再次")
    assert taken(again(first, staff), staff) == []


def test_a_signed_step_is_not_revoked(staff: Staff) -> None:
    step = decided(a_proposal(staff), staff.secrecy, StepKind.SECRECY)
    with pytest.raises(NotTakenOver):
        revoke_repeated_review(
            actor=staff.acts(Role.SECRECY_REVIEWER), step_id=step.pk, why="看漏了"
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": StepKind.LEGAL},
        {"basis_digest": BASIS},
        {"decision": Decision.RETURN},
        {"decided_by": None},
        {"proposal": None},
    ],
    ids=["kind", "basis", "return", "person", "subject"],
)
def test_the_database_refuses_to_repeat_anything_else(
    staff: Staff, wrong: dict[str, object]
) -> None:
    first = returned_by_leader(staff)
    source = first.steps.get(kind=StepKind.SECRECY)
    second = again(first, staff)
    row = {
        "proposal": second,
        "kind": source.kind,
        "decision": source.decision,
        "digest": source.digest,
        "basis_digest": source.basis_digest,
        "decided_by": source.decided_by,
        "for_organ": source.for_organ,
        "decided_at": source.decided_at,
        "repeats": source,
        **wrong,
    }
    row["decided_by"] = row["decided_by"] or staff.legal
    row["proposal"] = row["proposal"] or a_proposal(staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(**row)  # type: ignore[misc]


def test_the_database_refuses_a_step_without_signature_that_repeats_nothing(staff: Staff) -> None:
    proposal = a_proposal(staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(
            proposal=proposal,
            kind=StepKind.SECRECY,
            decision=Decision.PASS,
            digest=proposal.digest,
            decided_by=staff.secrecy,
            for_organ=staff.organ,
            decided_at=proposal.proposed_at,
        )
