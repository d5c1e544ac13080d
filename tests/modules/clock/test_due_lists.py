"""Lists of what is due: who sees them, in which order, at what cost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.clock import a_clock
from tests.factories.organs import a_staffed_organ, an_organ, someone, viewing

from gongkai.clock.operations import stop_clock
from gongkai.clock.queries import (
    clock_of,
    clocks_due,
    clocks_of,
    installed_calendar,
    regime,
    regime_choices,
    running_clocks,
)
from gongkai.kernel.types import PUBLIC, SYSTEM, Role

pytestmark = pytest.mark.django_db
# 20 working days each: due on 13, 18, 19 and 20 March 2026; today is Monday, 16 March.
RECEIVED = [date(2026, 2, 9), date(2026, 2, 12), date(2026, 2, 13), date(2026, 2, 14)]


def test_the_most_urgent_come_first_and_the_distant_not_at_all() -> None:
    staff = a_staffed_organ()
    cases = [a_clock(staff.organ, on=on) for on in reversed(RECEIVED)]
    lines = clocks_due(viewer=viewing(staff.clerk), within_working_days=3)
    dues = [line.reading.due_on for line in lines]
    assert dues == sorted(due for due in dues if due)
    assert lines[0].reading.overdue
    assert cases[0] not in [line.subject_id for line in lines]
    assert {line.subject_id for line in lines} == set(cases[1:])


def test_a_stopped_clock_is_in_no_list() -> None:
    staff = a_staffed_organ()
    case = a_clock(staff.organ, on=RECEIVED[0])
    stop_clock(actor=SYSTEM, subject_kind="case", subject_id=case, on=date(2026, 3, 16))
    assert running_clocks(viewer=viewing(staff.clerk)) == ()


def test_each_sees_the_clocks_of_own_and_overseen_organs() -> None:
    government = an_organ(kind="government")
    below = an_organ(parent=government)
    other = an_organ()
    for organ in (below, other):
        a_clock(organ, on=RECEIVED[0])
    clerk = viewing(someone(Role.CLERK, below))
    overseer = viewing(someone(Role.COMPETENT_DEPARTMENT, government))
    administrator = viewing(someone(Role.SYSTEM_ADMINISTRATOR, below))
    for viewer in (clerk, overseer):
        assert [line.organ_id for line in running_clocks(viewer=viewer)] == [below.pk]
        assert running_clocks(viewer=viewer, organ_ids=[other.pk]) == ()
    for viewer in (PUBLIC, administrator):
        assert running_clocks(viewer=viewer, organ_ids=[below.pk, other.pk]) == ()


def test_lists_can_be_of_some_limits_only() -> None:
    staff = a_staffed_organ()
    a_clock(staff.organ, on=RECEIVED[0])
    publication = a_clock(staff.organ, on=RECEIVED[0], limit_key="publish", subject_kind="record")
    lines = running_clocks(viewer=viewing(staff.clerk), limit_keys=["publish"])
    assert [line.subject_id for line in lines] == [publication]


def _queries_for(count: int) -> int:
    staff = a_staffed_organ()
    for _ in range(count):
        a_clock(staff.organ, on=RECEIVED[0])
    viewer = viewing(staff.clerk)
    with CaptureQueriesContext(connection) as captured:
        assert len(clocks_due(viewer=viewer)) == count
    return len(captured)


def test_twenty_clocks_cost_no_more_queries_than_two() -> None:
    installed_calendar()
    assert _queries_for(2) == _queries_for(20) <= 5


def test_many_subjects_are_read_at_once() -> None:
    organ = an_organ()
    cases = [a_clock(organ, on=on) for on in RECEIVED]
    installed_calendar()
    with CaptureQueriesContext(connection) as captured:
        readings = clocks_of("case", [*cases, 10**9])
    assert len(captured) <= 3
    assert [readings[case].due_on for case in cases] == [
        clock.due_on for case in cases if (clock := clock_of("case", case))
    ]


def test_a_clock_that_runs_beyond_every_calendar_is_shown_and_said() -> None:
    staff = a_staffed_organ()
    case = a_clock(staff.organ, on=RECEIVED[0])
    reading = clock_of("case", case, on=date(2029, 3, 1))
    assert reading is not None
    assert reading.calendar_missing_for == 2028
    assert reading.due_on is None
    lines = clocks_due(viewer=viewing(staff.clerk), on=date(2029, 3, 1))
    assert [line.subject_id for line in lines] == [case]


def test_a_subject_without_a_clock_has_no_reading() -> None:
    assert clock_of("case", 10**9) is None


def test_the_regimes_to_choose_from() -> None:
    assert regime().id == "ogi-2008"
    assert [(choice.id, choice.is_default) for choice in regime_choices()] == [
        ("ogi-2008", True), ("ogi-2019", False),
    ]  # fmt: skip
    assert all(limit.amount for choice in regime_choices() for limit in choice.limits)
