"""The table of an edition's life: random walks never reach the public past a guard."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.guides.rules.lifecycle import (
    ENDS,
    START,
    TABLE,
    Event,
    Facts,
    Guard,
    Move,
    Refused,
    TableBroken,
    check_table,
    move,
    moves_from,
)
from gongkai.guides.rules.vocabulary import OUT, EditionState
from gongkai.kernel.types import Role

ALL_WELL = Facts(was_consulted=True, period_over=True)
FAILING = {
    Guard.IS_GUIDE: {"is_guide": False},
    Guard.NOT_YET_CONSULTED: {"was_consulted": True},
    Guard.PERIOD_OVER: {"period_over": False},
    Guard.CONSULTED_OR_UPDATE: {"was_consulted": False, "is_update": False},
    Guard.OPINIONS_ANSWERED: {"opinions_answered": False},
    Guard.HAS_OFFICE: {"has_office": False},
    Guard.SECOND_PERSON: {"is_second_person": False},
    Guard.CONTENT_UNCHANGED: {"content_unchanged": False},
    Guard.WAS_ANSWERED: {"was_answered": False},
    Guard.IS_SHOWN: {"is_shown": False},
    Guard.HIDING_WAITS: {"hiding_waits": False},
    Guard.NOT_WHO_HID: {"is_not_who_hid": False},
}


@given(st.lists(st.tuples(st.sampled_from(Event), st.sampled_from(Role)), max_size=40))
def test_nothing_is_published_but_by_way_of_an_approval(
    steps: list[tuple[Event, Role]],
) -> None:
    state, approved = START, False
    for event, role in steps:
        answer = move(state, event, roles=[role], facts=ALL_WELL)
        if isinstance(answer, Refused):
            continue
        approved = answer.event is Event.APPROVE or (approved and answer.to is not START)
        state = answer.to
        if state in {EditionState.PUBLISHED, EditionState.SUPERSEDED}:
            assert approved


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.state}-{line.event}")
def test_each_guard_of_a_line_holds_it_back(line: Move) -> None:
    holding = Facts(was_consulted=Guard.NOT_YET_CONSULTED not in line.guards, period_over=True)
    roles = sorted(line.roles)
    assert move(line.state, line.event, roles=roles, facts=holding) == line
    for guard in line.guards:
        answer = move(line.state, line.event, roles=roles, facts=replace(holding, **FAILING[guard]))
        assert answer == Refused(guard.value)


def test_the_competent_department_alone_decides_and_nothing_else() -> None:
    for line in TABLE:
        decides = line.event in {Event.APPROVE, Event.RETURN}
        assert (Role.COMPETENT_DEPARTMENT in line.roles) is decides
        if decides:
            assert line.roles == {Role.COMPETENT_DEPARTMENT}
            assert Guard.SECOND_PERSON in line.guards


def test_an_end_is_an_end() -> None:
    assert all(line.to is state for state in ENDS for line in moves_from(state))


@pytest.mark.parametrize("state", sorted(OUT))
def test_what_is_out_can_be_taken_back_and_is_looked_at_by_a_second_person(
    state: EditionState,
) -> None:
    lines = {line.event: line for line in moves_from(state)}
    assert lines[Event.HIDE].roles == {Role.CLERK, Role.PERSON_IN_CHARGE}
    for event in (Event.CONFIRM_HIDING, Event.RESTORE):
        assert Guard.NOT_WHO_HID in lines[event].guards


def test_a_broken_table_is_refused() -> None:
    with pytest.raises(TableBroken, match="two places"):
        check_table((*TABLE, replace(TABLE[0], to=EditionState.SENT)))
    with pytest.raises(TableBroken, match="no way leads"):
        check_table(tuple(line for line in TABLE if line.event is not Event.ABANDON))
