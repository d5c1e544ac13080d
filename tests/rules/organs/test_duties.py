"""Whose duties they are on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.types import Duty, Role
from gongkai.organs.rules.duties import HeldRole, Span, Substitution, duties_on

DAY = date(2026, 3, 16)
ABSENT, OTHER, THIRD = 1, 2, 3
ORGAN = 7
WEEK = Span(DAY, DAY + timedelta(days=4))
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def held(person: int = ABSENT, span: Span | None = None) -> HeldRole:
    return HeldRole(person, Role.SECRECY_REVIEWER, ORGAN, span or Span(date(2008, 5, 1), None))


def lent(absent: int = ABSENT, to: int = OTHER, span: Span = WEEK) -> Substitution:
    return Substitution(absent, to, Role.SECRECY_REVIEWER, ORGAN, span)


def duties(
    person: int,
    roles: list[HeldRole],
    substitutions: list[Substitution] | None = None,
    day: date = DAY,
) -> tuple[Duty, ...]:
    return duties_on(day, person_id=person, roles=roles, substitutions=substitutions or [])


@pytest.mark.parametrize(("offset", "holds"), [(-1, False), (0, True), (4, True), (5, False)])
def test_a_role_holds_from_its_first_to_its_last_day(offset: int, holds: bool) -> None:
    found = duties(ABSENT, [held(span=WEEK)], day=DAY + timedelta(days=offset))
    assert bool(found) is holds


def test_a_stand_in_has_the_duty_and_says_for_whom() -> None:
    assert duties(OTHER, [held()], [lent()]) == (Duty(Role.SECRECY_REVIEWER, ORGAN, ABSENT),)


@pytest.mark.parametrize("offset", [-1, 5])
def test_a_stand_in_has_it_on_those_days_only(offset: int) -> None:
    assert duties(OTHER, [held()], [lent()], day=DAY + timedelta(days=offset)) == ()


def test_nobody_stands_in_for_somebody_without_the_role() -> None:
    ended = held(span=Span(date(2008, 5, 1), DAY - timedelta(days=1)))
    assert duties(OTHER, [ended], [lent()]) == ()


def test_a_substitution_is_not_handed_on() -> None:
    assert duties(THIRD, [held()], [lent(), lent(absent=OTHER, to=THIRD)]) == ()


def test_the_absent_person_keeps_the_role() -> None:
    assert duties(ABSENT, [held()], [lent()]) == (Duty(Role.SECRECY_REVIEWER, ORGAN),)


def test_own_duties_come_first() -> None:
    own = HeldRole(OTHER, Role.SECRECY_REVIEWER, ORGAN, Span(DAY, None))
    found = duties(OTHER, [held(), own], [lent()])
    assert [duty.standing_in_for_id for duty in found] == [None, ABSENT]


@given(days, days, days, days, days)
def test_spans_overlap_where_a_day_lies_in_both(
    a: date, b: date, c: date, d: date, day: date
) -> None:
    first, second = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    if first.holds_on(day) and second.holds_on(day):
        assert first.overlaps(second)
    assert first.overlaps(second) == second.overlaps(first)
    meet = max(first.from_on, second.from_on)
    assert first.overlaps(second) == (first.holds_on(meet) and second.holds_on(meet))


@given(days, days)
def test_an_open_span_overlaps_all_that_ends_later(begin: date, other: date) -> None:
    assert Span(begin, None).overlaps(Span(other, None))
    assert Span(begin, None).overlaps(Span(date(2020, 1, 1), other)) == (other >= begin)


@given(days, days, days)
def test_a_span_that_ends_before_it_begins_holds_never(begin: date, a: date, b: date) -> None:
    called_off = Span(begin, begin - timedelta(days=1))
    for other in (Span(min(a, b), max(a, b)), Span(a, None), called_off):
        assert not called_off.overlaps(other)
        assert not other.overlaps(called_off)
    assert not called_off.holds_on(a)
