"""What an answer to a report of a gap needs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.remedies.rules.gaps import (
    LONGEST_ANSWER,
    AnswerKind,
    Lack,
    ReportState,
    Said,
    is_broken,
    lack_of,
    state_after,
)

TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("said", "lack"),
    [
        (Said(kind=AnswerKind.PUBLISHED), Lack.RECORD),
        (Said(kind=AnswerKind.PUBLISHED, has_record=True), None),
        (Said(kind=AnswerKind.PROMISED), Lack.DAY),
        (Said(kind=AnswerKind.PROMISED, promised_on=date(2026, 3, 15)), Lack.DAY_IS_PAST),
        (Said(kind=AnswerKind.PROMISED, promised_on=TODAY), None),
        (Said(kind=AnswerKind.PROMISED, promised_on=date(2027, 3, 16)), None),
        (Said(kind=AnswerKind.PROMISED, promised_on=date(2999, 12, 31)), Lack.DAY_TOO_FAR),
        (Said(kind=AnswerKind.DOES_NOT_EXIST), Lack.REASON),
        (Said(kind=AnswerKind.DOES_NOT_EXIST, text="未制作"), None),
        (Said(kind=AnswerKind.NOT_OURS), Lack.WHOSE),
        (Said(kind=AnswerKind.NOT_OURS, has_other_organ=True), None),
        (Said(kind=AnswerKind.NOT_OURS, text="由省厅公开"), None),
        (Said(kind=AnswerKind.EXEMPT), None),
        (Said(kind=AnswerKind.EXEMPT, text="理由"), Lack.NO_DETAILS),
        (Said(kind=AnswerKind.NOT_OURS, text="长" * (LONGEST_ANSWER + 1)), Lack.TOO_LONG),
    ],
)
def test_what_each_answer_needs(said: Said, lack: Lack | None) -> None:
    assert lack_of(said, today=TODAY) is lack


@given(kind=st.sampled_from(sorted(AnswerKind)))
def test_only_a_promise_leaves_a_report_open(kind: AnswerKind) -> None:
    is_promise = kind is AnswerKind.PROMISED
    assert state_after(kind) is (ReportState.PROMISED if is_promise else ReportState.CLOSED)


@given(state=st.sampled_from(sorted(ReportState)), days=st.integers(-400, 400))
def test_a_promise_is_broken_once_its_day_has_passed(state: ReportState, days: int) -> None:
    by = TODAY + timedelta(days=days)

    found = is_broken(promised_on=by, state=state, today=TODAY)

    assert found == (state is ReportState.PROMISED and days < 0)
