"""Four eyes over every cast of people, and the order of the steps."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.review.rules.four_eyes import Conflict, conflict, may_decide
from gongkai.review.rules.steps import APPROVAL, DECIDERS, LEGAL, SECRECY, needed_steps, next_step

PEOPLE = (1, 2, 3, 4)


def passes(proposer: int, secrecy: int, legal: int | None, approver: int, *, leave: bool) -> bool:
    """Walk a whole proposal and say whether this cast gets it through."""
    passed: dict[str, int] = {}
    cast = {SECRECY: secrecy, LEGAL: legal, APPROVAL: approver}
    for kind in needed_steps(needs_legal=legal is not None):
        person = cast[kind]
        assert person is not None
        if not may_decide(
            kind=kind, person_id=person, proposed_by=proposer, passed_by=passed, has_leave=leave
        ):
            return False
        passed[kind] = person
    return True


@pytest.mark.parametrize("legal", [None, *PEOPLE])
def test_without_leave_only_three_different_people_get_it_through(legal: int | None) -> None:
    for proposer, secrecy, approver in product(PEOPLE, repeat=3):
        three = len({proposer, secrecy, approver}) == 3
        expected = three and legal != proposer
        assert passes(proposer, secrecy, legal, approver, leave=False) == expected


@pytest.mark.parametrize("legal", [None, *PEOPLE])
def test_with_leave_two_people_do_but_never_one(legal: int | None) -> None:
    for proposer, secrecy, approver in product(PEOPLE, repeat=3):
        through = passes(proposer, secrecy, legal, approver, leave=True)
        assert through == (secrecy != proposer and legal != proposer)
        if through:
            assert len({proposer, secrecy, approver}) >= 2


def test_conflicts_say_which_part_of_the_work_it_was() -> None:
    passed = {SECRECY: 2}
    found = [
        conflict(kind=APPROVAL, person_id=person, proposed_by=1, passed_by=passed)
        for person in (1, 2, 3)
    ]
    assert found == [Conflict.PROPOSED_IT, Conflict.REVIEWED_IT, None]


@given(st.sets(st.sampled_from([SECRECY, LEGAL, APPROVAL])), st.booleans())
def test_the_next_step_is_the_first_that_has_not_passed(passed: set[str], legal: bool) -> None:
    steps = needed_steps(needs_legal=legal)
    due = next_step(passed, needs_legal=legal)
    if due is None:
        assert passed >= set(steps)
    else:
        assert due not in passed
        assert set(steps[: steps.index(due)]) <= passed


def test_every_step_has_its_role() -> None:
    assert set(needed_steps(needs_legal=True)) == set(DECIDERS)
    assert len(set(DECIDERS.values())) == 3
