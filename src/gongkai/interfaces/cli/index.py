"""`gongkai index`: read index numbers of every known form. Needs no database."""

import json
import unicodedata

import click

from gongkai.records.rules.index_forms import (
    IndexWarning,
    ParsedIndexNumber,
    has_right_credit_digit,
    has_right_organisation_digit,
    parse_index_number,
)

WARNINGS = {
    IndexWarning.UNKNOWN_FORM: "the form is not known; it is kept as it is printed",
    IndexWarning.CHECK_DIGIT_WRONG: "the organisation code's check digit is wrong (GB 11714)",
    IndexWarning.CREDIT_CODE_WRONG: "the credit code's check digit is wrong (GB 32100-2015)",
    IndexWarning.NOT_AN_ORGANISATION_CODE: "the front part is no organisation code (GB 11714)",
    IndexWarning.NO_YEAR: "it holds no year",
    IndexWarning.SPELLING_TIDIED: "read in capitals, without spaces and full-width characters",
    IndexWarning.MONTH_IMPOSSIBLE: "its month is none",
}


LONGEST = 80
"""Characters of the longest index number that a record can keep."""


@click.group("index")
def index() -> None:
    """Index numbers (索引号) of information records."""


@index.command("parse")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
def parse(*, text: str, as_json: bool) -> None:
    """Print what TEXT says: form, organ code, class, year and serial, with warnings.

    A form that is not known is no error: real catalogues hold such numbers, and they are kept.
    Exit code 2 where TEXT can be no index number at all.
    """
    _refuse_what_is_none(text)
    parsed = parse_index_number(
        text,
        is_organisation_code=has_right_organisation_digit,
        is_credit_code=has_right_credit_digit,
    )
    click.echo(_as_json(parsed) if as_json else _as_text(parsed))


def _refuse_what_is_none(text: str) -> None:
    if not text.strip():
        raise click.UsageError("TEXT is empty. Give an index number, like 000014349/2016-00227.")
    if len(text) > LONGEST:
        raise click.UsageError(
            f"TEXT has {len(text)} characters; no index number has more than {LONGEST}."
        )
    # Cc: control characters, NUL among them; Cs: bytes that are no UTF-8.
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text):
        raise click.UsageError("TEXT holds control characters or is not UTF-8. Type it again.")


def _as_json(parsed: ParsedIndexNumber) -> str:
    return json.dumps(
        {
            "verbatim": parsed.verbatim,
            "form": parsed.form,
            "organ_code": parsed.organ_code,
            "class_code": parsed.class_code,
            "year": parsed.year,
            "serial": parsed.serial,
            "warnings": [warning.value for warning in parsed.warnings],
        },
        ensure_ascii=False,
    )


def _as_text(parsed: ParsedIndexNumber) -> str:
    parts = {
        "organ": parsed.organ_code,
        "class": parsed.class_code,
        "year": "" if parsed.year is None else str(parsed.year),
        "serial": parsed.serial,
    }
    said = ", ".join(f"{name} {value}" for name, value in parts.items() if value)
    lines = [parsed.verbatim, f"  form {parsed.form}" + (f": {said}" if said else "")]
    return "\n".join(lines + [f"  note: {WARNINGS[warning]}" for warning in parsed.warnings])
