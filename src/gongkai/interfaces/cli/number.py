"""`gongkai number`: read document numbers however they were typed. Needs no database."""

import json
import sys

import click

from gongkai.records.rules.documents import DocumentNumber, DocumentWarning, parse_document_number

WARNINGS = {
    DocumentWarning.NO_HAO: "号 is missing at the end",
    DocumentWarning.SHORT_YEAR: "the year has two digits; written in full",
    DocumentWarning.LEADING_ZERO: "a leading zero was dropped",
    DocumentWarning.ORDINAL_DROPPED: "第 was dropped (GB/T 9704-2012)",
    DocumentWarning.CHINESE_DIGITS: "Chinese digits were read as a number",
}


@click.group("number")
def number() -> None:
    """Document numbers such as 晋政发〔2008〕12号."""


@number.command("parse")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
def parse(*, text: str, as_json: bool) -> None:
    """Print the canonical form of TEXT and what it is made of.

    Exit code 2 where TEXT is no document number.
    """
    parsed = parse_document_number(text)
    if parsed is None:
        click.echo(
            f"{text!r} is no document number. Expected: the organ's mark, the year in brackets, "
            "the serial and 号, like 晋政发〔2008〕12号; or an order, like 国务院令第711号.",
            err=True,
        )
        sys.exit(2)
    click.echo(_as_json(parsed) if as_json else _as_text(parsed))


def _as_json(parsed: DocumentNumber) -> str:
    return json.dumps(
        {
            "normalised": parsed.normalised,
            "document_mark": parsed.document_mark,
            "year": parsed.year,
            "serial": parsed.serial,
            "kind": parsed.kind.value,
            "warnings": [warning.value for warning in parsed.warnings],
        },
        ensure_ascii=False,
    )


def _as_text(parsed: DocumentNumber) -> str:
    year = "" if parsed.year is None else f"year {parsed.year}, "
    lines = [
        parsed.normalised,
        f"  mark {parsed.document_mark}, {year}serial {parsed.serial} ({parsed.kind.value})",
    ]
    return "\n".join(lines + [f"  note: {WARNINGS[warning]}" for warning in parsed.warnings])
