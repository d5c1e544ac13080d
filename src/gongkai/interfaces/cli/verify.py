"""`gongkai verify`: files of the public chain, and copies of texts by them.

Needs no database and no network: what was downloaded is enough.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import click

from gongkai.interfaces.cli.database import with_database
from gongkai.ledger.rules.copies import Judged, day_that_holds, judge
from gongkai.ledger.rules.proofs import NotAProof, Proof, is_proof, read_proof
from gongkai.ledger.rules.verifying import (
    DayDamaged,
    DayFile,
    Fault,
    chain_faults,
    is_day_file,
    read_day,
    unknown_days,
)

DAMAGED = 3
NOT_PROVED = 4
_NOTED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}):([0-9a-f]{64})")
_LARGEST_PROOF = 1024 * 1024
_PIECE = 1024 * 1024


class _NotedRoot(click.ParamType[tuple[date, str]]):
    """A root that was noted elsewhere."""

    name = "DAY:ROOT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[date, str]:
        found = _NOTED.fullmatch(str(value))
        if found is None:
            self.fail(f"{value!r}: a day and its root, like 2026-03-16:0f3a…", param, ctx)
        try:
            return date.fromisoformat(found[1]), found[2]
        except ValueError:
            self.fail(f"{found[1]} is no day of the calendar", param, ctx)


@dataclass(slots=True)
class _Report:
    days: list[DayFile] = field(default_factory=list)
    proofs: list[tuple[str, Proof]] = field(default_factory=list)
    copies: list[Path] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """Damage, place, meaning."""
    judged: list[Judged] = field(default_factory=list)
    unopened: list[tuple[str, Proof]] = field(default_factory=list)
    """Proofs whose entry is in no file of a day that was given."""
    unchecked: list[date] = field(default_factory=list)
    """Days of noted roots of which no file that was given knows."""
    by_database: bool = False

    def add(self, faults: Iterable[Fault]) -> None:
        """Note faults of days."""
        self.faults += [(fault.damage.value, fault.where, fault.meaning) for fault in faults]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was given that could be verified."""
        return not (self.days or self.proofs or self.copies or self.faults)

    @property
    def is_proved(self) -> bool:
        """Say whether everything that was asked about is answered by the chain."""
        is_open = bool(self.unopened or self.unchecked)
        return not is_open and all(one.is_proved for one in self.judged)

    @property
    def code(self) -> int:
        """Return the exit code: 3 where something is damaged, 4 where something is not proved."""
        if self.faults:
            return DAMAGED
        return 0 if self.is_proved else NOT_PROVED


