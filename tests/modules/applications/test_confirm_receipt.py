"""Confirming receipt with the applicant, where the text of 2019 asks for it (art. 31)."""

from datetime import date

import pytest
import time_machine
from tests.factories.applications import Desk, a_desk

from gongkai.applications.models import Case
from gongkai.applications.operations import MoveNotPossible, confirm_receipt
from gongkai.applications.operations.letter_facts import reply_clock
from gongkai.clock.models import StatutoryClock
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Role
from gongkai.letters.models import Letter
from gongkai.notices.models import Notice


@pytest.fixture
def case_id(desk: Desk) -> int:
    """A case that waits for its confirmation."""
    return desk.received(regime_id="ogi-2019").case_id


@pytest.mark.parametrize(
    ("confirmed_at", "received_on", "due_on"),
    [
        ("2026-03-16 09:30+08:00", date(2026, 3, 16), date(2026, 4, 14)),
        ("2026-03-20 23:59+08:00", date(2026, 3, 20), date(2026, 4, 20)),
        ("2026-03-21 10:00+08:00", date(2026, 3, 21), date(2026, 4, 20)),
    ],
)
def test_the_day_of_the_confirmation_is_the_day_of_receipt(
    desk: Desk,
    case_id: int,
    fixed_moment: time_machine.Traveller,
    confirmed_at: str,
    received_on: date,
    due_on: date,
) -> None:
    fixed_moment.move_to(confirmed_at)
    case = desk.confirmed(case_id)
    assert (case.state, case.received_on) == ("formal_review", received_on)
    assert reply_clock(case).due_on == due_on
    facts = Letter.objects.get(kind="receipt").facts
    assert (facts["due_on"], facts["case"]["received_on"]) == (str(due_on), str(received_on))
    assert facts["case"]["submitted_on"] == "2026-03-16"
    limits = StatutoryClock.objects.values_list("limit_key", flat=True)
    assert sorted(limits) == ["correction_notice", "reply"]


def test_the_applicant_is_told_that_the_receipt_is_there(desk: Desk, case_id: int) -> None:
    desk.confirmed(case_id)
    kinds = [notice.kind for notice in Notice.objects.order_by("pk")]
    assert kinds.count("letter_waiting") == 1
    assert kinds.count("application_received") == 1


def test_it_is_confirmed_once(desk: Desk, case_id: int) -> None:
    desk.confirmed(case_id)
    with pytest.raises(MoveNotPossible):
        desk.confirmed(case_id)
    assert Letter.objects.count() == 1


def test_under_the_2008_text_there_is_nothing_to_confirm(desk: Desk) -> None:
    with pytest.raises(MoveNotPossible):
        desk.confirmed(desk.received().case_id)


@pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE])
def test_only_the_organs_clerk_confirms(desk: Desk, case_id: int, role: Role) -> None:
    for actor in (desk.acting(role), a_desk().acting(Role.CLERK)):
        with pytest.raises(NotAllowed):
            confirm_receipt(actor=actor, case_id=case_id)
    with pytest.raises(NotFound):
        desk.confirmed(case_id + 1)
    assert Case.objects.get(pk=case_id).received_on is None
