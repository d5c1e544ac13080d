"""Days that the administrator adds: everywhere or in a region."""

from datetime import date

import pytest
from tests.factories.clock import a_clock
from tests.factories.organs import a_region, a_staffed_organ, an_organ

from gongkai.clock.operations import (
    CalendarImported,
    add_calendar_day,
    remove_calendar_day,
)
from gongkai.clock.operations.refusals import ReasonMissing
from gongkai.clock.queries import clock_of, installed_calendar
from gongkai.kernel.public import public_epoch
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import SYSTEM, Role

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)


def _add(region_code: str = "", on: date = DAY, *, working: bool = False) -> CalendarImported:
    return add_calendar_day(
        actor=SYSTEM, on=on, name="三月三", reason="自治区人民政府令", region_code=region_code,
        working=working,
    )  # fmt: skip


def _due(case: int) -> date | None:
    reading = clock_of("case", case)
    return reading.due_on if reading else None


def test_a_regional_day_moves_the_clocks_of_its_region_only() -> None:
    a_region("970000", "某自治区")
    here = a_clock(an_organ(region_code="970000"), on=date(2026, 3, 2))
    elsewhere = a_clock(an_organ(), on=date(2026, 3, 2))
    done = _add("970000")
    assert [move.subject_id for move in done.moves] == [here]
    assert (_due(here), _due(elsewhere)) == (date(2026, 3, 31), date(2026, 3, 30))


def test_days_are_added_one_by_one_and_taken_back() -> None:
    _add()
    _add(on=date(2026, 3, 23))
    assert not installed_calendar().is_working(DAY)
    assert not installed_calendar().is_working(date(2026, 3, 23))
    remove_calendar_day(actor=SYSTEM, on=DAY, reason="entered by mistake")
    assert installed_calendar().is_working(DAY)
    assert not installed_calendar().is_working(date(2026, 3, 23))


def test_a_weekend_day_can_be_made_a_working_day() -> None:
    _add(on=date(2026, 3, 21), working=True)
    assert installed_calendar().is_working(date(2026, 3, 21))


def test_the_same_day_again_and_taking_back_nothing_change_nothing() -> None:
    assert not remove_calendar_day(actor=SYSTEM, on=DAY, reason="x").changed
    assert _add().changed
    assert not _add().changed


def test_only_the_administrator_with_a_legal_basis() -> None:
    staff = a_staffed_organ()
    with pytest.raises(NotAllowed):
        add_calendar_day(actor=staff.acts(Role.CLERK), on=DAY, name="x", reason="y")
    with pytest.raises(NotAllowed):
        remove_calendar_day(actor=staff.acts(Role.CLERK), on=DAY, reason="y")
    with pytest.raises(ReasonMissing):
        add_calendar_day(actor=staff.acts(Role.SYSTEM_ADMINISTRATOR), on=DAY, name="x", reason=" ")


@pytest.mark.django_db(transaction=True)
def test_kept_answers_of_the_public_calculator_become_stale() -> None:
    before = public_epoch()
    _add()
    assert public_epoch() == before + 1
    assert not _add().changed
    assert public_epoch() == before + 1
