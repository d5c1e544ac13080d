"""`gongkai doctor`: what is wrong and how to mend it."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from gongkai.interfaces.cli import (
    checks,
    gate_checks,
    ledger_checks,
    letter_checks,
    mail_checks,
    scanner_checks,
    schedule_checks,
)
from gongkai.interfaces.cli.checks import Finding, State
from gongkai.interfaces.cli.database import with_database
from gongkai.kernel.embedded import paths
from gongkai.kernel.embedded.cluster import Cluster
from gongkai.kernel.embedded.failures import DatabaseUnavailable

MARKS = {State.FINE: "  ", State.WARNING: "! ", State.BROKEN: "X "}


@click.command(name="doctor")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def doctor(*, as_json: bool) -> None:
    """Say what is wrong and how to mend it; ends with code 2 when something is broken."""
    findings = list(examine(paths.current_home()))
    healthy = all(finding.state is not State.BROKEN for finding in findings)
    if as_json:
        answer = {"healthy": healthy, "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print(findings, healthy=healthy)
    if not healthy:
        raise click.exceptions.Exit(2)


def _print(findings: list[Finding], *, healthy: bool) -> None:
    for finding in findings:
        click.echo(f"{MARKS[finding.state]}{finding.name}: {finding.says}")
        if finding.mend:
            click.echo(f"     -> {finding.mend}")
    click.echo("Nothing is broken." if healthy else "Something is broken: see the lines with X.")


def examine(home: Path) -> Iterator[Finding]:
    """Look at the machine, then at the database; what cannot be reached ends the examination."""
    machine = list(checks.of_the_machine(home))
    yield from machine
    yield _fonts()
    yield from letter_checks.of_the_letters()
    if any(finding.state is State.BROKEN for finding in machine):
        return
    if not paths.external_url() and not Cluster(home).data.is_dir():
        yield checks.warning("database", "There is none yet.", "'gongkai up' makes it.")
        return
    try:
        with with_database(prepared=False):
            yield from _database()
    except DatabaseUnavailable as error:
        yield checks.broken("database", str(error), "See the message and docs/operate/database.md.")


def _database() -> Iterator[Finding]:
    from django.db import Error  # noqa: PLC0415 - Django must be set up first

    try:
        yield from checks.of_the_database()
        yield from mail_checks.of_the_mail()
        yield from gate_checks.of_the_gate()
        yield from scanner_checks.of_the_scanner()
        yield from ledger_checks.of_the_ledger()
        yield from schedule_checks.of_the_schedule()
    except Error as error:
        mend = "Check DATABASE_URL and that the server runs."
        yield checks.broken("database", f"It does not answer: {error}".strip(), mend)


def _fonts() -> Finding:
    """Look for a Chinese font: only screenshots made here need one; letters bring their own."""
    lister = shutil.which("fc-list")
    if lister is None:
        return checks.fine("Chinese fonts", "not looked at (no fc-list); readers bring their own")
    listed = subprocess.run([lister, ":lang=zh"], capture_output=True, check=False, text=True)
    if not listed.stdout.strip():
        mend = "apt-get install fonts-noto-cjk, if pictures of pages are to be made here."
        return checks.warning("Chinese fonts", "None is installed on this machine.", mend)
    return checks.fine("Chinese fonts", f"{len(listed.stdout.splitlines())} installed")
