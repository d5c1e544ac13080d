"""Proposing, and what happens to a proposal when its content changes."""

import pytest
from django.db import IntegrityError, transaction
from tests.factories.organs import Staff, a_digest, a_staffed_organ
from tests.factories.review import a_proposal, decided, passed

from gongkai.audit.models import AuditEntry
from gongkai.kernel.models import OutboxEvent
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import SYSTEM, Role
from gongkai.review.models import Decision, Proposal, ProposalState, StepKind
from gongkai.review.operations import (
    AlreadyProposed,
    NotADigest,
    ProposalNotOpen,
    propose,
    void_proposal,
)
from gongkai.review.queries import open_proposal_of, proposal_view, proposals_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    return a_staffed_organ()


def propose_as(staff: Staff, role: Role, *, organ_id: int = 0, digest: str = "") -> Proposal:
    return propose(
        actor=staff.acts(role),
        subject_kind="test",
        subject_id=1,
        organ_id=organ_id or staff.organ.pk,
        label="题名",
        digest=digest or a_digest(),
        needs_legal=False,
        note="",
    )


@pytest.mark.parametrize("role", [Role.CLERK, Role.PERSON_IN_CHARGE])
def test_clerk_and_person_in_charge_propose(staff: Staff, role: Role) -> None:
    proposal = propose_as(staff, role)
    assert proposal.state == ProposalState.OPEN
    entry = AuditEntry.objects.get(action="review.propose")
    assert entry.details["digest"] == a_digest()
    assert open_proposal_of("test", 1) == proposal.pk


@pytest.mark.parametrize(
    "role", [Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.SYSTEM_ADMINISTRATOR]
)
def test_others_do_not_propose(staff: Staff, role: Role) -> None:
    with pytest.raises(NotAllowed):
        propose_as(staff, role)


def test_nobody_proposes_for_another_organ(staff: Staff) -> None:
    with pytest.raises(NotAllowed):
        propose_as(staff, Role.CLERK, organ_id=a_staffed_organ().organ.pk)


def test_a_subject_is_proposed_once_at_a_time(staff: Staff) -> None:
    propose_as(staff, Role.CLERK)
    with pytest.raises(AlreadyProposed):
        propose_as(staff, Role.CLERK, digest=a_digest("other"))


def test_only_digests_are_proposed(staff: Staff) -> None:
    with pytest.raises(NotADigest):
        propose_as(staff, Role.CLERK, digest="A" * 64)


@pytest.mark.parametrize("was_passed", [False, True])
def test_a_change_makes_it_void_and_frees_the_subject(staff: Staff, was_passed: bool) -> None:
    proposal = passed(staff) if was_passed else a_proposal(staff)
    void_proposal(actor=staff.acts(Role.CLERK), proposal_id=proposal.pk, why="改正错字")
    view = proposal_view(proposal.pk)
    assert (view.state, view.ended_why, view.next_step) == (ProposalState.VOID, "改正错字", None)
    assert OutboxEvent.objects.filter(kind="review.proposal_voided").count() == 1
    with pytest.raises(ProposalNotOpen):
        decided(proposal, staff.secrecy, StepKind.SECRECY)
    with pytest.raises(ProposalNotOpen):
        void_proposal(actor=SYSTEM, proposal_id=proposal.pk, why="")


def test_a_returned_proposal_is_not_made_void(staff: Staff) -> None:
    proposal = a_proposal(staff)
    decided(proposal, staff.secrecy, StepKind.SECRECY, Decision.RETURN, opinion="不宜公开")
    with pytest.raises(ProposalNotOpen):
        void_proposal(actor=SYSTEM, proposal_id=proposal.pk, why="")


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        void_proposal(actor=SYSTEM, proposal_id=10**9, why="")
    with pytest.raises(NotFound):
        proposal_view(10**9)


def test_the_view_tells_the_whole_story(staff: Staff) -> None:
    proposal = a_proposal(staff, needs_legal=True)
    decided(proposal, staff.secrecy, StepKind.SECRECY, opinion="不涉密")
    view = proposal_view(proposal.pk)
    assert view.next_step is StepKind.LEGAL
    [step] = view.steps
    assert (step.opinion, step.decided_by_name) == ("不涉密", staff.secrecy.name)
    assert step.for_organ_name == staff.organ.name
    assert proposals_about("test", proposal.subject_id) == (view,)


def test_the_database_keeps_proposals(staff: Staff) -> None:
    proposal = passed(staff)
    for change in ({"state": ProposalState.OPEN, "ended_at": None}, {"label": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).delete()


def test_the_database_refuses_a_proposal_that_begins_passed(staff: Staff) -> None:
    proposal = passed(staff)
    proposal.pk = None
    proposal._state.adding = True
    with pytest.raises(IntegrityError, match="begins open"), transaction.atomic():
        proposal.save()


def test_the_trail_never_holds_the_title(staff: Staff) -> None:
    propose_as(staff, Role.CLERK)
    entry = AuditEntry.objects.get(action="review.propose")
    assert entry.object_label == "#1"
    assert "题名" not in entry.canonical
