"""Accepting a case, and handing it to another clerk."""

from datetime import timedelta

import pytest
import time_machine
from tests.factories import organs
from tests.factories.applications import Desk, a_desk

from gongkai.applications.models import Case, CaseStep
from gongkai.applications.operations import (
    MoveNotPossible,
    NotAClerkHere,
    accept_case,
    assign_case,
    draft_reply,
    withdraw_application,
)
from gongkai.applications.queries import my_cases
from gongkai.clock.queries import clock_of
from gongkai.clock.rules.history import ClockState
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.organs.models import Person
from gongkai.organs.operations import close_account, order_stand_in


@pytest.fixture
def case_id(desk: Desk) -> int:
    """A case in formal review."""
    return desk.received().case_id


@pytest.fixture
def colleague(desk: Desk) -> Person:
    """Another clerk of the organ."""
    return organs.someone(Role.CLERK, desk.organ, "柳小舟")


def test_who_accepts_handles_it(desk: Desk, case_id: int) -> None:
    case = desk.accepted(case_id)
    assert (case.state, case.assigned_to_id) == ("handling", desk.clerk.pk)
    assert CaseStep.objects.latest("pk").note == desk.clerk.name
    formal = clock_of("application_case", case_id, limit_key="correction_notice")
    assert formal is not None
    assert formal.state is ClockState.STOPPED


def test_or_the_colleague_who_is_named(desk: Desk, case_id: int, colleague: Person) -> None:
    case = accept_case(actor=desk.acting(Role.CLERK), case_id=case_id, assigned_to=colleague.pk)
    assert case.assigned_to_id == colleague.pk
    assert my_cases(desk.viewing(Role.CLERK), on=today()) == ()
    assert [line.case_id for line in my_cases(organs.viewing(colleague), on=today())] == [case_id]


def test_a_case_is_handed_on_in_every_state_of_work(
    desk: Desk, case_id: int, colleague: Person
) -> None:
    people = [colleague, desk.clerk]
    for place, bring in enumerate(
        (desk.accepted, desk.drafted, desk.proposed, desk.reviewed, desk.approved)
    ):
        bring(case_id)
        before = Case.objects.get(pk=case_id).state
        to = people[place % 2]
        case = assign_case(actor=desk.acting(Role.CLERK), case_id=case_id, assigned_to=to.pk)
        assert (case.state, case.assigned_to_id) == (before, to.pk)
        step = CaseStep.objects.latest("pk")
        assert (step.event, step.note) == ("assign", to.name)


def test_the_person_in_charge_hands_on_too(desk: Desk, case_id: int, colleague: Person) -> None:
    case = assign_case(
        actor=desk.acting(Role.PERSON_IN_CHARGE), case_id=case_id, assigned_to=colleague.pk
    )
    assert (case.state, case.assigned_to_id) == ("formal_review", colleague.pk)


def test_only_clerks_of_the_organ_handle_its_cases(desk: Desk, case_id: int) -> None:
    stranger, gone = a_desk().clerk, organs.someone(Role.CLERK, desk.organ)
    administrator = organs.someone(Role.SYSTEM_ADMINISTRATOR, desk.organ)
    close_account(
        actor=organs.acting(administrator, Role.SYSTEM_ADMINISTRATOR, desk.organ),
        person_id=gone.pk,
    )
    for person in (stranger, gone, desk.secrecy, desk.in_charge):
        with pytest.raises(NotAClerkHere):
            accept_case(actor=desk.acting(Role.CLERK), case_id=case_id, assigned_to=person.pk)
        with pytest.raises(NotAClerkHere):
            assign_case(actor=desk.acting(Role.CLERK), case_id=case_id, assigned_to=person.pk)
    assert Case.objects.get(pk=case_id).assigned_to_id is None


def test_a_stand_in_takes_the_absent_ones_cases_over(
    desk: Desk, case_id: int, fixed_moment: time_machine.Traveller
) -> None:
    desk.accepted(case_id)
    stand_in = organs.someone(Role.ARCHIVES, desk.organ)
    order_stand_in(
        actor=desk.acting(Role.PERSON_IN_CHARGE),
        organ_id=desk.organ.pk,
        absent_id=desk.clerk.pk,
        stand_in_id=stand_in.pk,
        role=Role.CLERK,
        from_on=today(),
        until_on=today() + timedelta(days=3),
        reason="出差",
    )
    assert [line.case_id for line in my_cases(organs.viewing(stand_in), on=today())] == [case_id]
    draft_reply(actor=organs.acting(stand_in, Role.CLERK, desk.organ), case_id=case_id, answers=[])
    fixed_moment.shift(timedelta(days=4))
    assert my_cases(organs.viewing(stand_in), on=today()) == ()


@pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE])
def test_only_the_organs_clerk_accepts(desk: Desk, case_id: int, role: Role) -> None:
    for actor in (desk.acting(role), a_desk().acting(Role.CLERK)):
        with pytest.raises(NotAllowed):
            accept_case(actor=actor, case_id=case_id)
    with pytest.raises(NotFound):
        desk.accepted(case_id + 1)


def test_nobody_else_hands_it_on(desk: Desk, case_id: int) -> None:
    for actor in (desk.acting(Role.SECRECY_REVIEWER), a_desk().acting(Role.CLERK)):
        with pytest.raises(NotAllowed):
            assign_case(actor=actor, case_id=case_id, assigned_to=desk.clerk.pk)


def test_what_waits_for_others_or_has_ended_is_not_accepted(desk: Desk) -> None:
    confirming = desk.received(regime_id="ogi-2019").case_id
    correcting, withdrawn = desk.received().case_id, desk.received().case_id
    desk.asked_to_correct(correcting)
    withdraw_application(case_id=withdrawn)
    for case_id in (confirming, correcting, withdrawn):
        with pytest.raises(MoveNotPossible):
            desk.accepted(case_id)
        with pytest.raises(MoveNotPossible):
            assign_case(actor=desk.acting(Role.CLERK), case_id=case_id, assigned_to=desk.clerk.pk)
