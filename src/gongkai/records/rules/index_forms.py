"""Index numbers as they are found in the field: many forms, all kept as they were printed.

Nothing here refuses a number. A form that is not known, a code whose check digit is wrong, a
spelling that was tidied before it was read: each is a warning beside what could be read.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gongkai.organs.rules.codes import (
    credit_check_character,
    has_organisation_shape,
    organisation_check_character,
)

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY = rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ORGAN = r"(?P<organ>[0-9A-Z]{9})"
_HYPHENED = r"(?P<organ>[0-9A-Z]{8}-[0-9X])"

# In the order in which they are tried; the first that fits names the form.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("shanxi22", rf"{_ORGAN}-(?P<class>\d{{2}})-{_YEAR}-(?P<serial>\d{{4}})"),
        ("uscc", rf"(?P<organ>[0-9A-HJ-NPQRTUWXY]{{18}})/{_YEAR}-(?P<serial>\d{{5}})"),
        ("nat", rf"{_ORGAN}/{_YEAR}-(?P<serial>\d{{5}})"),
        ("nat6", rf"{_ORGAN}/{_YEAR}-(?P<serial>\d{{6}})"),
        ("nat-", rf"(?P<organ>[0-9A-Z]{{7,8}}-[0-9X])/{_YEAR}-(?P<serial>\d{{5}})"),
        ("yearmonth", rf"{_HYPHENED}/{_YEAR}(?P<month>\d{{2}})-(?P<serial>\d{{5}})"),
        ("backslash", rf"{_ORGAN}\\{_YEAR}-(?P<serial>\d{{5}})"),
        ("area10", rf"(?P<organ>\d{{10}})/{_YEAR}-(?P<serial>\d{{6}})"),
        ("shanghai21", rf"SY{_ORGAN}(?P<network>[01]){_YEAR}(?P<serial>\d{{5}})"),
        ("prefix", rf"(?P<organ>[A-Z]{{3,8}})-{_YEAR}-(?P<serial>\d{{6}})"),
        ("hyphen", rf"{_ORGAN}-{_YEAR}-(?P<serial>\d{{5,6}})"),
        ("noyear", rf"{_HYPHENED}/(?P<serial>\d{{5}})"),
        ("jnu", r"(?P<class>[123])-(?P<organ>\d{2})-(?P<year>20\d{2})-(?P<serial>\d{5})-[12]"),
        (
            "ningbo",
            rf"(?P<organ>[0-9A-Z]+-[0-9A-Z]+)-(?P<class>[0-9A-Z]+)-[0-9A-Z]+-{_DAY}-(?P<serial>\d+)",
        ),
    )
)
_BY_ORGANISATION_CODE = frozenset(
    {"shanxi22", "nat", "nat6", "nat-", "yearmonth", "backslash", "shanghai21", "hyphen", "noyear"}
)


class IndexWarning(StrEnum):
    """What a reader of the number should know."""

    UNKNOWN_FORM = "unknown-form"
    CHECK_DIGIT_WRONG = "organisation-code-check-digit-wrong"
    CREDIT_CODE_WRONG = "credit-code-check-digit-wrong"
    NOT_AN_ORGANISATION_CODE = "not-an-organisation-code"
    NO_YEAR = "no-year"
    SPELLING_TIDIED = "spelling-tidied"
    MONTH_IMPOSSIBLE = "month-impossible"


@dataclass(frozen=True, slots=True)
class ParsedIndexNumber:
    """What a number says. `verbatim` is the text as it came in; blank parts were not in it.

    `serial` keeps its leading zeros; `year` is None where the form has none.
    """

    verbatim: str
    form: str
    organ_code: str
    class_code: str
    year: int | None
    serial: str
    warnings: tuple[IndexWarning, ...] = ()


CodeCheck = Callable[[str], bool]


def has_right_organisation_digit(code: str) -> bool:
    """Say whether nine characters end in their check character (GB 11714)."""
    return has_organisation_shape(code) and code[8] == organisation_check_character(code[:8])


def has_right_credit_digit(code: str) -> bool:
    """Say whether eighteen characters end in their check character (GB 32100-2015)."""
    return len(code) == 18 and code[17] == credit_check_character(code[:17])


def parse_index_number(
    text: str, *, is_organisation_code: CodeCheck, is_credit_code: CodeCheck
) -> ParsedIndexNumber:
    """Return what the number says; never raises.

    The checks of GB 11714 and GB 32100 come in as functions; a wrong digit warns and no more,
    for real catalogues hold such numbers.
    """
    tidy = unicodedata.normalize("NFKC", text).replace(" ", "").strip().upper()
    tidied = (IndexWarning.SPELLING_TIDIED,) if tidy != text else ()
    for form, pattern in _FORMS:
        if (found := pattern.fullmatch(tidy)) is None:
            continue
        got = found.groupdict()
        year = int(got["year"]) if got.get("year") else None
        return ParsedIndexNumber(
            verbatim=text,
            form=form,
            organ_code=got["organ"],
            class_code=got.get("class") or "",
            year=year,
            serial=got["serial"],
            warnings=tidied
            + _warnings(form, got, is_organisation_code, is_credit_code)
            + ((IndexWarning.NO_YEAR,) if year is None else ()),
        )
    return ParsedIndexNumber(
        text, "unknown", "", "", None, "", (*tidied, IndexWarning.UNKNOWN_FORM)
    )


def _warnings(
    form: str, got: dict[str, str], is_organisation_code: CodeCheck, is_credit_code: CodeCheck
) -> tuple[IndexWarning, ...]:
    warnings = []
    code = got["organ"].replace("-", "")
    if form == "uscc" and not is_credit_code(code):
        warnings.append(IndexWarning.CREDIT_CODE_WRONG)
    if form in _BY_ORGANISATION_CODE and len(code) != 9:
        warnings.append(IndexWarning.NOT_AN_ORGANISATION_CODE)
    elif form in _BY_ORGANISATION_CODE and not is_organisation_code(code):
        warnings.append(IndexWarning.CHECK_DIGIT_WRONG)
    elif form in {"area10", "prefix", "jnu", "ningbo"}:
        warnings.append(IndexWarning.NOT_AN_ORGANISATION_CODE)
    if not 1 <= int(got.get("month") or 1) <= 12:
        warnings.append(IndexWarning.MONTH_IMPOSSIBLE)
    return tuple(warnings)
