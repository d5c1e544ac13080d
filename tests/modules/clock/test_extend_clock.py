"""Extending a limit and fixing its last day."""

from datetime import date

import pytest
from tests.factories.clock import a_clock
from tests.factories.organs import Staff, a_staffed_organ

from gongkai.clock.models import ClockEvent
from gongkai.clock.operations import extend_clock, pause_clock, set_due_by_officer
from gongkai.clock.operations.refusals import (
    AlreadyExtended,
    DecidedTooLongAgo,
    DueDayIsOff,
    ExtensionTooLate,
    ExtensionTooLong,
    NoExtensionProvided,
    ReasonMissing,
)
from gongkai.clock.queries import clock_of
from gongkai.kernel.models import OutboxEvent
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import SYSTEM, Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)
RECEIVED = date(2026, 2, 26)


@pytest.fixture
def staff() -> Staff:
    """An organ with its people."""
    return a_staffed_organ()


def _extend(
    staff: Staff,
    case: int,
    *,
    working_days: int = 20,
    role: Role = Role.PERSON_IN_CHARGE,
    reason: str = "需要向三个单位调取档案",
    on: date = TODAY,
) -> date:
    return extend_clock(
        actor=staff.acts(role), subject_kind="case", subject_id=case, on=on,
        working_days=working_days, reason=reason,
    )  # fmt: skip


def _fix(staff: Staff, case: int, due_on: date, *, role: Role = Role.PERSON_IN_CHARGE) -> date:
    return set_due_by_officer(
        actor=staff.acts(role), subject_kind="case", subject_id=case, on=TODAY, due_on=due_on,
        reason="申请数量明显超过合理范围",
    )  # fmt: skip


def test_the_person_in_charge_extends_once(staff: Staff) -> None:
    case = a_clock(staff.organ, on=RECEIVED)
    assert _extend(staff, case) == date(2026, 4, 23)
    reading = clock_of("case", case)
    assert reading is not None
    assert (reading.due_on, reading.extensions) == (date(2026, 4, 23), 1)
    with pytest.raises(AlreadyExtended):
        _extend(staff, case)


def test_the_applicant_can_be_told(staff: Staff) -> None:
    case = a_clock(staff.organ, on=RECEIVED)
    _extend(staff, case)
    event = OutboxEvent.objects.get(kind="clock.extended")
    assert event.payload["subject_id"] == case
    assert event.payload["due_on"] == "2026-04-23"


def test_who_approved_and_why_is_kept(staff: Staff) -> None:
    case = a_clock(staff.organ, on=RECEIVED)
    _extend(staff, case)
    row = ClockEvent.objects.get(kind="extended")
    assert row.recorded_by_id == staff.in_charge.pk
    assert (row.recorded_by_role, row.reason) == ("person_in_charge", "需要向三个单位调取档案")


@pytest.mark.parametrize(("regime", "most"), [("ogi-2008", 15), ("ogi-2019", 20)])
def test_the_cap_is_the_regimes(staff: Staff, regime: str, most: int) -> None:
    case = a_clock(staff.organ, on=date(2026, 3, 9), regime_id=regime)
    with pytest.raises(ExtensionTooLong):
        _extend(staff, case, working_days=most + 1)
    _extend(staff, case, working_days=most)


def test_only_the_person_in_charge_of_this_organ(staff: Staff) -> None:
    case = a_clock(staff.organ, on=RECEIVED)
    with pytest.raises(NotAllowed):
        _extend(staff, case, role=Role.CLERK)
    with pytest.raises(NotAllowed):
        _extend(a_staffed_organ(), case)
    with pytest.raises(NotAllowed):
        _fix(staff, case, date(2026, 5, 15), role=Role.CLERK)
    assert ClockEvent.objects.count() == 1


def test_an_extension_needs_a_reason_and_a_limit_that_has_one(staff: Staff) -> None:
    case = a_clock(staff.organ, on=RECEIVED)
    publication = a_clock(staff.organ, on=RECEIVED, limit_key="publish")
    with pytest.raises(ReasonMissing):
        _extend(staff, case, reason=" ")
    with pytest.raises(NoExtensionProvided):
        _extend(staff, publication)


def test_too_late_is_too_late_unless_the_clock_stood_still(staff: Staff) -> None:
    over = a_clock(staff.organ, on=date(2026, 1, 26))
    waiting = a_clock(staff.organ, on=date(2026, 1, 26))
    pause_clock(
        actor=SYSTEM, subject_kind="case", subject_id=waiting, on=date(2026, 2, 4),
        key="third_party",
    )  # fmt: skip
    with pytest.raises(ExtensionTooLate):
        _extend(staff, over)
    assert _extend(staff, waiting) > TODAY


def test_a_decision_is_not_written_into_the_past(staff: Staff) -> None:
    """A limit that ran out is not saved by a day on which it still ran."""
    over, late = a_clock(staff.organ, on=date(2026, 2, 9)), a_clock(staff.organ, on=RECEIVED)
    for case in (over, late):
        with pytest.raises(DecidedTooLongAgo):
            _extend(staff, case, on=date(2026, 3, 6), working_days=15)
    assert _extend(staff, late, on=date(2026, 3, 9), working_days=15) > TODAY


def test_an_officer_fixes_the_last_day(staff: Staff) -> None:
    case = a_clock(staff.organ, on=RECEIVED)
    assert _fix(staff, case, date(2026, 5, 15)) == date(2026, 5, 15)
    reading = clock_of("case", case)
    assert reading is not None
    assert reading.due_on == date(2026, 5, 15)


def test_nobody_fixes_a_day_off(staff: Staff) -> None:
    case = a_clock(staff.organ, on=RECEIVED)
    with pytest.raises(DueDayIsOff):
        _fix(staff, case, date(2026, 5, 16))
