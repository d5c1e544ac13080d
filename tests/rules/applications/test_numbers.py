"""Receipt numbers and query codes: read back however they are typed, slips caught."""

import math
import string
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.applications.rules.numbers import (
    QUERY_ALPHABET,
    QUERY_LENGTH,
    application_number,
    format_query_code,
    normal_query_code,
    parse_application_number,
)

organ_codes = st.text(alphabet=string.digits + string.ascii_uppercase, min_size=9, max_size=9)
years = st.integers(2008, 2099)
serials = st.integers(1, 9_999_999)
numbers = st.builds(
    lambda organ_code, year, serial: application_number(
        organ_code=organ_code, year=year, serial=serial
    ),
    organ_codes,
    years,
    serials,
)
codes = st.text(alphabet=QUERY_ALPHABET, min_size=QUERY_LENGTH, max_size=QUERY_LENGTH)


def _wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def test_a_number_says_organ_year_and_serial() -> None:
    number = application_number(organ_code="01527918X", year=2026, serial=12)
    assert number == "SQ-01527918X-2026-00012-72"
    assert application_number(organ_code="01527918X", year=2026, serial=123456).count("123456") == 1


@given(st.lists(st.tuples(organ_codes, years, serials), min_size=2, max_size=20, unique=True))
def test_no_two_applications_share_a_number(parts: list[tuple[str, int, int]]) -> None:
    made = {application_number(organ_code=o, year=y, serial=s) for o, y, s in parts}
    assert len(made) == len(parts)
    assert all(len(number) <= 60 for number in made)


@given(
    numbers,
    st.sampled_from(["", " ", "-", "—", " - ", "/", "\uff0e"]),
    st.booleans(),
    st.booleans(),
)
def test_a_number_is_read_however_it_is_typed(
    number: str, between: str, is_wide: bool, has_prefix: bool
) -> None:
    assume(has_prefix or not number.startswith("SQ-SQ"))
    parts = number.lower().split("-")[0 if has_prefix else 1 :]
    typed = between.join(_wide(part) if is_wide else part for part in parts)
    assert parse_application_number(f"  {typed}\n") == number


def test_letters_are_read_as_the_digits_they_look_like() -> None:
    assert parse_application_number("SQ01527918X 2O26 OOOI2 72") == "SQ-01527918X-2026-00012-72"


def test_an_organ_whose_code_begins_like_the_prefix_is_found() -> None:
    number = application_number(organ_code="SQ1234567", year=2026, serial=3)
    assert parse_application_number(number) == number


@given(numbers, st.integers(0, 50), st.sampled_from(string.digits))
def test_one_wrong_digit_is_always_caught(number: str, place: int, wrong: str) -> None:
    place %= len(number)
    assume(number[place].isdigit() and number[place] != wrong)
    assert parse_application_number(number[:place] + wrong + number[place + 1 :]) is None


@given(numbers)
def test_two_digits_swapped_are_always_caught(number: str) -> None:
    for place, (first, second) in enumerate(pairwise(number)):
        if first.isdigit() and second.isdigit() and first != second:
            swapped = number[:place] + second + first + number[place + 2 :]
            assert parse_application_number(swapped) is None


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_whole_number_or_none(typed: str) -> None:
    number = parse_application_number(typed)
    assert number is None or parse_application_number(number) == number


@pytest.mark.parametrize(
    "typed",
    ["", "SQ", "SQ-01527918X-2026-00000-35", "SQ-01527918X-2026-000012-72", "SQ-云梦-2026-1",
     "SQ-01527918X-0026-00012-72", "0" * 40],
)  # fmt: skip
def test_what_is_no_number(typed: str) -> None:
    assert parse_application_number(typed) is None


@pytest.mark.parametrize(
    ("organ_code", "year", "serial"),
    [("01527918", 2026, 1), ("01527918x", 2026, 1), ("01527918X", 26, 1), ("01527918X", 2026, 0)],
)
def test_impossible_parts_make_no_number(organ_code: str, year: int, serial: int) -> None:
    with pytest.raises(ValueError, match="no number can be made"):
        application_number(organ_code=organ_code, year=year, serial=serial)


def test_a_query_code_cannot_be_guessed_nor_misread() -> None:
    assert math.log2(len(QUERY_ALPHABET)) * QUERY_LENGTH >= 48
    assert len(set(QUERY_ALPHABET)) == len(QUERY_ALPHABET)
    assert not set("0O1IL2Z5S8BU") & set(QUERY_ALPHABET)
    assert not set("AEIOU") & set(QUERY_ALPHABET)


@given(codes, st.sampled_from(["", " ", "-", "　"]), st.booleans())
def test_a_query_code_is_read_however_it_is_typed(code: str, between: str, is_wide: bool) -> None:
    groups = format_query_code(code).lower().split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    typed = between.join(_wide(group) if is_wide else group for group in groups)
    assert normal_query_code(typed) == code
    assert format_query_code(typed) == format_query_code(code)