@click.command("verify")
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH...",
)
@click.option(
    "--noted",
    type=_NotedRoot(),
    multiple=True,
    help="A root that you noted elsewhere; proves that nobody wrote the chain anew since.",
)
@click.option(
    "--database", is_flag=True, help="Ask this installation's database about the copies instead."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@click.pass_context
def verify(
    ctx: click.Context,
    *,
    paths: Sequence[Path],
    noted: Sequence[tuple[date, str]],
    database: bool,
    as_json: bool,
) -> None:
    """Verify downloaded files of days as a chain, and say what a copy is.

    PATH is the file of a day (2026-03-16.jsonl), a proof (proof-7.json), a copy of a text or of an
    attachment, or a folder of such days and proofs. Exit code 0: all of it holds. 2: a file cannot
    be read, or there is nothing to compare a copy with. 3: a day or a proof is damaged. 4: a copy
    is not proved to be what was public, or the files say nothing of a proof or of a noted root.
    """
    report = _read_all(paths)
    report.by_database = database
    if report.is_empty:
        raise click.UsageError("There is neither the file of a day nor a proof.")
    if report.copies and not report.proofs and not database:
        raise click.UsageError(
            "There is nothing to compare the copy with. Give the proof that its page offers and "
            "the file of that day too, or --database on the server."
        )
    report.add(chain_faults(report.days, noted=noted))
    report.unchecked = unknown_days(report.days, noted)
    report.faults += _false_proofs(report)
    report.unopened = [one for one in report.proofs if _day_of(one[1], report.days) is None]
    report.judged = list(_by_database(report.copies) if database else _by_proofs(report))
    click.echo(_as_json(report) if as_json else _as_text(report))
    ctx.exit(report.code)


def _read_all(paths: Iterable[Path]) -> _Report:
    report = _Report()
    for path in paths:
        try:
            _read_path(path, report)
        except OSError as error:
            raise click.UsageError(f"{path} cannot be read: {error.strerror}") from error
    return report


def _read_path(path: Path, report: _Report) -> None:
    if not path.is_dir():
        if not _read(path, report):
            report.copies.append(path)
        return
    for one in sorted(path.iterdir()):
        # What else lies in a folder is no copy that somebody asked about.
        if one.suffix in {".jsonl", ".json"}:
            _read(one, report)


def _read(path: Path, report: _Report) -> bool:
    """Read the file of a day or a proof; False where it is neither."""
    with path.open("rb") as file:
        head = file.read(_LARGEST_PROOF).decode(errors="replace")
    if is_day_file(head, path.name):
        try:
            text = path.read_bytes().decode(errors="replace")
            report.days.append(read_day(text, where=str(path)))
        except DayDamaged as damaged:
            report.add([damaged.fault])
        return True
    if not is_proof(head):
        return False
    try:
        report.proofs.append((str(path), read_proof(head)))
    except NotAProof as error:
        report.faults.append(("not_a_proof", str(path), str(error)))
    return True


def _false_proofs(report: _Report) -> Iterator[tuple[str, str, str]]:
    """Yield the proofs whose entry is in one of the days and says something else."""
    for where, proof in report.proofs:
        day = _day_of(proof, report.days)
        if day is not None and day_that_holds(proof, [day]) is None:
            meaning = f"it does not open entry {proof.sequence} of {day.on.isoformat()}"
            yield "false_proof", where, meaning


def _day_of(proof: Proof, days: Iterable[DayFile]) -> DayFile | None:
    """Return the day among whose entries the one of the proof is."""
    return next((day for day in days if day.first <= proof.sequence <= day.last), None)


def _by_proofs(report: _Report) -> Iterator[Judged]:
    proofs = [proof for _where, proof in report.proofs]
    for path in report.copies:
        yield judge(name=str(path), digest=_digest(path), proofs=proofs, days=report.days)


def _by_database(copies: Iterable[Path]) -> Iterator[Judged]:
    with with_database():
        from gongkai.kernel.types import PUBLIC  # noqa: PLC0415 - Django is up
        from gongkai.ledger.queries import chain_place  # noqa: PLC0415 - as above
        from gongkai.records.queries import find_copy  # noqa: PLC0415 - as above

        for path in copies:
            digest = _digest(path)
            found = find_copy(PUBLIC, digest)
            if found is None:
                yield Judged(name=str(path), digest=digest)
                continue
            place = chain_place(PUBLIC, record_id=found.card.id, version_number=found.number)
            yield Judged(
                name=str(path),
                digest=digest,
                index_number=found.card.index_number,
                version=found.number,
                part=f"attachment: {found.file_title}" if found.file_title else "text",
                on=place.on if place else None,
                sequence=place.sequence if place else 0,
                root=place.root if place else "",
            )


def _digest(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            sha.update(piece)
    return sha.hexdigest()


def _as_json(report: _Report) -> str:
    plain = {
        "whole": not report.faults,
        "proved": report.is_proved,
        "days": [
            {"day": day.on.isoformat(), "entries": day.entries, "root": day.root}
            for day in sorted(report.days, key=lambda day: day.on)
        ],
        "faults": [
            {"kind": kind, "where": where, "meaning": meaning}
            for kind, where, meaning in report.faults
        ],
        "copies": [_plain(one) for one in report.judged],
        "unopened_proofs": [where for where, _proof in report.unopened],
        "unchecked_days": [on.isoformat() for on in report.unchecked],
    }
    return json.dumps(plain, ensure_ascii=False)


def _plain(one: Judged) -> dict[str, object]:
    return {
        "file": one.name,
        "sha256": one.digest,
        "proved": one.is_proved,
        "index_number": one.index_number or None,
        "version": one.version or None,
        "part": one.part or None,
        "day": one.on.isoformat() if one.on else None,
        "sequence": one.sequence or None,
        "root": one.root or None,
    }


def _as_text(report: _Report) -> str:
    lines = [f"{kind} in {where}: {meaning}" for kind, where, meaning in report.faults]
    days = sorted(report.days, key=lambda day: day.on)
    if days and not report.faults:
        first, last = days[0].on.isoformat(), days[-1].on.isoformat()
        entries = sum(day.entries for day in days)
        lines.append(f"The chain holds from {first} through {last}: {entries} entries.")
        lines.append(f"Root of {last}, to be compared with one from elsewhere: {days[-1].root}")
    lines += [
        f"{where}: not proved. Give the file of {proof.on.isoformat()} too: no file of a day "
        f"given here holds entry {proof.sequence}."
        for where, proof in report.unopened
    ]
    lines += [
        f"The root noted of {on.isoformat()} was compared with nothing. Give the file of that day."
        for on in report.unchecked
    ]
    lines += [_said(one, by_database=report.by_database) for one in report.judged]
    return "\n".join(lines)


def _said(one: Judged, *, by_database: bool) -> str:
    if not one.index_number:
        return f"{one.name}: not known. Its SHA-256 is {one.digest}."
    what = f"{one.name}: {one.part} of version {one.version} of {one.index_number}"
    if by_database and not one.is_proved:
        return f"{what}, not proved yet: the day of its entry is closed after midnight."
    if not one.is_proved:
        return f"{what}, as its proof says; no file of a day given here holds entry {one.sequence}."
    on = one.on.isoformat() if one.on else ""
    return f"{what}, entry {one.sequence} in the chain of {on} (root {one.root})."
