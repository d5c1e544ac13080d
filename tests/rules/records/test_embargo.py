"""On which day something may be put off, how long something waits, when the job is late."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gongkai.clock.rules.calendar import MarkedDay, WorkingCalendar
from gongkai.records.rules.age import Age, age_of, waiting_too_long_since
from gongkai.records.rules.embargo import STALE_AFTER, DayFault, fault_of_day, health

TODAY, DUE = date(2026, 3, 16), date(2026, 3, 30)
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 16, 12, tzinfo=ZONE)
WEEKS = WorkingCalendar(announced=frozenset({2025, 2026}), estimated=2027, marked={})
HOLIDAYS = replace(
    WEEKS,
    marked={
        day: MarkedDay(day, working=False, name="国庆节")
        for day in (date(2026, 10, 1) + timedelta(n) for n in range(7))
    },
)


@pytest.mark.parametrize(
    ("day", "due_on", "has_basis", "fault"),
    [
        (TODAY, DUE, False, DayFault.NOT_AHEAD),
        (TODAY, DUE, True, DayFault.NOT_AHEAD),
        (TODAY + timedelta(1), DUE, False, None),
        (DUE, DUE, False, None),
        (DUE + timedelta(1), DUE, False, DayFault.AFTER_THE_LIMIT),
        (DUE + timedelta(1), DUE, True, None),
        (DUE + timedelta(1), None, False, None),
        (TODAY + timedelta(367), None, True, DayFault.TOO_FAR),
    ],
)
def test_a_day_lies_ahead_and_within_the_limit(
    day: date, due_on: date | None, has_basis: bool, fault: DayFault | None
) -> None:
    assert fault_of_day(day, today=TODAY, due_on=due_on, has_basis=has_basis) is fault


@pytest.mark.parametrize(
    ("last_ran_at", "is_silent"),
    [(None, True), (NOON, False), (NOON - STALE_AFTER, False), (NOON - STALE_AFTER * 2, True)],
)
def test_a_job_that_has_not_run_is_silent(last_ran_at: datetime | None, is_silent: bool) -> None:
    said = health(now=NOON, last_ran_at=last_ran_at, days_waiting=(), zone=ZONE)
    assert said.is_silent is is_silent
    assert said.overdue == 0


def test_a_day_is_overdue_once_it_has_begun_for_a_while_in_the_zone_of_the_law() -> None:
    midnight = datetime(2026, 3, 16, tzinfo=ZONE)
    for now, overdue in ((midnight, 0), (midnight + STALE_AFTER * 2, 1), (NOON, 1)):
        days = (TODAY, TODAY + timedelta(1))
        said = health(now=now, last_ran_at=now, days_waiting=days, zone=ZONE)
        assert said.overdue == overdue


def test_age_counts_working_days_and_days_of_the_calendar() -> None:
    friday = date(2026, 3, 13)
    assert age_of(friday, on=TODAY, calendar=WEEKS) == Age(1, 3)
    assert age_of(TODAY, on=TODAY, calendar=WEEKS) == Age(0, 0)
    assert age_of(date(2020, 1, 1), on=TODAY, calendar=WEEKS).working_days is None


@given(some.dates(date(2025, 6, 1), date(2026, 12, 31)), some.integers(1, 40))
def test_what_began_before_the_day_waits_for_more_working_days(on: date, working_days: int) -> None:
    limit = waiting_too_long_since(on, working_days=working_days, calendar=HOLIDAYS)
    for since in (limit + timedelta(n) for n in range(-12, 13)):
        age = age_of(since, on=on, calendar=HOLIDAYS)
        assert age.working_days is not None
        assert (age.working_days > working_days) is (since < limit), since
