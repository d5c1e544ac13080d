"""Document numbers, however they were typed."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.records.rules.documents import (
    DocumentKind,
    DocumentNumber,
    DocumentWarning,
    normalise_document_number,
    parse_document_number,
)

REAL = Path(__file__).with_name("document_numbers_real.csv")
BRACKETS = ["〔〕", "[]", "()", "（）", "﹝﹞", "【】", "［］", "{}"]
MARKS = st.text("晋政办发函国省水利厅教人社", min_size=1, max_size=8)
LETTERS = st.builds(
    DocumentNumber,
    document_mark=MARKS,
    year=st.integers(1949, 2099),
    serial=st.integers(1, 99999),
    kind=st.just(DocumentKind.LETTER),
)
ORDERS = st.builds(
    DocumentNumber,
    document_mark=MARKS.map(lambda mark: mark + "令"),
    year=st.none() | st.integers(1949, 2099),
    serial=st.integers(1, 9999),
    kind=st.just(DocumentKind.ORDER),
)


def _real() -> list[dict[str, str]]:
    with REAL.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", _real(), ids=lambda row: row["printed"])
def test_real_numbers_as_they_were_printed(row: dict[str, str]) -> None:
    parsed = parse_document_number(row["printed"])
    assert parsed is not None
    assert parsed.normalised == row["normalised"]
    assert (parsed.kind, parsed.document_mark) == (row["kind"], row["mark"])
    assert (str(parsed.year or ""), str(parsed.serial)) == (row["year"], row["serial"])


@given(LETTERS | ORDERS)
def test_what_is_written_is_read_back(number: DocumentNumber) -> None:
    assert parse_document_number(number.normalised) == number


@given(LETTERS, st.sampled_from(BRACKETS), st.sampled_from(["", " ", "　"]))
def test_brackets_and_spaces_do_not_matter(
    number: DocumentNumber, brackets: str, space: str
) -> None:
    left, right = brackets
    mark = number.document_mark
    typed = f"{mark}{space}{left}{number.year}{right}{space}{number.serial}{space}号"
    parsed = parse_document_number(typed)
    assert parsed is not None
    assert parsed.normalised == number.normalised


@given(LETTERS)
def test_full_width_digits_do_not_matter(number: DocumentNumber) -> None:
    wide = number.normalised.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    assert normalise_document_number(wide) == number.normalised


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_document_number(text)
    assert normalise_document_number(once) == once


@pytest.mark.parametrize(
    ("typed", "normalised", "warning"),
    [
        ("晋政发〔2008〕12", "晋政发〔2008〕12号", DocumentWarning.NO_HAO),
        ("晋政发〔2008〕第12号", "晋政发〔2008〕12号", DocumentWarning.ORDINAL_DROPPED),
        ("晋政发〔2008〕012号", "晋政发〔2008〕12号", DocumentWarning.LEADING_ZERO),
        ("国发〔85〕12号", "国发〔1985〕12号", DocumentWarning.SHORT_YEAR),
        ("国务院令第七百一十一号", "国务院令第711号", DocumentWarning.CHINESE_DIGITS),
        ("某市政府令第一一〇号", "某市政府令第110号", DocumentWarning.CHINESE_DIGITS),
    ],
)
def test_what_is_mended_is_said(typed: str, normalised: str, warning: DocumentWarning) -> None:
    parsed = parse_document_number(typed)
    assert parsed is not None
    assert parsed.normalised == normalised
    assert warning in parsed.warnings


@pytest.mark.parametrize("text", ["", "你好", "〔2008〕12号", "12号", "晋政发〔2008〕0号", "x\0y"])
def test_other_texts_are_none(text: str) -> None:
    assert parse_document_number(text) is None
