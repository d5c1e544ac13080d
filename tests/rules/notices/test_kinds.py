"""What a notice may say: a number, at most a day, and nothing that could be content."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.notices.rules.kinds import KINDS, NoticeKind, Values, WrongValues, checked_values

OFFICE = NoticeKind.OFFICE_NEW_APPLICATION
LETTER = NoticeKind.LETTER_WAITING


def test_every_kind_has_its_facts() -> None:
    assert set(KINDS) == set(NoticeKind)
    assert all("number" in facts.takes for facts in KINDS.values())


@pytest.mark.parametrize(
    "number", ["云财申〔2026〕17号", "000014348-SQ-2026-0001", "2026(依申请)12", "1"]
)
def test_numbers_of_all_forms_are_taken(number: str) -> None:
    assert checked_values(LETTER, {"number": number}) == Values(number)


def test_the_office_is_told_the_last_day() -> None:
    values = {"number": "1", "due_on": "2026-04-07"}
    assert checked_values(OFFICE, values) == Values("1", date(2026, 4, 7))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"due_on": "2026-04-07"},
        {"number": "1", "name": "王芳"},
        {"number": "1", "due_on": "2026-04-07"},
    ],
)
def test_a_value_missing_or_too_many_is_a_fault(values: dict[str, str]) -> None:
    with pytest.raises(WrongValues):
        checked_values(LETTER, values)


@pytest.mark.parametrize("values", [{"number": "1"}, {"number": "1", "due_on": ""}])
def test_the_last_day_may_not_be_fixed_yet(values: dict[str, str]) -> None:
    assert checked_values(OFFICE, values) == Values("1")


@pytest.mark.parametrize("day", [" ", "7 April", "2026-04-31", "2026-04-07\n"])
def test_a_day_that_is_none_is_a_fault(day: str) -> None:
    with pytest.raises(WrongValues):
        checked_values(OFFICE, {"number": "1", "due_on": day})


@given(
    before=st.text(max_size=10),
    mark=st.sampled_from(["\r", "\n", "\0", "\x85", "\u2028", "\u2029", " ", "，", "@", "<"]),
    after=st.text(max_size=10),
)
def test_no_number_breaks_a_line_or_is_a_sentence(before: str, mark: str, after: str) -> None:
    with pytest.raises(WrongValues):
        checked_values(LETTER, {"number": f"{before}{mark}{after}"})


def test_a_number_has_an_end() -> None:
    with pytest.raises(WrongValues):
        checked_values(LETTER, {"number": "1" * 61})
