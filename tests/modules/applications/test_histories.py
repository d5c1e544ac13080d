"""Random histories: whatever people do, state, clock, letters, trail and views never disagree.

500 of them in a thorough run (`make test-thorough`), 60 in every other.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from tests.amount import thorough_or
from tests.factories.applications import ADDRESS, Desk, a_desk, a_submission
from tests.modules.applications.acts import ACTS, SIGNED, Cast, Deed, a_cast
from tests.modules.applications.agreement import (
    check_case,
    check_numbers,
    check_that_it_waits_for_somebody,
    snapshot,
)

from gongkai.applications.access import CaseKey
from gongkai.applications.models import Case
from gongkai.applications.operations import open_case
from gongkai.applications.rules.lifecycle import Event, awaited, moves_from
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Role

HISTORIES, STEPS = thorough_or(500, 60), 10
BATCHES, MOST_BATCHES = 10, 50
"""One history is found by changing another, so that a state can be rare in a whole batch.

While a state was not reached, more batches are drawn: chance alone must not fail the test.
"""
MOMENTS = (
    "2026-01-30 16:00+08:00",
    "2026-02-12 10:00+08:00",
    "2026-03-16 09:00+08:00",
    "2026-04-03 17:30+08:00",
    "2026-09-27 12:00+08:00",
)
"""Before and over the Spring Festival, Qingming and the National Day; a Sunday among them."""
RECEIVED = tuple(product(("ogi-2008", "ogi-2019"), ("online", "post")))
PLAYED = [
    *([0], [1], [2], [2], [3], [0, 2], [1, 4], [2, 9]),
    *([4], [5], [6], [7], [7, 6], [8], [9], [9]),
]
"""Which of the cases a history is about: one, or two of one organ; from 4 on they are far on."""
WHOSE = ["whose it is", "whose it is", "whose it is", "allround"]
"""The all-rounder has every role, and so would often be the same person twice."""
SOMEBODY = [
    *WHOSE,
    "applicant",
    *(
        f"{which}{role.value}"
        for which in ("", "other ")
        for role in (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE)
    ),
]


@dataclass(frozen=True, slots=True)
class Beginning:
    """An organ with its people, and cases: four as received, and one each that is far on.

    Drafted, reviewed, approved to be read on line and to be posted, delivered, to be corrected.
    """

    moment: str
    cast: Cast
    keys: tuple[CaseKey, ...]


def beginning_at(moment: str, traveller: time_machine.Traveller) -> Beginning:
    """Return what histories that begin at this moment have in common."""
    traveller.move_to(moment)
    desk = a_desk()
    far_on = (RECEIVED[0], RECEIVED[1]) * 3
    keys = [_received(desk, regime_id, way) for regime_id, way in (*RECEIVED, *far_on)]
    drafted, reviewed, *approved, delivered, asked = (key.case_id for key in keys[4:])
    for case_id in (drafted, reviewed, *approved, delivered):
        desk.accepted(case_id)
    desk.drafted(drafted)
    for case_id in (reviewed, *approved):
        desk.proposed(case_id)
        desk.reviewed(case_id)
    for case_id in approved:
        desk.approved(case_id)
    desk.replied(delivered)
    desk.asked_to_correct(asked)
    return Beginning(moment, a_cast(desk), tuple(keys))


def _received(desk: Desk, regime_id: str, way: str) -> CaseKey:
    given = desk.received(a_submission(supply_way=way), regime_id=regime_id)
    return open_case(number=given.number, code=given.code, address=ADDRESS)


class Histories(RuleBasedStateMachine):
    """One or two cases of one organ, and people who try everything, allowed or not."""

    beginnings: tuple[Beginning, ...]
    traveller: time_machine.Traveller
    reached: set[str]
    refused = 0

    @initialize(
        begins=st.integers(0, len(MOMENTS) - 1),
        played=st.sampled_from(PLAYED),
    )
    def begin(self, begins: int, played: list[int]) -> None:
        beginning = self.beginnings[begins]
        self.cast, self.keys = beginning.cast, [beginning.keys[place] for place in played]
        self.traveller.move_to(beginning.moment)
        self.place = transaction.atomic()
        self.place.__enter__()
        self._check()

    def teardown(self) -> None:
        if not hasattr(self, "place"):
            return
        try:
            self._check()
        finally:
            transaction.set_rollback(True)
            self.place.__exit__(None, None, None)

    def _check(self) -> None:
        for key in self.keys:
            self.reached.add(check_case(key, clerks=self.cast.clerks).value)
            check_that_it_waits_for_somebody(key.case_id, self.cast.viewers)

    def _case(self, which: int) -> tuple[CaseKey, Case]:
        key = self.keys[which % len(self.keys)]
        return key, Case.objects.select_related("application").get(pk=key.case_id)

    def _try(self, key: CaseKey, deed: Deed) -> None:
        before = snapshot(self.cast.organ.pk)
        try:
            with transaction.atomic():
                deed()
        except Refusal:
            type(self).refused += 1
            assert snapshot(self.cast.organ.pk) == before, "a refused act changes nothing"
            return
        self.reached.add(check_case(key, clerks=self.cast.clerks).value)
        check_numbers(self.cast.organ.pk)

    def _do(self, which: int, name: str, who: str, chance: int) -> None:
        key, case = self._case(which)
        whose, get_ready = ACTS[name]
        named = {"whose it is": whose, "allround": f"allround {whose}"}.get(who, who)
        actor = self.cast.actors[named]
        if name not in SIGNED or actor.person_id is not None:
            self._try(key, get_ready(case, actor, chance))

    @rule(which=st.integers(0, 1), chance=st.integers(0, 2), who=st.sampled_from(WHOSE))
    def go_on(self, which: int, chance: int, who: str) -> None:
        """Take the step that the case waits for; one applicant in three never corrects."""
        line = awaited(CaseState(self._case(which)[1].state))
        if line is not None and line.event is Event.CORRECT and chance == 2:
            self.ask_and_wait(which=which, days=40)
        elif line is not None:
            self._do(which, line.event.value, who, chance)

    @rule(which=st.integers(0, 1), chance=st.integers(0, 2), who=st.sampled_from(WHOSE))
    def go_on_again(self, which: int, chance: int, who: str) -> None:
        """Twice as often, else few would come to the end."""
        self.go_on(which=which, chance=chance, who=who)

    @rule(
        which=st.integers(0, 1),
        place=st.integers(0, 30),
        who=st.sampled_from(WHOSE),
        chance=st.integers(0, 5),
    )
    def turn_off(self, which: int, place: int, who: str, chance: int) -> None:
        """Take another way than straight on."""
        lines = moves_from(CaseState(self._case(which)[1].state))
        ways = [line.event.value for line in lines if line.event.value in ACTS]
        ways += ["add_file", "remove_file", "ask_extension", "decide_extension"]
        self._do(which, ways[place % len(ways)], who, chance)

    @rule(
        which=st.integers(0, 1),
        name=st.sampled_from(sorted(ACTS)),
        who=st.sampled_from(SOMEBODY),
        chance=st.integers(0, 5),
    )
    def anything(self, which: int, name: str, who: str, chance: int) -> None:
        """Let anybody try anything."""
        self._do(which, name, who, chance)

    @rule(which=st.integers(0, 1), thinks_again=st.integers(0, 5))
    def take_back(self, which: int, thinks_again: int) -> None:
        """Now and then an applicant does not want it any more."""
        if not thinks_again:
            self._do(which, "withdraw", "applicant", 0)

    @rule(which=st.integers(0, 1), days=st.integers(10, 40))
    def ask_and_wait(self, which: int, days: int) -> None:
        """Ask for a correction; where one was asked for, wait and end the case."""
        is_asked = self._case(which)[1].state == CaseState.CORRECTION_ASKED
        if is_asked:
            self.traveller.shift(timedelta(days=days))
        self._do(which, "lapse" if is_asked else "ask_correction", "whose it is", 0)

    @rule(days=st.integers(1, 14))
    def time_passes(self, days: int) -> None:
        """Over weekends, moved working days and holidays."""
        self.traveller.shift(timedelta(days=days))


@pytest.mark.slow
def test_whatever_people_do_everything_agrees(
    db: None, fixed_moment: time_machine.Traveller
) -> None:
    Histories.traveller, Histories.reached = fixed_moment, set()
    Histories.beginnings = tuple(beginning_at(moment, fixed_moment) for moment in MOMENTS)
    several = settings(
        max_examples=HISTORIES // BATCHES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate, Phase.shrink],
    )
    every_state = {state.value for state in CaseState}
    for batch in range(MOST_BATCHES):
        if batch >= BATCHES and every_state == Histories.reached:
            break
        # By number, or each batch would be the same one wherever Hypothesis knows a CI.
        run_state_machine_as_test(seed(batch)(Histories), settings=several)
    assert every_state == Histories.reached
    assert Histories.refused > HISTORIES
