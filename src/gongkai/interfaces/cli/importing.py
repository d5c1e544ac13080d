"""`gongkai import`: records from JSON lines, CSV or XLSX."""

import json
import sys
import time
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gongkai.interfaces.cli.database import with_database
from gongkai.records.rules.mapping import ImportMapping, MappingRefused, read_mapping

if TYPE_CHECKING:
    from gongkai.kernel.types import Actor
    from gongkai.records.operations import ImportReport

BUILT_IN = ("regulations",)
_SHOWN_ERRORS = 20
REFUSED = 2


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping", "mapping_name", required=True, help="A TOML or JSON file, or a built-in."
)
@click.option("--organ", help="Organ that decides: full name, short name or organisation code.")
@click.option("--by", "username", required=True, help="User name of the officer who decides.")
@click.option("--note", default="", help="Why the evidence is accepted; kept with the run.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
def import_file(
    *,
    file: Path,
    mapping_name: str,
    organ: str | None,
    username: str,
    note: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import FILE; run it again to go on where it stopped.

    Rows with evidence of earlier publication arrive published, by the decision of the officer
    named with --by (a person in charge, or the competent department); the others are drafts,
    and so is what the release gate holds back until its findings are decided.
    Rows that were refused are named on standard error and end it with code 2; the others are in.
    """
    mapping = _mapping(mapping_name)
    with with_database():
        began = time.perf_counter()
        report = _run(file, mapping, organ, username, note, dry_run=dry_run, quiet=as_json)
        seconds = time.perf_counter() - began
    click.echo(
        _as_json(report, seconds, dry_run) if as_json else _as_text(report, seconds, dry_run)
    )
    _say_errors(report)
    sys.exit(REFUSED if report.errors else 0)


def _run(
    file: Path,
    mapping: ImportMapping,
    organ: str | None,
    username: str,
    note: str,
    *,
    dry_run: bool,
    quiet: bool,
) -> "ImportReport":
    from gongkai.records.operations import (  # noqa: PLC0415 - Django must be set up first
        import_records,
    )
    from gongkai.records.operations.import_sources import (  # noqa: PLC0415 - as above
        SourceUnreadable,
        count_rows,
        file_digest,
        read_rows,
    )

    actor = _officer(username, organ)
    try:
        total = count_rows(file)
        with _progress(quiet=quiet) as progress:
            task = progress.add_task(file.name, total=total)
            return import_records(
                actor=actor,
                organ_id=actor.organ_id or 0,
                rows=read_rows(file),
                mapping=mapping,
                file_name=file.name,
                file_digest=file_digest(file),
                decision_note=note,
                dry_run=dry_run,
                on_progress=lambda done: progress.advance(task, done),
            )
    except SourceUnreadable as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _mapping(name: str) -> ImportMapping:
    try:
        return read_mapping(_mapping_data(name))
    except (MappingRefused, ValueError) as wrong:
        raise click.BadParameter(str(wrong), param_hint="--mapping") from wrong


def _mapping_data(name: str) -> Mapping[str, object]:
    if name in BUILT_IN:
        shipped = resources.files("gongkai.records.data.mappings").joinpath(f"{name}.toml")
        return tomllib.loads(shipped.read_text("utf-8"))
    path = Path(name)
    if not path.is_file():
        known = ", ".join(BUILT_IN)
        raise click.BadParameter(f"no such file; built in: {known}", param_hint="--mapping")
    text = path.read_text("utf-8")
    data = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    if not isinstance(data, dict):
        raise MappingRefused("the mapping must be a table")
    return data


def _officer(username: str, organ: str | None) -> "Actor":
    from gongkai.kernel.time import today  # noqa: PLC0415 - Django must be set up first
    from gongkai.kernel.types import Role  # noqa: PLC0415 - as above
    from gongkai.organs.queries import (  # noqa: PLC0415 - as above
        actor_for,
        duties_of,
        person_named,
    )

    person_id = person_named(username)
    if person_id is None:
        raise click.BadParameter(f"nobody has the user name {username!r}", param_hint="--by")
    roles = (Role.COMPETENT_DEPARTMENT, Role.PERSON_IN_CHARGE)
    wanted = _organ_id(organ) if organ else None
    duties = [
        duty
        for role in roles
        for duty in duties_of(person_id, on=today())
        if duty.role is role and wanted in {None, duty.organ_id}
    ]
    if not duties:
        raise click.BadParameter(
            f"{username!r} is neither person in charge nor competent department there today",
            param_hint="--by",
        )
    first = duties[0]
    return actor_for(person_id=person_id, role=first.role, organ_id=first.organ_id, on=today())


def _organ_id(text: str) -> int:
    from gongkai.organs.queries import organ_cards, organ_with_code  # noqa: PLC0415 - as above

    if (card := organ_with_code(text)) is not None:
        return card.id
    found = [c.id for c in organ_cards().values() if text in {c.name, c.short_name}]
    if len(found) != 1:
        said = "several organs are" if found else "no organ is"
        raise click.BadParameter(f"{said} called {text!r}", param_hint="--organ")
    return found[0]


def _progress(*, quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=quiet,
    )


def _as_json(report: "ImportReport", seconds: float, dry_run: bool) -> str:  # noqa: FBT001
    return json.dumps(
        {
            "dry_run": dry_run,
            "run": report.run_id,
            "rows": report.rows,
            "published": report.published,
            "drafts": report.drafts,
            "held_back": report.held_back,
            "skipped": report.skipped,
            "organs_made": report.organs_made,
            "characters": report.characters,
            "seconds": round(seconds, 2),
            "errors": [
                {"line": error.line, "column": error.column, "message": error.message}
                for error in report.errors
            ],
        },
        ensure_ascii=False,
    )


def _as_text(report: "ImportReport", seconds: float, dry_run: bool) -> str:  # noqa: FBT001
    done = report.published + report.drafts
    speed = f", {done / seconds:.0f} records/s" if seconds > 0 and done else ""
    refused = len({error.line for error in report.errors})
    figures = (
        f"{report.rows} rows: {report.published} published, {report.drafts} drafts, "
        f"{report.skipped} known already, {refused} refused ({seconds:.1f} s{speed})."
    )
    lines = ["Nothing was written (dry run)." if dry_run else f"Run {report.run_id}.", figures]
    if report.held_back:
        lines.append(
            f"Held back by the release gate: {report.held_back}. They are drafts; decide what was "
            "found in them on the desk and propose them."
        )
    if report.organs_made:
        lines.append(f"Organs made: {len(report.organs_made)}.")
    return "\n".join(lines)


def _say_errors(report: "ImportReport") -> None:
    for error in report.errors[:_SHOWN_ERRORS]:
        column = f", column {error.column}" if error.column else ""
        click.echo(f"line {error.line}{column}: {error.message}", err=True)
    if len(report.errors) > _SHOWN_ERRORS:
        click.echo(
            f"... and {len(report.errors) - _SHOWN_ERRORS} more (--json shows all)", err=True
        )
