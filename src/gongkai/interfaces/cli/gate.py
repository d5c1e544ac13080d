"""`gongkai gate`: what the release gate finds in files. Needs no database and keeps nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from gongkai.release.inspecting import inspect_apart
from gongkai.release.rules.doors import GATE_RULES
from gongkai.release.rules.findings import Finding, Place
from gongkai.release.rules.inspection import Inspection

HELD_BACK = 1
MOST_PRINTED = 200
"""Findings of one file in the table; the JSON holds all of them."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file and what was found in it."""

    path: Path
    inspection: Inspection

    @property
    def is_clear(self) -> bool:
        """Say whether nothing was found and nothing is wrong with the file."""
        return self.inspection.problem is None and not self.inspection.findings


@click.command(name="gate")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@click.option("--ocr", is_flag=True, help="Read pictures too, where the extra is installed.")
@click.pass_context
def gate(ctx: click.Context, *, files: tuple[Path, ...], as_json: bool, ocr: bool) -> None:
    """Say what the release gate finds in each FILE.

    Each is opened in a process of its own with limits of memory and time. Values are masked. Exit
    code 0 where nothing is found, 1 where something is or a file cannot be taken, 2 where the
    command is wrong.
    """
    looked = [Looked(path, inspect_apart(path, path.name, ocr=ocr)) for path in files]
    if as_json:
        click.echo(_as_json(looked))
    else:
        _print(looked)
    if not all(one.is_clear for one in looked):
        ctx.exit(HELD_BACK)


def _as_json(looked: Sequence[Looked]) -> str:
    answer = {
        "rules": GATE_RULES,
        "clear": all(one.is_clear for one in looked),
        "files": [_file(one) for one in looked],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _file(one: Looked) -> dict[str, object]:
    found = one.inspection
    return {
        "file": str(one.path),
        "kind": found.kind.value if found.kind else None,
        "problem": found.problem.value if found.problem else None,
        "pages": found.pages,
        "findings": [finding.as_row() for finding in found.findings],
    }


def _print(looked: Sequence[Looked]) -> None:
    console = Console(highlight=False)
    for one in looked:
        console.print(f"{one.path}: {_summary(one.inspection)}", markup=False, soft_wrap=True)
        if one.inspection.findings:
            console.print(_table(one.inspection.findings))


def _summary(found: Inspection) -> str:
    if found.problem is not None:
        return f"not taken: {_words(found.problem.value)}"
    kind = found.kind.value.upper() if found.kind else "unknown"
    count = len(found.findings)
    said = {0: "nothing found", 1: "1 finding"}.get(count, f"{count} findings")
    return f"{kind}, {said}"


def _table(findings: Sequence[Finding]) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for head in ("finding", "place", "masked"):
        table.add_column(head, overflow="fold")
    for finding in findings[:MOST_PRINTED]:
        row = (_words(finding.kind.value), _place(finding.place), finding.excerpt)
        table.add_row(*(cell.replace("[", r"\[") for cell in row))
    if len(findings) > MOST_PRINTED:
        table.add_row(f"and {len(findings) - MOST_PRINTED} more (--json)", "", "")
    return table


def _place(place: Place) -> str:
    parts = (
        place.member,
        place.part,
        f"page {place.page}" if place.page else "",
        f"sheet {place.sheet}" if place.sheet else "",
        place.cell,
        f"line {place.line}" if place.line else "",
    )
    return ", ".join(filter(None, parts))


def _words(code: str) -> str:
    return code.replace("_", " ")
