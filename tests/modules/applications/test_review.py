"""The secrecy review and the approval of a reply: four eyes, bound to what was seen, handed up."""

import pytest
import time_machine
from tests.factories import organs
from tests.factories.applications import NOT_HELD, Desk, a_desk, signed

from gongkai.applications.models import Case, CaseStep, Reply
from gongkai.applications.operations import (
    ExtensionWaits,
    MoveNotPossible,
    ReplyChanged,
    ask_extension,
    propose_reply,
    review_reply,
)
from gongkai.applications.queries import case_page
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role, Viewer
from gongkai.organs.models import Signature
from gongkai.organs.operations import SignatureTooOld
from gongkai.review.models import Decision, Proposal, Step, StepKind
from gongkai.review.operations import (
    FourEyesNeeded,
    OpinionNeeded,
    SignatureNotForThis,
    SignatureNotYours,
    SignatureUsed,
)
from gongkai.review.rules.steps import purpose_of

SECRECY, APPROVAL = StepKind.SECRECY, StepKind.APPROVAL
REVIEWER, IN_CHARGE = Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE


@pytest.fixture
def case_id(desk: Desk) -> int:
    """A case whose reply is proposed."""
    given = desk.received()
    desk.accepted(given.case_id)
    desk.proposed(given.case_id)
    return given.case_id


def _state(case_id: int) -> str:
    return Case.objects.get(pk=case_id).state


def test_each_step_is_signed_under_the_digest_that_was_proposed(desk: Desk, case_id: int) -> None:
    assert desk.reviewed(case_id).state == "reviewed"
    assert desk.approved(case_id).state == "approved"
    reply = Reply.objects.get(case_id=case_id)
    steps = Step.objects.filter(proposal=reply.proposal).order_by("pk")
    assert [(step.kind, step.digest) for step in steps] == [
        (SECRECY, reply.digest),
        (APPROVAL, reply.digest),
    ]
    people = {desk.clerk.pk, *steps.values_list("decided_by_id", flat=True)}
    assert len(people) == 3


def test_nobody_reviews_what_they_proposed(desk: Desk, case_id: int) -> None:
    organs.a_role(desk.clerk, desk.organ, REVIEWER)
    with pytest.raises(FourEyesNeeded):
        desk.decided(case_id, SECRECY, by=organs.acting(desk.clerk, REVIEWER, desk.organ))
    assert _state(case_id) == "proposed"


@pytest.mark.parametrize("who", ["clerk", "secrecy"])
def test_nobody_approves_what_they_proposed_or_reviewed(desk: Desk, case_id: int, who: str) -> None:
    desk.reviewed(case_id)
    person = getattr(desk, who)
    organs.a_role(person, desk.organ, IN_CHARGE)
    with pytest.raises(FourEyesNeeded):
        desk.decided(case_id, APPROVAL, by=organs.acting(person, IN_CHARGE, desk.organ))
    assert _state(case_id) == "reviewed"


def test_a_step_is_taken_once(desk: Desk, case_id: int) -> None:
    for kind in (SECRECY, APPROVAL):
        desk.decided(case_id, kind)
        with pytest.raises(MoveNotPossible):
            desk.decided(case_id, kind)
    assert Step.objects.count() == 2


def test_the_approval_waits_for_the_review(desk: Desk, case_id: int) -> None:
    with pytest.raises(MoveNotPossible):
        desk.approved(case_id)
    assert not Step.objects.exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.PERSON_IN_CHARGE])
def test_only_a_reviewer_reviews(desk: Desk, case_id: int, role: Role) -> None:
    with pytest.raises(NotAllowed):
        desk.decided(case_id, SECRECY, by=desk.acting(role))


@pytest.mark.parametrize("role", [Role.CLERK, Role.SECRECY_REVIEWER])
def test_only_the_person_in_charge_approves(desk: Desk, case_id: int, role: Role) -> None:
    desk.reviewed(case_id)
    with pytest.raises(NotAllowed):
        desk.decided(case_id, APPROVAL, by=desk.acting(role))


@pytest.mark.parametrize("kind", [SECRECY, APPROVAL])
def test_another_organs_people_decide_nothing(desk: Desk, case_id: int, kind: StepKind) -> None:
    if kind is APPROVAL:
        desk.reviewed(case_id)
    role = REVIEWER if kind is SECRECY else IN_CHARGE
    for decision in Decision:
        with pytest.raises(NotAllowed):
            desk.decided(case_id, kind, decision, by=a_desk().acting(role))


@pytest.mark.parametrize("kind", [SECRECY, APPROVAL])
def test_there_is_nothing_to_decide_before_a_reply_is_proposed(desk: Desk, kind: StepKind) -> None:
    given = desk.received()
    for bring in (desk.accepted, desk.drafted):
        bring(given.case_id)
        for decision in Decision:
            with pytest.raises(MoveNotPossible):
                desk.decided(given.case_id, kind, decision)


