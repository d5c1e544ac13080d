"""Personal numbers in a text: found in every spelling, masked, and seldom found by chance."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from gongkai.applications.rules.findings import (
    MOST_FINDINGS,
    Finding,
    FindingKind,
    findings_in_text,
)

Kind = FindingKind
CARD = "6222020000000000" + luhn.calc_check_digit("6222020000000000")


@st.composite
def identities(draw: st.DrawFn) -> str:
    """Draw the number of an invented citizen."""
    born_on = draw(st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)))
    order = draw(st.integers(1, 999))
    body = f"{draw(st.integers(110000, 659999))}{born_on:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(body + "0")


words = st.text(alphabet="云台水库监测报告，。：（） \n", max_size=20)


@given(words, identities(), words)
def test_an_identity_number_is_found_in_any_text_and_never_shown(
    before: str, number: str, after: str
) -> None:
    [found] = findings_in_text(before + number + after)
    assert found.kind is Kind.IDENTITY_NUMBER
    assert found.line == before.count("\n") + 1
    assert number not in found.excerpt
    assert number[6:14] not in found.excerpt


@given(identities(), st.sampled_from([" ", "-"]), st.booleans())
def test_however_it_is_spelled(number: str, between: str, is_wide: bool) -> None:
    spelled = between.join((number[:6], number[6:14], number[14:])).lower()
    if is_wide:
        spelled = "".join(chr(ord(one) + 0xFEE0) if one != " " else "\u3000" for one in spelled)
    [found] = findings_in_text(f"号码{spelled}。")
    assert (found.kind, found.excerpt[-4:]) == (Kind.IDENTITY_NUMBER, number[-4:])


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("手机13812345678", Kind.MOBILE, "1********78"),
        ("手机：138 1234 5678", Kind.MOBILE, "1********78"),
        ("+86-138-1234-5678", Kind.MOBILE, "1********78"),
        (f"账号{CARD}", Kind.BANK_CARD, "6************" + CARD[-4:]),
        ("账号4111 1111 1111 1111。", Kind.BANK_CARD, "4***********1111"),
    ],
)
def test_telephones_and_cards(text: str, kind: Kind, excerpt: str) -> None:
    [found] = findings_in_text(text)
    assert found.kind is kind
    assert found.excerpt == excerpt


@pytest.mark.parametrize(
    "text",
    [
        "",
        "云政发〔2026〕12号",
        "000014349/2017-00110",
        "110105194912310021",
        "110105194913310025",
        "A11010519491231002X",
        "11010519491231002X1",
        "2138123456789",
        "0.13812345678",
        "12812345678",
        "0871-66554433",
        "6222020000000001",
        "3111111111111117",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert findings_in_text(text) == ()


def test_each_number_is_said_once_with_its_first_line() -> None:
    text = "第一行\n13812345678\n另一行+86 138-1234-5678\n13900000000"
    assert [(found.line, found.kind) for found in findings_in_text(text)] == [
        (2, Kind.MOBILE),
        (4, Kind.MOBILE),
    ]


def test_a_list_of_a_thousand_people_is_cut() -> None:
    text = "\n".join(f"138{number:08d}" for number in range(1000))
    assert len(findings_in_text(text)) == MOST_FINDINGS


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    for found in findings_in_text(text):
        assert "*" in found.excerpt
        assert 1 <= found.line <= text.count("\n") + 1


@given(st.integers(10**17, 10**18 - 1))
def test_an_identity_number_is_seldom_found_by_chance(number: int) -> None:
    kinds = {found.kind for found in findings_in_text(str(number))}
    is_right = str(number)[-1] == ric.calc_check_digit(str(number))
    assert is_right or Kind.IDENTITY_NUMBER not in kinds


def test_a_finding_is_kept_as_plain_words() -> None:
    row = Finding(Kind.MOBILE, "1********78", 3).as_row()
    assert row == {"kind": "mobile", "excerpt": "1********78", "line": "3"}
