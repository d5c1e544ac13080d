"""Small offices: steps done by the superior organ, or shared by two people with leave."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from tests.factories.organs import (
    Staff,
    a_role,
    a_staffed_organ,
    acting,
    an_organ,
    someone,
    viewing,
)
from tests.factories.review import a_proposal, decided

from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import PUBLIC, Role
from gongkai.organs.models import Organ, Person
from gongkai.review.models import Proposal, ProposalState, SharedSteps, StepHandover, StepKind
from gongkai.review.operations import (
    AlreadyHandedOver,
    EndsBeforeItBegins,
    FourEyesNeeded,
    ReasonNeeded,
    allow_shared_steps,
    end_handover,
    end_shared_steps,
    hand_over_step,
)
from gongkai.review.queries import (
    handovers_of,
    leaves_of,
    shared_steps_report,
    steps_waiting_for,
    who_may_decide,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)
LATER = TODAY + timedelta(days=30)


@dataclass(frozen=True)
class Area:
    """A county with its general office, and a small township below it."""

    county: Staff
    office: Organ
    competent: Person
    township: Staff


@pytest.fixture
def area() -> Area:
    county = an_organ("云梦县政府", level="county", kind="government")
    office = an_organ("云梦县政府办公室", level="county", parent=county)
    township = an_organ("上河乡政府", level="township", kind="government", parent=county)
    return Area(
        county=a_staffed_organ(county),
        office=office,
        competent=someone(Role.COMPETENT_DEPARTMENT, office),
        township=a_staffed_organ(township),
    )


def leave(area: Area, **changes: object) -> SharedSteps:
    values = {
        "actor": acting(area.competent, Role.COMPETENT_DEPARTMENT, area.office),
        "organ_id": area.township.organ.pk,
        "from_on": TODAY,
        "until_on": LATER,
        "reason": "编制只有两人",
    }
    return allow_shared_steps(**(values | changes))  # type: ignore[arg-type]


def by_two(area: Area) -> Proposal:
    """Let the clerk propose and approve; another person reviews."""
    clerk = area.township.clerk
    if not clerk.assignments.filter(role=Role.PERSON_IN_CHARGE).exists():
        a_role(clerk, area.township.organ, Role.PERSON_IN_CHARGE)
    proposal = a_proposal(area.township)
    decided(proposal, area.township.secrecy, StepKind.SECRECY)
    decided(proposal, clerk, StepKind.APPROVAL)
    proposal.refresh_from_db()
    return proposal


def test_two_people_share_only_with_leave(area: Area) -> None:
    with pytest.raises(FourEyesNeeded):
        by_two(area)
    leave(area)
    assert by_two(area).state == ProposalState.PASSED


def test_also_with_leave_nobody_reviews_what_they_proposed(area: Area) -> None:
    leave(area)
    a_role(area.township.clerk, area.township.organ, Role.SECRECY_REVIEWER)
    with pytest.raises(FourEyesNeeded):
        decided(a_proposal(area.township), area.township.clerk, StepKind.SECRECY)


def test_every_use_is_reported_to_who_oversees(area: Area) -> None:
    leave(area)
    by_two(area)
    [use] = shared_steps_report(viewing(area.competent))
    assert use.proposed_by_name == use.approved_by_name == area.township.clerk.name
    assert (use.reason, use.allowed_by_name) == ("编制只有两人", area.competent.name)
    assert shared_steps_report(viewing(area.township.in_charge)) == (use,)
    assert shared_steps_report(viewing(area.township.secrecy)) == ()
    assert shared_steps_report(PUBLIC) == ()
    [line] = leaves_of(viewing(area.competent))
    assert line.uses == 1


def test_three_people_need_no_leave_and_are_not_reported(area: Area) -> None:
    leave(area)
    proposal = a_proposal(area.township)
    decided(proposal, area.township.secrecy, StepKind.SECRECY)
    decided(proposal, area.township.in_charge, StepKind.APPROVAL)
    assert shared_steps_report(viewing(area.competent)) == ()


def test_a_leave_that_was_ended_helps_no_more(
    area: Area, fixed_moment: time_machine.Traveller
) -> None:
    row = leave(area)
    fixed_moment.shift(timedelta(days=1))
    actor = acting(area.competent, Role.COMPETENT_DEPARTMENT, area.office)
    end_shared_steps(actor=actor, shared_steps_id=row.pk)
    with pytest.raises(FourEyesNeeded):
        by_two(area)


def test_who_may_give_leave(area: Area) -> None:
    own = someone(Role.COMPETENT_DEPARTMENT, area.township.organ)
    for actor in (
        acting(own, Role.COMPETENT_DEPARTMENT, area.township.organ),
        area.county.acts(Role.PERSON_IN_CHARGE),
        area.township.acts(Role.PERSON_IN_CHARGE),
        area.township.acts(Role.SYSTEM_ADMINISTRATOR),
    ):
        with pytest.raises(NotAllowed):
            leave(area, actor=actor)
    with pytest.raises(NotAllowed):
        leave(area, organ_id=an_organ().pk)


def test_a_leave_has_a_reason_and_its_days(area: Area) -> None:
    with pytest.raises(ReasonNeeded):
        leave(area, reason=" ")
    with pytest.raises(EndsBeforeItBegins):
        leave(area, until_on=TODAY - timedelta(days=1))


def test_the_database_refuses_another_organs_leave(area: Area) -> None:
    other = an_organ("下河乡政府", level="township", parent=area.county.organ)
    foreign = leave(area, organ_id=other.pk)
    leave(area)
    proposal = by_two(area)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state=ProposalState.OPEN, ended_at=None, shared_steps=foreign
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        foreign.delete()


def hand_over(area: Area, **changes: object) -> None:
    values = {
        "actor": acting(area.competent, Role.COMPETENT_DEPARTMENT, area.office),
        "organ_id": area.township.organ.pk,
        "kind": StepKind.SECRECY,
        "to_organ_id": area.county.organ.pk,
        "from_on": TODAY,
    }
    hand_over_step(**(values | changes))  # type: ignore[arg-type]


def test_a_step_handed_over_is_decided_above(area: Area) -> None:
    hand_over(area)
    proposal = a_proposal(area.township)
    assert [d.person_id for d in who_may_decide(proposal.pk, on=TODAY)] == [area.county.secrecy.pk]
    with pytest.raises(NotAllowed):
        decided(proposal, area.township.secrecy, StepKind.SECRECY)
    step = decided(proposal, area.county.secrecy, StepKind.SECRECY, organ=area.county.organ)
    assert step.for_organ == area.county.organ
    decided(proposal, area.township.in_charge, StepKind.APPROVAL)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PASSED


def test_what_was_handed_over_waits_for_the_people_above(area: Area) -> None:
    hand_over(area)
    proposal = a_proposal(area.township)
    [waiting] = steps_waiting_for(viewing(area.county.secrecy), on=TODAY)
    assert (waiting.proposal_id, waiting.organ_id) == (proposal.pk, area.township.organ.pk)
    assert steps_waiting_for(viewing(area.township.secrecy), on=TODAY) == ()


def test_a_handover_that_was_ended_gives_the_step_back(
    area: Area, fixed_moment: time_machine.Traveller
) -> None:
    hand_over(area)
    [line] = handovers_of(area.township.organ.pk)
    fixed_moment.shift(timedelta(days=1))
    actor = acting(area.competent, Role.COMPETENT_DEPARTMENT, area.office)
    end_handover(actor=actor, handover_id=line.id)
    assert decided(a_proposal(area.township), area.township.secrecy, StepKind.SECRECY).pk


def test_a_neighbour_takes_no_step_over(area: Area) -> None:
    """Two departments of one government stand beside each other, not one above the other."""
    neighbour = a_staffed_organ(an_organ("云梦县公安局", level="county", parent=area.county.organ))
    taken = {
        "actor": neighbour.acts(Role.PERSON_IN_CHARGE),
        "to_organ_id": neighbour.organ.pk,
        "kind": StepKind.APPROVAL,
    }
    with pytest.raises(NotAllowed):
        hand_over(area, **taken)


def test_no_step_is_handed_to_a_neighbour(area: Area) -> None:
    """The competent department hands a step upwards or to itself, never to a peer."""
    peer = an_organ("云梦县公安局", level="county", parent=area.county.organ)
    bureau = an_organ("云梦县民政局", level="county", parent=area.county.organ)
    for organ in (bureau, area.township.organ):
        with pytest.raises(NotAllowed):
            hand_over(area, organ_id=organ.pk, to_organ_id=peer.pk)
    hand_over(area, organ_id=bureau.pk, to_organ_id=area.office.pk)
    hand_over(area, organ_id=bureau.pk, to_organ_id=area.county.organ.pk, kind=StepKind.LEGAL)


def test_a_handover_to_a_neighbour_of_old_can_be_ended(area: Area) -> None:
    peer = an_organ("云梦县公安局", level="county", parent=area.county.organ)
    row = StepHandover.objects.create(
        organ=area.township.organ,
        kind=StepKind.SECRECY,
        to_organ=peer,
        from_on=TODAY,
        ordered_by=area.competent,
        ordered_at=datetime(2026, 3, 16, tzinfo=UTC),
    )
    actor = acting(area.competent, Role.COMPETENT_DEPARTMENT, area.office)
    assert end_handover(actor=actor, handover_id=row.pk).until_on == TODAY


def test_who_may_hand_over_and_where(area: Area) -> None:
    with pytest.raises(NotAllowed):
        hand_over(area, actor=area.township.acts(Role.PERSON_IN_CHARGE))
    with pytest.raises(NotAllowed):
        hand_over(area, to_organ_id=an_organ().pk)
    hand_over(area, actor=area.county.acts(Role.PERSON_IN_CHARGE), until_on=LATER)
    with pytest.raises(AlreadyHandedOver):
        hand_over(area, from_on=LATER)
    with pytest.raises(EndsBeforeItBegins):
        hand_over(area, kind=StepKind.LEGAL, until_on=TODAY - timedelta(days=1))
    hand_over(area, from_on=LATER + timedelta(days=1))
