"""The table of the two life cycles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.types import Role
from gongkai.records.rules import lifecycle
from gongkai.records.rules.lifecycle import (
    TABLE,
    Axis,
    Event,
    Facts,
    Move,
    Refused,
    TableBroken,
    check_table,
    move,
    moves_from,
)
from gongkai.records.rules.vocabulary import Category, Standing, VersionState

STATES = [state.value for state in (*VersionState, *Standing)]


@given(
    st.sampled_from(Axis),
    st.sampled_from(STATES),
    st.sampled_from(Event),
    st.sets(st.sampled_from(Role)),
)
def test_nobody_moves_without_a_role_of_the_line(
    axis: Axis, state: str, event: Event, roles: set[Role]
) -> None:
    answer = move(axis, state, event, roles=roles, facts=Facts())
    if isinstance(answer, Move):
        assert answer.roles & roles
    assert isinstance(move(axis, state, event, roles=(), facts=Facts()), Refused)


def test_the_administrator_moves_nothing() -> None:
    assert not [line for line in TABLE if Role.SYSTEM_ADMINISTRATOR in line.roles]


def test_every_way_to_the_public_goes_through_release_or_restoring() -> None:
    into = {line.event for line in TABLE if line.to in {Standing.PUBLISHED, Standing.LISTED}}
    assert into == {
        Event.PUBLISH,
        Event.LIST,
        Event.BEGIN_VERSION,
        Event.REPUBLISH,
        Event.RELIST,
    }


def test_a_version_is_released_only_from_approved() -> None:
    ways = [line.state for line in TABLE if line.to == VersionState.RELEASED]
    assert ways == [VersionState.APPROVED]


@pytest.mark.parametrize("category", [c.value for c in Category])
def test_each_category_has_one_release_at_most(category: str) -> None:
    facts = Facts(category=category)
    possible = [
        event
        for event in (Event.PUBLISH, Event.LIST, Event.HOLD)
        if isinstance(move(Axis.RECORD, "unreleased", event, roles={Role.CLERK}, facts=facts), Move)
    ]
    meant = lifecycle.RELEASE_EVENT.get(category)
    assert possible == ([] if meant is None else [meant])


def test_the_first_failed_guard_is_the_reason() -> None:
    facts = Facts(content_unchanged=False, standing="hidden")
    answer = move(Axis.VERSION, "approved", Event.RELEASE, roles={Role.CLERK}, facts=facts)
    assert answer == Refused("content_unchanged")


def _without(state: str) -> tuple[Move, ...]:
    return tuple(line for line in TABLE if state not in (line.state, line.to))


@pytest.mark.parametrize("state", ["reviewed", "hidden", "listed"])
def test_a_table_that_loses_a_state_is_broken(state: str) -> None:
    with pytest.raises(TableBroken):
        check_table(_without(state))


def test_a_table_with_two_answers_is_broken() -> None:
    with pytest.raises(TableBroken):
        check_table((*TABLE, TABLE[0]))


def test_ends_have_no_way_out() -> None:
    for axis, ends in lifecycle.ENDS.items():
        assert [line for end in ends for line in moves_from(axis, end)] == []
