"""Text as it comes in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.text import TextHoldsNul, clean_line, clean_text


@pytest.mark.parametrize("clean", [clean_text, clean_line])
def test_a_nul_character_is_refused(clean: object) -> None:
    assert callable(clean)
    with pytest.raises(TextHoldsNul):
        clean("before\0after")


def test_line_ends_become_line_feeds_and_control_characters_go() -> None:
    assert clean_text(" a\r\nb\rc\td\x07\x7f\x85 ") == "a\nb\nc\td"


@pytest.mark.parametrize("code", [0xFFFE, 0xFFFF, 0xD800, 0xDFFF])
def test_what_no_xml_and_no_database_holds_goes(code: int) -> None:
    assert clean_text(f"公{chr(code)}开") == clean_line(f"公{chr(code)}开") == "公开"


def test_a_line_is_one_line() -> None:
    assert clean_line("　关于 \n 公布\t事项　") == "关于 公布 事项"


@pytest.mark.parametrize("name", ["朱镕基", "堃", "喆", "㛃", "𠮷野", "\uff21"])
def test_rare_characters_stay(name: str) -> None:
    assert clean_line(name) == name


def test_composed_and_decomposed_are_the_same() -> None:
    assert clean_text("e\u0301") == clean_text("e\x07\u0301") == "\u00e9"


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_cleaning_twice_changes_nothing_more(value: str) -> None:
    once = clean_text(value)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
