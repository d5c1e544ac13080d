"""What waits for whom."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.organs import Staff, a_role, a_staffed_organ, someone, viewing
from tests.factories.review import a_proposal, decided, passed

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import PUBLIC, Role
from gongkai.organs.operations import order_stand_in
from gongkai.review.models import StepKind
from gongkai.review.queries import steps_waiting_for, who_may_decide

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)


@pytest.fixture
def staff() -> Staff:
    return a_staffed_organ()


def test_each_step_waits_for_its_own_people(staff: Staff) -> None:
    proposal = a_proposal(staff, needs_legal=True)
    people = (staff.secrecy, staff.legal, staff.in_charge)
    kinds = (StepKind.SECRECY, StepKind.LEGAL, StepKind.APPROVAL)
    for person, kind in zip(people, kinds, strict=True):
        waiting = {p.pk: steps_waiting_for(viewing(p), on=TODAY) for p in (*people, staff.clerk)}
        assert [(w.proposal_id, w.kind) for w in waiting.pop(person.pk)] == [(proposal.pk, kind)]
        assert set(waiting.values()) == {()}
        assert [d.person_id for d in who_may_decide(proposal.pk, on=TODAY)] == [person.pk]
        decided(proposal, person, kind)
    assert who_may_decide(proposal.pk, on=TODAY) == ()
    assert steps_waiting_for(PUBLIC, on=TODAY) == ()


def test_what_one_proposed_or_reviewed_is_not_offered_for_approval(staff: Staff) -> None:
    a_role(staff.secrecy, staff.organ, Role.PERSON_IN_CHARGE)
    proposal = a_proposal(staff)
    decided(proposal, staff.secrecy, StepKind.SECRECY)
    assert steps_waiting_for(viewing(staff.secrecy), on=TODAY) == ()
    assert [d.person_id for d in who_may_decide(proposal.pk, on=TODAY)] == [staff.in_charge.pk]


def test_a_stand_in_is_offered_the_step_and_named(staff: Staff) -> None:
    helper = someone(Role.SITE_EDITOR, staff.organ)
    order_stand_in(
        actor=staff.acts(Role.PERSON_IN_CHARGE),
        organ_id=staff.organ.pk,
        absent_id=staff.secrecy.pk,
        stand_in_id=helper.pk,
        role=Role.SECRECY_REVIEWER,
        from_on=TODAY,
        until_on=TODAY,
        reason="出差",
    )
    proposal = a_proposal(staff)
    assert len(steps_waiting_for(viewing(helper), on=TODAY)) == 1
    names = [(d.name, d.standing_in_for_name) for d in who_may_decide(proposal.pk, on=TODAY)]
    assert names == [(staff.secrecy.name, ""), (helper.name, staff.secrecy.name)]


def test_the_longest_waiting_comes_first(staff: Staff) -> None:
    proposals = [a_proposal(staff) for _ in range(3)]
    passed(staff)
    found = [w.proposal_id for w in steps_waiting_for(viewing(staff.secrecy), on=TODAY)]
    assert found == [proposal.pk for proposal in proposals]


def test_an_unknown_proposal_is_not_found() -> None:
    with pytest.raises(NotFound):
        who_may_decide(10**9, on=TODAY)


def test_the_queue_costs_the_same_for_two_and_twenty(staff: Staff) -> None:
    def queries() -> int:
        viewer = viewing(staff.secrecy)
        with CaptureQueriesContext(connection) as captured:
            steps_waiting_for(viewer, on=TODAY)
        return len(captured)

    for _ in range(2):
        a_proposal(staff)
    two = queries()
    for _ in range(18):
        a_proposal(staff)
    assert queries() == two <= 4
