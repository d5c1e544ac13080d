"""The life of a case: every way leads to an end, and none to a reply past its reviewers."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from gongkai.applications.rules.lifecycle import (
    STARTS,
    TABLE,
    Event,
    Facts,
    Guard,
    Move,
    Refused,
    TableBroken,
    awaited,
    check_table,
    move,
    moves_from,
)
from gongkai.applications.rules.vocabulary import AT_WORK, ENDED, CaseState, Party

S, E = CaseState, Event
WILLING = Facts(correction_overdue=True)
"""All guards hold."""


def reachable(table: Collection[Move], starts: Collection[CaseState]) -> set[CaseState]:
    reached = set(starts)
    while more := {line.to for line in table if line.state in reached} - reached:
        reached |= more
    return reached


@given(st.sampled_from(S), st.sampled_from(E), st.sets(st.sampled_from(Party)))
def test_nobody_moves_without_a_party_of_the_line(
    state: CaseState, event: Event, parties: set[Party]
) -> None:
    answer = move(state, event, parties=parties, facts=WILLING)
    if isinstance(answer, Move):
        assert answer in TABLE
        assert (answer.state, answer.event) == (state, event)
        assert answer.parties & parties
    else:
        line = next((one for one in moves_from(state) if one.event is event), None)
        assert answer.why == ("no_such_move" if line is None else "party")
    assert isinstance(move(state, event, parties=(), facts=WILLING), Refused)


@pytest.mark.parametrize("state", [state for state in S if state not in ENDED])
def test_every_state_waits_for_somebody_and_leads_to_an_end(state: CaseState) -> None:
    step = awaited(state)
    assert step is not None
    assert step.parties
    assert reachable(TABLE, {state}) & ENDED


def test_going_on_leads_straight_to_the_end() -> None:
    for start in STARTS | {S.CORRECTION_ASKED}:
        state, seen = start, set[CaseState]()
        while step := awaited(state):
            assert state not in seen
            seen.add(state)
            state = step.to
        assert state is S.CLOSED


@pytest.mark.parametrize("state", sorted(ENDED))
def test_an_end_is_an_end(state: CaseState) -> None:
    assert awaited(state) is None
    assert moves_from(state) == ()


@pytest.mark.parametrize(
    ("without", "never"),
    [
        (E.PROPOSE_REPLY, S.PROPOSED),
        (E.PASS_REVIEW, S.REPLIED),
        (E.APPROVE, S.REPLIED),
        (E.ISSUE_REPLY, S.DELIVERED),
        (E.DELIVER, S.CLOSED),
        (E.LAPSE, S.ABANDONED),
    ],
)
def test_nothing_goes_around_a_step(without: Event, never: CaseState) -> None:
    table = [line for line in TABLE if line.event is not without]
    assert never not in reachable(table, STARTS)


def test_review_approval_and_letter_are_three_parties_affair() -> None:
    def who(event: Event) -> set[Party]:
        return {party for line in TABLE if line.event is event for party in line.parties}

    assert who(E.PASS_REVIEW) == {Party.SECRECY_REVIEWER}
    assert who(E.APPROVE) == who(E.LAPSE) == {Party.PERSON_IN_CHARGE}
    assert who(E.PROPOSE_REPLY) == who(E.DRAFT_REPLY) == {Party.CLERK}
    assert who(E.WITHDRAW) == {Party.APPLICANT}


def test_changing_a_reply_always_sends_it_back_to_its_reviewers() -> None:
    drafts = {line.state: line.to for line in TABLE if line.event is E.DRAFT_REPLY}
    assert set(drafts.values()) == {S.DRAFTED}
    assert {S.PROPOSED, S.REVIEWED, S.APPROVED} <= drafts.keys()
    assert not drafts.keys() & (ENDED | {S.REPLIED, S.DELIVERED})


def test_an_applicant_withdraws_until_the_letter_is_made() -> None:
    withdrawn_from = {line.state for line in TABLE if line.event is E.WITHDRAW}
    assert withdrawn_from == AT_WORK - {S.REPLIED}


@pytest.mark.parametrize(
    ("state", "event", "party", "facts", "guard"),
    [
        (S.FORMAL_REVIEW, E.ASK_CORRECTION, Party.CLERK,
         replace(WILLING, may_ask_again=False), Guard.MAY_ASK_AGAIN),
        (S.CORRECTION_ASKED, E.LAPSE, Party.PERSON_IN_CHARGE,
         replace(WILLING, correction_overdue=False), Guard.CORRECTION_OVERDUE),
        (S.DRAFTED, E.PROPOSE_REPLY, Party.CLERK,
         replace(WILLING, reply_complete=False), Guard.REPLY_COMPLETE),
        (S.PROPOSED, E.PASS_REVIEW, Party.SECRECY_REVIEWER,
         replace(WILLING, content_unchanged=False), Guard.CONTENT_UNCHANGED),
        (S.REVIEWED, E.APPROVE, Party.PERSON_IN_CHARGE,
         replace(WILLING, content_unchanged=False), Guard.CONTENT_UNCHANGED),
        (S.REVIEWED, E.APPROVE, Party.PERSON_IN_CHARGE,
         replace(WILLING, extension_waits=True), Guard.NO_EXTENSION_WAITS),
        (S.REVIEWED, E.APPROVE, Party.PERSON_IN_CHARGE,
         replace(WILLING, content_unchanged=False, extension_waits=True),
         Guard.CONTENT_UNCHANGED),
        (S.APPROVED, E.ISSUE_REPLY, Party.CLERK,
         replace(WILLING, content_unchanged=False), Guard.CONTENT_UNCHANGED),
    ],
)  # fmt: skip
def test_the_first_failed_guard_is_the_reason(
    state: CaseState, event: Event, party: Party, facts: Facts, guard: Guard
) -> None:
    assert move(state, event, parties={party}, facts=facts) == Refused(guard.value)
    assert isinstance(move(state, event, parties={party}, facts=WILLING), Move)


def test_every_guard_guards_something() -> None:
    assert {guard for line in TABLE for guard in line.guards} == set(Guard)
    assert {line.event for line in TABLE} == set(Event)


def test_a_table_with_a_fork_is_refused() -> None:
    fork = replace(TABLE[0], to=S.HANDLING, forward=False)
    with pytest.raises(TableBroken, match="two places"):
        check_table((*TABLE, fork))


@pytest.mark.parametrize("state", [state for state in S if state not in STARTS])
def test_a_table_that_does_not_reach_a_state_is_refused(state: CaseState) -> None:
    table = tuple(line for line in TABLE if line.to is not state)
    with pytest.raises(TableBroken, match="no way leads to"):
        check_table(table)


def test_a_table_in_which_a_state_waits_for_nobody_is_refused() -> None:
    for line in TABLE:
        if line.forward:
            others = tuple(replace(one, forward=False) if one == line else one for one in TABLE)
            with pytest.raises(TableBroken, match="must wait for exactly one step"):
                check_table(others)


def test_a_table_in_which_an_end_moves_is_refused() -> None:
    again = replace(TABLE[0], state=S.CLOSED, to=S.HANDLING, forward=False)
    with pytest.raises(TableBroken, match="moves no more"):
        check_table((*TABLE, again))


@st.composite
def histories(draw: st.DrawFn) -> list[Move]:
    """Draw a life: at each place the awaited step half of the time, else any possible one."""
    state = draw(st.sampled_from(sorted(STARTS)))
    walked: list[Move] = []
    while state not in ENDED and len(walked) < 60:
        step = awaited(state)
        others = moves_from(state)
        line = step if step is not None and draw(st.booleans()) else draw(st.sampled_from(others))
        walked.append(line)
        state = line.to
    return walked


@given(histories())
def test_in_every_life_the_letter_follows_review_and_approval_of_its_last_text(
    walked: list[Move],
) -> None:
    events = [line.event for line in walked if line.event is not E.ASSIGN]
    for place, event in enumerate(events):
        if event is E.ISSUE_REPLY:
            drafted, *steps = events[place - 4 : place]
            assert drafted in {E.DRAFT_REPLY, E.RETURN}
            assert steps == [E.PROPOSE_REPLY, E.PASS_REVIEW, E.APPROVE]
        if event is E.LAPSE:
            assert events[place - 1] is E.ASK_CORRECTION


def test_the_lives_drawn_do_reach_the_letter() -> None:
    life = find(histories(), lambda walked: any(line.event is E.ISSUE_REPLY for line in walked))
    assert life[-1].event in {E.ISSUE_REPLY, E.DELIVER, E.CLOSE}
