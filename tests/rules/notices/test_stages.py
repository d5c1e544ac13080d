"""What a break means depends on how far the conversation came."""

import pytest

from gongkai.notices.rules.vocabulary import (
    ENDED_UNSENT,
    NEEDS_A_PERSON,
    NoticeState,
    Outcome,
    Stage,
    outcome_of_break,
    outcome_of_silence,
)


@pytest.mark.parametrize("stage", [Stage.CONNECTING, Stage.BEFORE_DATA])
def test_before_the_text_nothing_can_have_arrived(stage: Stage) -> None:
    assert outcome_of_break(stage) is Outcome.FAILED
    assert outcome_of_silence(stage) is Outcome.INTERRUPTED


def test_once_the_text_is_on_its_way_nobody_knows() -> None:
    assert outcome_of_break(Stage.DATA_SENT) is Outcome.UNCERTAIN
    assert outcome_of_silence(Stage.DATA_SENT) is Outcome.UNCERTAIN


def test_every_state_has_somebody_who_acts_or_is_an_end() -> None:
    by_itself = {NoticeState.WAITING, NoticeState.SENDING}
    assert by_itself | ENDED_UNSENT | {NoticeState.SENT} == set(NoticeState)
    assert NEEDS_A_PERSON < ENDED_UNSENT
