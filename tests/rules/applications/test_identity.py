"""Numbers that prove who applies: the standards' own cases, wrong ones caught, all masked."""

import json
import string
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum.cn import ric

from gongkai.applications.rules.identity import (
    NUMBER_LIMIT,
    IdentityAnswer,
    IdentityProblem,
    check_identity,
    mask_email,
    mask_telephone,
    normal_number,
)
from gongkai.applications.rules.vocabulary import IdentityKind
from gongkai.release.rules.masking import mask_name, mask_number

CASES = json.loads((Path(__file__).parent / "id_check_cases.json").read_text(encoding="utf-8"))
TODAY = date(2026, 3, 16)
CARD, NINE, EIGHTEEN = (
    IdentityKind.IDENTITY_CARD,
    IdentityKind.ORGANISATION_CODE,
    IdentityKind.CREDIT_CODE,
)
Problem = IdentityProblem


def card_number(born_on: date, *, region: str = "530102", order: int = 7) -> str:
    """Return the number of an invented citizen with its right check character."""
    body = f"{region}{born_on:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(body + "0")


birthdays = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)
numbers = st.builds(
    lambda born_on, region, order: card_number(born_on, region=str(region), order=order),
    birthdays,
    st.integers(110000, 659999),
    st.integers(1, 999),
)


def answer(kind: IdentityKind, number: str) -> IdentityAnswer:
    return check_identity(kind, number, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "standard"), [(NINE, "GB11714"), (EIGHTEEN, "GB32100"), (CARD, "GB11643")]
)
def test_the_standards_own_valid_numbers(kind: IdentityKind, standard: str) -> None:
    for number in CASES[standard]["valid"]:
        assert answer(kind, number) == IdentityAnswer(number)


def test_codes_as_they_are_printed_with_a_hyphen() -> None:
    for printed in CASES["GB11714"]["printed_with_hyphen"]:
        assert answer(NINE, printed) == IdentityAnswer(printed.replace("-", ""))


@pytest.mark.parametrize("code", CASES["GB11714"]["invalid_but_really_published"])
def test_a_wrong_code_of_an_organisation_is_said_and_does_not_block(code: str) -> None:
    assert answer(NINE, code) == IdentityAnswer(code, Problem.WRONG_CHECK_CHARACTER)


@pytest.mark.parametrize("number", CASES["GB11643"]["invalid"])
def test_a_wrong_number_of_a_citizen_blocks(number: str) -> None:
    assert answer(CARD, number) == IdentityAnswer(
        number, Problem.WRONG_CHECK_CHARACTER, blocks=True
    )


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("", Problem.MISSING),
        (" - ", Problem.MISSING),
        ("53010219800101", Problem.WRONG_LENGTH),
        ("530102198001010", Problem.OLD_NUMBER),
        ("5301021980010100111", Problem.WRONG_LENGTH),
        ("53010X198001010074", Problem.WRONG_CHARACTERS),
        ("53010219800101007Y", Problem.WRONG_CHARACTERS),
        ("٥٣٠١٠٢١٩٨٠٠١٠١٠٠٧٤", Problem.WRONG_CHARACTERS),
        (card_number(TODAY + timedelta(days=1)), Problem.BIRTH_DATE_IN_FUTURE),
        (card_number(date(1895, 3, 16)), Problem.IMPOSSIBLE_BIRTH_DATE),
        ("9" * 41, Problem.WRONG_LENGTH),
    ],
)
def test_each_fault_of_an_identity_card_is_named_and_blocks(number: str, problem: Problem) -> None:
    found = answer(CARD, number)
    assert (found.problem, found.blocks) == (problem, True)


@pytest.mark.parametrize("day", ["19990229", "20231301", "20240431", "20240100", "00000101"])
def test_a_birth_date_that_no_calendar_has(day: str) -> None:
    body = f"530102{day}007"
    number = body + ric.calc_check_digit(body + "0")
    assert answer(CARD, number).problem is Problem.IMPOSSIBLE_BIRTH_DATE


def test_somebody_born_today_has_a_number_already() -> None:
    assert answer(CARD, card_number(TODAY)).problem is None


@given(numbers)
def test_every_number_built_by_the_standard_is_right(number: str) -> None:
    assert answer(CARD, number) == IdentityAnswer(number)


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_found(number: str, place: int, wrong: str) -> None:
    assume(number[place] != wrong)
    found = answer(CARD, number[:place] + wrong + number[place + 1 :])
    assert found.problem is not None
    assert found.blocks


@given(numbers, st.integers(0, 16))
def test_two_neighbours_swapped_are_always_found(number: str, place: int) -> None:
    first, second = number[place], number[place + 1]
    assume(first != second)
    assert answer(CARD, number[:place] + second + first + number[place + 2 :]).blocks


