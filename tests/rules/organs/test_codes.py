"""Check digits by GB 11714 and GB 32100, and the codes that the platform assigns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.organs.rules.codes import (
    ASSIGNED_PREFIX,
    CodeProblem,
    CodeWarning,
    assigned_code,
    code_warnings,
    credit_check_character,
    has_organisation_shape,
    looks_assigned,
    normalised_code,
    organisation_check_character,
    organisation_code_of,
)

# Codes that were really issued and printed on published pages.
VALID_9 = [
    "000014349",
    "000125014",
    "001697444",
    "002986272",
    "008173651",
    "011043102",
    "013413162",
    "01527918X",
    "01151201X",
    "MB1908811",
    "MB0523338",
    "002645566",
]
WRONG_9 = ["035210000", "000000001"]
PRINTED = {"00817365-1": "008173651", "00298627-2": "002986272", "01341316-2": "013413162"}
VALID_18 = [
    "11120000MB1908811Q",
    "12620600MB0523338C",
    "1115000001151201XD",
    "113325000026455663",
    "91110000600037341L",
]
BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET_18 = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", VALID_9)
def test_real_codes_have_the_right_check_character(code: str) -> None:
    assert organisation_check_character(code[:8]) == code[8]
    assert code_warnings(organisation_code=code) == ()


@pytest.mark.parametrize("code", WRONG_9)
def test_wrong_codes_that_were_really_printed_warn(code: str) -> None:
    [warning] = code_warnings(organisation_code=code)
    assert warning.problem is CodeProblem.ORGANISATION_CHECK_DIGIT
    assert code_warnings(organisation_code=warning.expected) == ()


@pytest.mark.parametrize(("printed", "stored"), PRINTED.items())
def test_hyphens_of_print_are_left_out(printed: str, stored: str) -> None:
    assert normalised_code(f" {printed.lower()} ") == stored


@pytest.mark.parametrize("code", VALID_18)
def test_real_credit_codes_have_the_right_check_character(code: str) -> None:
    assert credit_check_character(code[:17]) == code[17]
    inner = organisation_code_of(code)
    assert code_warnings(organisation_code=inner, credit_code=code) == ()


def test_nine_within_eighteen() -> None:
    assert organisation_code_of("11120000MB1908811Q") == "MB1908811"


@pytest.mark.parametrize(
    ("credit_code", "problem"),
    [
        ("11120000MB1908811A", CodeProblem.CREDIT_CODE_CHECK_DIGIT),
        ("11120000MB190881", CodeProblem.CREDIT_CODE_SHAPE),
        ("1112O000MB1908811Q", CodeProblem.CREDIT_CODE_SHAPE),
    ],
)
def test_doubtful_credit_codes_warn(credit_code: str, problem: CodeProblem) -> None:
    warnings = code_warnings(organisation_code="MB1908811", credit_code=credit_code)
    assert problem in {warning.problem for warning in warnings}


def test_two_codes_of_different_organs_warn() -> None:
    warnings = code_warnings(organisation_code="000014349", credit_code=VALID_18[0])
    assert warnings == (CodeWarning(CodeProblem.CODES_DISAGREE, "000014349", "MB1908811"),)


@given(st.text(BASE36, min_size=8, max_size=8), st.integers(0, 7), st.sampled_from(BASE36))
def test_one_wrong_character_is_mostly_noticed(body: str, place: int, other: str) -> None:
    changed = body[:place] + other + body[place + 1 :]
    difference = abs(BASE36.index(body[place]) - BASE36.index(other))
    # Sums are taken modulo 11: letters that lie a multiple of 11 apart look alike.
    same = organisation_check_character(body) == organisation_check_character(changed)
    assert same == (difference % 11 == 0)


@given(st.text(ALPHABET_18, min_size=17, max_size=17), st.data())
def test_one_wrong_character_of_a_credit_code_is_always_noticed(
    body: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, 16))
    other = data.draw(st.sampled_from([c for c in ALPHABET_18 if c != body[place]]))
    changed = body[:place] + other + body[place + 1 :]
    assert credit_check_character(body) != credit_check_character(changed)


@given(st.from_regex(r"\A[0-9]{6}\Z"), st.text(min_size=1, max_size=30), st.integers(0, 9))
def test_assigned_codes_fit_index_numbers_and_are_nobodys_real_code(
    region: str, name: str, attempt: int
) -> None:
    code = assigned_code(region_code=region, name=name, attempt=attempt)
    assert code == assigned_code(region_code=region, name=name, attempt=attempt)
    assert has_organisation_shape(code)
    assert code.startswith(ASSIGNED_PREFIX)
    assert looks_assigned(code)
    assert code[8] != organisation_check_character(code[:8])
    assert code_warnings(organisation_code=code, is_assigned=True) == ()


def test_assigned_codes_differ() -> None:
    codes = {
        assigned_code(region_code="960000", name=f"第{n}局", attempt=a)
        for n in range(500)
        for a in (0, 1)
    }
    assert len(codes) == 1000


@pytest.mark.parametrize("code", VALID_9)
def test_real_codes_do_not_look_assigned(code: str) -> None:
    assert not looks_assigned(code)
