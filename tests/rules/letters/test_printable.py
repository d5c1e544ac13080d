"""Text on its way to the paper."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.letters.rules.printable import GETA, code_point, printable, uncovered, with_getas


@pytest.mark.parametrize(
    ("given_text", "printed"),
    [
        ("一\r\n二\r三\u2028四\u2029五\x0b六", "一\n二\n三\n四\n五\n六"),
        ("a\tb\u00a0c\u2009d", "a b c d"),
        ("全角\u3000空格", "全角\u3000空格"),
        ("abc\u202edef\u202c", "abcdef"),
        ("零\u200b宽\u200d连\ufeff接\u00ad符", "零宽连接符"),
        ("葛\U000e0100城", "葛城"),
        ("\x01\x7f字", "字"),
        ("张𬎆", "张𬎆"),
    ],
)
def test_what_cannot_be_seen_is_left_out(given_text: str, printed: str) -> None:
    assert printable(given_text) == printed


@given(st.text())
def test_what_is_left_can_be_seen(text: str) -> None:
    left = printable(text)
    assert printable(left) == left
    for character in left:
        assert (
            character in "\n\u3000 "
            or unicodedata.category(character)[0] not in "CZ"
            or (unicodedata.category(character) in ("Cn", "Co"))
        )


@given(st.text("政府信息公开，。一二三abc123 \n"))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_each_missing_character_is_named_once_in_order() -> None:
    covered = frozenset(map(ord, "张某 "))
    assert uncovered("张𬎆某😀𬎆\n", covered) == ("𬎆", "😀")
    assert with_getas("张𬎆某😀", frozenset("𬎆😀")) == f"张{GETA}某{GETA}"
    assert with_getas("张某", frozenset()) == "张某"
    assert code_point("𬎆") == "U+2C386"
    assert code_point("一") == "U+4E00"


def test_private_characters_are_never_held() -> None:
    assert uncovered("\ue000", frozenset({0xE000})) == ("\ue000",)
