"""Numbers as organs print them: every one parses, is kept as printed and has one key for search."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.records.rules.documents import normalise_document_number, parse_document_number
from gongkai.records.rules.index_forms import (
    IndexWarning,
    ParsedIndexNumber,
    has_right_credit_digit,
    has_right_organisation_digit,
    parse_index_number,
)
from gongkai.search.rules.numbers import document_key, index_key, looks_like_index_number

REPOSITORY = Path(__file__).resolve().parents[3]
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

DOCUMENTS = [
    ("云政发〔2026〕12号", "云政发〔2026〕12号", "letter", "云政发", "2026", "12"),
    ("云政办发[2008]68号", "云政办发〔2008〕68号", "letter", "云政办发", "2008", "68"),
    ("云政办函（2019） 197 号", "云政办函〔2019〕197号", "letter", "云政办函", "2019", "197"),
    ("云府规﹝2020﹞第017号", "云府规〔2020〕17号", "letter", "云府规", "2020", "17"),
    ("云水发〔85〕3号", "云水发〔1985〕3号", "letter", "云水发", "1985", "3"),
    ("云梦省人民政府令第711号", "云梦省人民政府令第711号", "order", "云梦省人民政府令", "", "711"),
    ("水务局公告2026年第5号", "水务局公告2026年第5号", "order", "水务局公告", "2026", "5"),
    ("云梦省政府令第一百二十号", "云梦省政府令第120号", "order", "云梦省政府令", "", "120"),
]
INDEX_NUMBERS = [
    ("000014349/2016-00227", "nat", "000014349", "2016", "00227"),
    ("113325000026455663/2023-43887", "uscc", "113325000026455663", "2023", "43887"),
    ("00298627-2/202003-00010", "yearmonth", "00298627-2", "2020", "00010"),
    ("01341316-2/58032", "noyear", "01341316-2", "", "58032"),
    ("0142768-8/2022-00185", "nat-", "0142768-8", "2022", "00185"),
    ("YMXXGK-2020-011721", "prefix", "YMXXGK", "2020", "011721"),
    ("000014349\\2016-00227", "backslash", "000014349", "2016", "00227"),
    ("SY0000143490202000012", "shanghai21", "000014349", "2020", "00012"),
    ("000014349-05-2026-0001", "shanxi22", "000014349", "2026", "0001"),
]


def _parsed(text: str) -> ParsedIndexNumber:
    return parse_index_number(
        text,
        is_organisation_code=has_right_organisation_digit,
        is_credit_code=has_right_credit_digit,
    )


def _check_document(
    printed: str, normalised: str, kind: str, mark: str, year: str, serial: str
) -> None:
    number = parse_document_number(printed)
    assert number is not None
    assert number.normalised == normalised == normalise_document_number(printed)
    assert (number.kind, number.document_mark) == (kind, mark)
    assert (str(number.year or ""), str(number.serial)) == (year, serial)
    key = document_key(printed)
    assert key
    for typed in _spellings(printed):
        assert document_key(typed) == key, typed


def _spellings(printed: str) -> list[str]:
    spaced: Callable[[str], str] = " ".join
    return [
        printed.translate(_WIDE),
        spaced(printed),
        printed.replace("〔", "[").replace("〕", "]"),
        printed.replace("〔", "（").replace("〕", "）"),
        printed.replace("〔", "(").replace("〕", "年)") if "〔" in printed else printed,
        printed.removesuffix("号"),
        f" {printed}　",
    ]


def _check_index(printed: str, form: str, organ: str, year: str, serial: str) -> None:
    parsed = _parsed(printed)
    assert (parsed.verbatim, parsed.form) == (printed, form)
    assert (parsed.organ_code, str(parsed.year or ""), parsed.serial) == (organ, year, serial)
    key = index_key(printed)
    unparted = "".join(letter for letter in printed if letter.isalnum())
    for typed in (
        printed,
        printed.lower(),
        printed.translate(_WIDE),
        printed.replace("/", "\\"),
        printed.replace("-", "—"),
        printed.replace("-", " - "),
        f" {printed}　",
        unparted,
    ):
        assert index_key(typed) == key, typed
        assert looks_like_index_number(typed), typed


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row[1])
def test_document_numbers_parse_and_have_one_key(row: tuple[str, ...]) -> None:
    _check_document(*row)


@pytest.mark.parametrize("row", INDEX_NUMBERS, ids=lambda row: row[1])
def test_index_numbers_parse_and_have_one_key(row: tuple[str, ...]) -> None:
    _check_index(*row)


@given(st.text(max_size=60))
def test_unknown_forms_stay_as_they_are(text: str) -> None:
    parsed = _parsed(text)
    assert parsed.verbatim == text
    if parsed.form == "unknown":
        assert (parsed.organ_code, parsed.serial, parsed.year) == ("", "", None)
        assert IndexWarning.UNKNOWN_FORM in parsed.warnings
    assert index_key(index_key(text)) == index_key(text)


@pytest.mark.shared
def test_every_document_number_that_was_collected() -> None:
    rows = _collected("doc_numbers_real.csv")
    for row in rows:
        _check_document(
            row["doc_no_as_printed"],
            row["normalised"],
            row["kind"],
            row["org"],
            row["year"],
            row["seq"],
        )
    assert len(rows) > 20


@pytest.mark.shared
def test_every_index_number_that_was_collected() -> None:
    rows = _collected("index_numbers_real.csv")
    for row in rows:
        _check_index(row["index_number"], row["form"], row["org_part"], row["year"], row["serial"])
    assert len(rows) > 10


def _collected(name: str) -> list[dict[str, str]]:
    shared = Path(os.environ.get("GONGKAI_SHARED", REPOSITORY.parent / "shared"))
    path = shared / "data" / name
    if not path.exists():
        pytest.skip(f"{path} is not there (GONGKAI_SHARED)")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