def _decide(actor: Actor, case_id: int, seen: str, signature: Signature) -> Case:
    return review_reply(
        actor=actor,
        case_id=case_id,
        decision=Decision.PASS,
        opinion="",
        seen_digest=seen,
        signature=signature,
    )


def test_what_was_seen_must_be_what_was_proposed(desk: Desk, case_id: int) -> None:
    reviewer, other = desk.acting(REVIEWER), organs.a_digest("another reply")
    purpose, right = purpose_of(SECRECY), Reply.objects.get(case_id=case_id).digest
    with pytest.raises(ReplyChanged):
        _decide(reviewer, case_id, other, signed(reviewer, other, purpose))
    with pytest.raises(SignatureNotForThis):
        _decide(reviewer, case_id, right, signed(reviewer, right, purpose_of(APPROVAL)))
    with pytest.raises(SignatureNotYours):
        _decide(reviewer, case_id, right, signed(desk.acting(IN_CHARGE), right, purpose))
    assert (_state(case_id), Step.objects.count()) == ("proposed", 0)


def test_an_old_signature_signs_nothing(
    desk: Desk, case_id: int, fixed_moment: time_machine.Traveller
) -> None:
    reviewer, right = desk.acting(REVIEWER), Reply.objects.get(case_id=case_id).digest
    signature = signed(reviewer, right, purpose_of(SECRECY))
    fixed_moment.shift(601)
    with pytest.raises(SignatureTooOld):
        _decide(reviewer, case_id, right, signature)


def test_a_signature_signs_once_even_where_the_same_is_proposed_again(
    desk: Desk, case_id: int
) -> None:
    reviewer, right = desk.acting(REVIEWER), Reply.objects.get(case_id=case_id).digest
    signature = signed(reviewer, right, purpose_of(SECRECY))
    _decide(reviewer, case_id, right, signature)
    desk.decided(case_id, APPROVAL, Decision.RETURN)
    assert propose_reply(actor=desk.acting(Role.CLERK), case_id=case_id).digest == right
    with pytest.raises(SignatureUsed):
        _decide(reviewer, case_id, right, signature)


@pytest.mark.parametrize("kind", [SECRECY, APPROVAL])
def test_a_return_says_why_and_gives_the_reply_back(
    desk: Desk, case_id: int, kind: StepKind
) -> None:
    if kind is APPROVAL:
        desk.reviewed(case_id)
    with pytest.raises(OpinionNeeded):
        desk.decided(case_id, kind, Decision.RETURN, opinion=" ")
    desk.decided(case_id, kind, Decision.RETURN, opinion="附表里有住址。")
    assert _state(case_id) == "drafted"
    assert CaseStep.objects.filter(case_id=case_id).latest("pk").note == "附表里有住址。"
    desk.proposed(case_id, NOT_HELD)
    assert _state(case_id) == "proposed"
    assert Proposal.objects.filter(subject_kind="application_reply").count() == 2


def test_after_a_return_every_step_is_taken_anew(desk: Desk, case_id: int) -> None:
    desk.reviewed(case_id)
    desk.decided(case_id, APPROVAL, Decision.RETURN)
    propose_reply(actor=desk.acting(Role.CLERK), case_id=case_id)
    with pytest.raises(MoveNotPossible):
        desk.approved(case_id)
    desk.reviewed(case_id)
    assert desk.approved(case_id).state == "approved"


def test_no_approval_while_more_time_is_asked_for(desk: Desk, case_id: int) -> None:
    desk.reviewed(case_id)
    ask_extension(
        actor=desk.acting(Role.CLERK), case_id=case_id, working_days=5, reason="档案较多。"
    )
    with pytest.raises(ExtensionWaits):
        desk.approved(case_id)
    desk.decided(case_id, APPROVAL, Decision.RETURN)
    assert _state(case_id) == "drafted"


def test_a_step_is_offered_to_exactly_those_who_may_take_it(desk: Desk, case_id: int) -> None:
    organs.a_role(desk.clerk, desk.organ, REVIEWER)
    assert _open_moves(desk.viewing(REVIEWER), case_id) == {"pass_review"}
    assert "pass_review" not in _open_moves(desk.viewing(Role.CLERK), case_id), "four eyes"
    desk.reviewed(case_id)
    organs.a_role(desk.secrecy, desk.organ, IN_CHARGE)
    assert "approve" not in _open_moves(desk.viewing(REVIEWER), case_id), "four eyes"
    assert "approve" in _open_moves(desk.viewing(IN_CHARGE), case_id)


def _open_moves(viewer: Viewer, case_id: int) -> set[str]:
    page = case_page(viewer, case_id, on=today())
    return {move.event for move in page.moves if not move.why_not}
