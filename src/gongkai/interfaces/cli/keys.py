"""`gongkai keys`: the keys with which identity numbers and applicants' files are sealed."""

import json
import os
import pwd
from typing import TYPE_CHECKING

import click

from gongkai.interfaces.cli.checks import counted
from gongkai.interfaces.cli.database import with_database

if TYPE_CHECKING:
    from gongkai.kernel.rotation import KeyReport, KeyUse, Resealed

LEFT = 2


@click.group("keys")
def keys() -> None:
    """List, add, rotate and retire the keys that seal (docs/operate/keys.md).

    To change the key: add, rotate, back up the key ring, retire.
    """


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
def list_keys(*, as_json: bool) -> None:
    """Print every key, which one seals, and how many values each has sealed."""
    with with_database():
        from gongkai.kernel import keyring, rotation  # noqa: PLC0415 - Django is up

        report = rotation.key_report()
        source = "setting" if keyring.come_from_settings() else "data folder"
    click.echo(_report_json(report, source) if as_json else _report_text(report, source))


@keys.command("add")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@click.option(
    "--old-are-lost",
    is_flag=True,
    help="Begin a new ring although values are sealed and their keys are gone for good.",
)
def add(*, as_json: bool, old_are_lost: bool) -> None:
    """Make a new key, which seals from now on; running processes see it at once."""
    with with_database():
        from gongkai.kernel import rotation  # noqa: PLC0415 - as above

        key_id = rotation.add_key(account=_account(), old_are_lost=old_are_lost)
    said = f"{key_id} seals from now on. Back up the key ring, then run 'gongkai keys rotate'."
    click.echo(json.dumps({"key": key_id}) if as_json else said)


@keys.command("rotate")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@click.pass_context
def rotate(ctx: click.Context, *, as_json: bool) -> None:
    """Seal everything with the current key; may be broken off and repeated.

    Ends with code 2 where something is still sealed with another key.
    """
    with with_database():
        from gongkai.kernel import rotation  # noqa: PLC0415 - as above

        done = rotation.reseal_all(account=_account(), progress=_show)
    if done.resealed:
        click.echo("", err=True)
    click.echo(_resealed_json(done) if as_json else _resealed_text(done))
    for fault in _faults(done):
        click.echo(fault, err=True)
    if done.left:
        ctx.exit(LEFT)


@keys.command("retire")
@click.argument("key_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
def retire(*, key_id: str, as_json: bool) -> None:
    """Take the key ID out of the ring; refused while anything is sealed with it."""
    with with_database():
        from gongkai.kernel import rotation  # noqa: PLC0415 - as above

        rotation.retire_key(key_id=key_id, account=_account())
    said = f"{key_id} is retired. Older back-ups of the database still need it: keep its copy."
    click.echo(json.dumps({"key": key_id}) if as_json else said)


def _account() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _show(done: int, whole: int) -> None:
    click.echo(f"\r{done} of {whole} values", nl=False, err=True)


def _report_json(report: "KeyReport", source: str) -> str:
    listed = [
        {
            "id": key.key_id,
            "in_ring": key.is_in_ring,
            "current": key.is_current,
            "values": key.values,
        }
        for key in report.keys
    ]
    answer = {"source": source, "keys": listed, "unsealed": report.unsealed}
    return json.dumps(answer, ensure_ascii=False)


def _report_text(report: "KeyReport", source: str) -> str:
    lines = [f"Keys from the {source}:"] if report.keys else ["There are no keys yet."]
    lines += [f"  {key.key_id}  {counted(key.values)}{_standing(key)}" for key in report.keys]
    if report.unsealed:
        lines.append(f"  not sealed at all: {counted(report.unsealed)}; see 'gongkai doctor'.")
    return "\n".join(lines)


def _standing(key: "KeyUse") -> str:
    if key.is_current:
        return ", seals from now on"
    return "" if key.is_in_ring else ", MISSING from the ring: see 'gongkai doctor'"


def _resealed_json(done: "Resealed") -> str:
    answer = {
        "key": done.key_id,
        "resealed": done.resealed,
        "unreadable": done.unreadable,
        "left": done.left,
    }
    return json.dumps(answer)


def _resealed_text(done: "Resealed") -> str:
    if not done.resealed and not done.left:
        return f"Everything is sealed with {done.key_id} already."
    return f"{counted(done.resealed)} sealed with {done.key_id}."


def _faults(done: "Resealed") -> list[str]:
    faults = []
    if done.unreadable:
        left = counted(done.unreadable)
        faults.append(f"Cannot be opened and stays as it is: {left}; see 'gongkai doctor'.")
    if busy := done.left - done.unreadable:
        faults.append(f"In use, or written meanwhile: {counted(busy)}; run it again.")
    return faults
