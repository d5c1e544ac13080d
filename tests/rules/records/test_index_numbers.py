"""Index numbers: minted by a template, read in every form that is known."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.records.rules.index_forms import (
    IndexWarning,
    ParsedIndexNumber,
    has_right_credit_digit,
    has_right_organisation_digit,
    parse_index_number,
)
from gongkai.records.rules.numbering import (
    DEFAULT_TEMPLATE,
    NATIONAL_TEMPLATE,
    NumberParts,
    SerialSpent,
    TemplateRefused,
    compile_template,
)

REAL = Path(__file__).with_name("index_numbers_real.csv")
CODES = st.text("0123456789ABCDEFX", min_size=9, max_size=9)


def _parsed(text: str) -> ParsedIndexNumber:
    return parse_index_number(
        text,
        is_organisation_code=has_right_organisation_digit,
        is_credit_code=has_right_credit_digit,
    )


def _real() -> list[dict[str, str]]:
    with REAL.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", _real(), ids=lambda row: row["index_number"])
def test_real_numbers(row: dict[str, str]) -> None:
    parsed = _parsed(row["index_number"])
    assert (parsed.verbatim, parsed.form) == (row["index_number"], row["form"])
    assert (parsed.organ_code, parsed.serial) == (row["organ"], row["serial"])
    assert str(parsed.year or "") == row["year"]
    doubtful = {IndexWarning.CHECK_DIGIT_WRONG, IndexWarning.NOT_AN_ORGANISATION_CODE}
    assert bool(doubtful & set(parsed.warnings)) == (row["code_is_right"] == "no")


@given(st.text(max_size=60))
def test_nothing_is_refused(text: str) -> None:
    parsed = _parsed(text)
    assert parsed.verbatim == text
    assert (parsed.form == "unknown") == (IndexWarning.UNKNOWN_FORM in parsed.warnings)


@given(CODES, st.integers(0, 99), st.integers(1900, 2099), st.integers(1, 9999))
def test_the_default_template_makes_22_characters_that_are_read_back(
    code: str, number: int, year: int, serial: int
) -> None:
    parts = NumberParts(code, "", f"{number:02d}", year, serial)
    template = compile_template(DEFAULT_TEMPLATE)
    made = template.format(parts)
    assert (len(made), made.count("-")) == (22, 3)
    assert template.parse(made) == parts
    parsed = _parsed(made)
    assert (parsed.form, parsed.organ_code, parsed.serial) == ("shanxi22", code, made[-4:])


@given(CODES, st.integers(1900, 2099), st.integers(1, 99999))
def test_the_national_template_makes_20_characters_without_class(
    code: str, year: int, serial: int
) -> None:
    template = compile_template(NATIONAL_TEMPLATE)
    made = template.format(NumberParts(code, "", "01", year, serial))
    assert len(made) == 20
    assert template.parse(made) == NumberParts(code, "", "", year, serial)
    assert not template.scope.by_class
    assert template.scope.by_year


def test_a_spent_serial_is_an_error_before_it_is_given() -> None:
    template = compile_template(DEFAULT_TEMPLATE)
    parts = NumberParts("000014349", "", "01", 2026, 10000)
    with pytest.raises(SerialSpent):
        template.format(parts)
    assert [template.is_running_low(serial) for serial in (8999, 9001)] == [False, True]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "{organ}-{year}",
        "{organ}-{serial}",
        "{class}-{year}-{serial:4}",
        "{organ}-{organ}-{serial:4}",
        "{organ}-{serial:4}-{serial:4}",
        "{organ}-{town}-{serial:4}",
        "{organ}-{serial:4}}",
    ],
)
def test_templates_that_cannot_be_unique_are_refused(source: str) -> None:
    with pytest.raises(TemplateRefused):
        compile_template(source)