def _wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


@given(numbers)
def test_however_it_is_typed_it_is_kept_alike(number: str) -> None:
    spaced = " ".join((number[:6], number[6:14], number[14:]))
    for typed in (
        number.lower(),
        _wide(number),
        spaced,
        f"\u200b{spaced}\u3000",
        f"{number}\ufeff",
    ):
        assert answer(CARD, typed) == IdentityAnswer(number)


def test_letters_that_only_look_like_x_are_taken_as_x() -> None:
    for last in ("x", "×", "\u0445", "\u0425", "\u03c7", "\u03a7", "\uff58"):
        assert answer(CARD, "11010519491231002" + last).problem is None


@given(st.text(max_size=60))
@example("U\u00af")
@example("\u0390")
def test_any_text_gets_an_answer_and_normalising_twice_changes_nothing(typed: str) -> None:
    normal = normal_number(typed)
    assert normal_number(normal) == normal
    for kind in IdentityKind:
        found = answer(kind, typed)
        assert found.normal == normal
        assert found.problem is not None or not found.blocks
        assert found.blocks or len(normal) <= NUMBER_LIMIT


@pytest.mark.parametrize(
    ("kind", "number", "problem", "blocks"),
    [
        (NINE, "01527918", Problem.WRONG_LENGTH, False),
        (NINE, "01527918Y", Problem.WRONG_CHARACTERS, False),
        (EIGHTEEN, "11120000MB1908811", Problem.WRONG_LENGTH, False),
        (EIGHTEEN, "11120000MB190881OQ", Problem.WRONG_CHARACTERS, False),
        (EIGHTEEN, "11120000MB1908811R", Problem.WRONG_CHECK_CHARACTER, False),
        (EIGHTEEN, "", Problem.MISSING, True),
        (EIGHTEEN, "11120000MB190881\0Q", Problem.WRONG_CHARACTERS, True),
        (NINE, "<script>", Problem.WRONG_LENGTH, True),
        (IdentityKind.PASSPORT, "EJ1234567", None, False),
        (IdentityKind.PASSPORT, "EJ12", Problem.WRONG_CHARACTERS, True),
        (IdentityKind.PASSPORT, "护照1234567", Problem.WRONG_CHARACTERS, True),
        (IdentityKind.OFFICER_CARD, "军字第 0123456 号", None, False),
        (IdentityKind.OFFICER_CARD, "<b>1</b>", Problem.WRONG_CHARACTERS, True),
        (IdentityKind.OTHER, "H0123456789", None, False),
    ],
)
def test_codes_and_other_documents(
    kind: IdentityKind, number: str, problem: Problem | None, blocks: bool
) -> None:
    found = answer(kind, number)
    assert (found.problem, found.blocks) == (problem, blocks)


@given(st.text(alphabet=string.ascii_uppercase + string.digits, max_size=40))
def test_a_masked_number_shows_a_third_at_most_and_never_more_than_three_and_four(
    number: str,
) -> None:
    masked = mask_number(number)
    shown = [place for place, character in enumerate(masked) if character != "*"]
    assert len(masked) == len(number)
    assert all(masked[place] == number[place] for place in shown)
    assert len(shown) * 3 <= len(number)
    assert all(place < 3 or place >= len(number) - 4 for place in shown)


def test_masked_numbers_as_people_see_them() -> None:
    assert mask_number("11010519491231002X") == "11************002X"
    assert mask_number("01527918X") == "0******8X"
    assert mask_number("E1") == "**"


def test_masked_names() -> None:
    names = {"王芳": "王*", "欧阳娜": "欧**", "王": "*", "Anna Li": "A*** L*", "": ""}
    assert {name: mask_name(name) for name in names} == names


def test_masked_addresses() -> None:
    emails = {
        "wang.fang@example.org": "w***@example.org",
        "w@example.org": "***@example.org",
        "no address": "**********",
        "@example.org": "************",
    }
    assert {email: mask_email(email) for email in emails} == emails


@given(st.from_regex(r"\A[a-z.]{2,30}@example\.org\Z"))
def test_a_masked_address_hides_how_long_its_box_is(email: str) -> None:
    assert mask_email(email) == f"{email[0]}***@example.org"


def test_masked_telephones() -> None:
    numbers = {"13812345678": "********678", "0871-6655 4433": "****-**** 4433", "": ""}
    assert {number: mask_telephone(number) for number in numbers} == numbers


@given(st.text(alphabet="0123456789+-() ", max_size=25))
def test_a_masked_telephone_shows_a_third_of_its_digits_at_most(number: str) -> None:
    masked = mask_telephone(number)
    digits = sum(character.isdigit() for character in number)
    assert sum(character.isdigit() for character in masked) <= digits / 3
    assert len(masked) == len(number)
