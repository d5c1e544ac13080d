"""Document numbers and index numbers are the same however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.rules.numbers import document_key, index_key, looks_like_index_number

MARKS = st.sampled_from(["晋政发", "国办发", "国办发明电", "并政办函", "沪府规"])
OPENINGS = st.sampled_from(["〔〕", "[]", "［］", "()", "（）", "﹝﹞", "【】"])
SPACES = st.sampled_from(["", " ", "\u3000", "  "])


@given(MARKS, OPENINGS, st.integers(1949, 2099), st.integers(1, 99999), SPACES, st.booleans())
def test_brackets_spaces_and_sign_make_no_difference(
    mark: str, brackets: str, year: int, serial: int, space: str, with_sign: bool
) -> None:
    printed = f"{mark}〔{year}〕{serial}号"
    sign = "号" if with_sign else ""
    typed = f"{mark}{space}{brackets[0]}{year}{brackets[1]}{space}{serial}{sign}"
    assert document_key(typed) == document_key(printed) != ""


@given(MARKS, st.integers(1949, 2099), st.integers(1, 9999))
def test_full_width_digits_make_no_difference(mark: str, year: int, serial: int) -> None:
    wide = str.maketrans("0123456789", "".join(chr(0xFF10 + digit) for digit in range(10)))
    printed = f"{mark}〔{year}〕{serial}号"
    assert document_key(printed.translate(wide)) == document_key(printed)


@given(MARKS, st.integers(1949, 2099), st.integers(1, 9999), st.integers(1, 9999))
def test_another_serial_is_another_number(mark: str, year: int, one: int, other: int) -> None:
    keys = {document_key(f"{mark}〔{year}〕{serial}号") for serial in (one, other)}
    assert len(keys) == len({one, other})


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("晋政发2008年第12号", "晋政发#2008#12"),
        ("晋政发 2008 第 012 号", "晋政发#2008#12"),
        ("国务院令第276号", "国务院令#276"),
        ("中华人民共和国国务院令第 276 号", "国务院令#276"),
        ("建设部令第1号", "建设部令#1"),
    ],
)
def test_forms_that_are_printed(typed: str, key: str) -> None:
    assert document_key(typed) == key


@pytest.mark.parametrize(
    "typed", ["", "2008", "晋政发", "晋政发200812号", "水污染防治条例", "12号", "第12号", "\0"]
)
def test_other_text_is_no_document_number(typed: str) -> None:
    assert document_key(typed) == ""


@given(st.text(max_size=80))
def test_any_text_has_keys_that_can_be_kept(text: str) -> None:
    assert "\0" not in document_key(text) + index_key(text)


@given(st.text(alphabet="0123456789ABXabx-/ \u2013\u2014\u3000晋政发〔〕", max_size=40))
def test_a_key_is_its_own_key(text: str) -> None:
    assert index_key(index_key(text)) == index_key(text)


@pytest.mark.parametrize(
    "typed",
    [
        "01527918X-2020-153077",
        "01527918x – 2020 – 153077",
        "000014349/2016-00227",
        "1140 0000-05-2026-0001",
    ],
)
def test_index_numbers_are_recognised(typed: str) -> None:
    assert looks_like_index_number(typed)


@pytest.mark.parametrize("typed", ["水污染", "a-b", "2008", "", "/", "晋政发〔2008〕12号"])
def test_what_is_no_index_number(typed: str) -> None:
    assert not looks_like_index_number(typed)
