"""`gongkai audit verify`: prove that the audit trail is whole."""

import json
import re
from typing import TYPE_CHECKING

import click

from gongkai.interfaces.cli.database import with_database

if TYPE_CHECKING:
    from gongkai.audit.queries import ChainReport

DAMAGED = 2
_NOTED = re.compile(r"([0-9]+):([0-9a-f]{64})")


class _NotedType(click.ParamType[tuple[int, str]]):
    """A head that was printed by an earlier verification."""

    name = "PLACE:HASH"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, str]:
        found = _NOTED.fullmatch(str(value))
        if found is None:
            self.fail(f"{value!r}: copy it as an earlier verification printed it", param, ctx)
        return int(found[1]), found[2]


@click.group("audit")
def audit() -> None:
    """Verify the audit trail."""


@audit.command("verify")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@click.option(
    "--noted",
    type=_NotedType(),
    help="A head that was noted elsewhere; proves that nobody rewrote what came before it.",
)
@click.pass_context
def verify(ctx: click.Context, *, as_json: bool, noted: tuple[int, str] | None) -> None:
    """Recompute the whole chain; exit code 2 where something is wrong.

    Note the head that is printed outside this system: whoever owns the database could rewrite
    everything in it, but not what stands in your notebook.
    """
    with with_database():
        from gongkai.audit.queries import NotedHead, verify_chain  # noqa: PLC0415 - Django is up

        report = verify_chain(noted=NotedHead(*noted) if noted else None)
    click.echo(_as_json(report) if as_json else _as_text(report))
    if not report.is_whole:
        for damage in report.damages:
            click.echo(f"{damage.kind.value} at place {damage.place}: {damage.meaning}", err=True)
        ctx.exit(DAMAGED)


def _as_json(report: "ChainReport") -> str:
    plain = {
        "whole": report.is_whole,
        "entries": report.entries,
        "head_place": report.head_place,
        "head_hash": report.head_hash,
        "damages": [
            {"kind": d.kind.value, "place": d.place, "meaning": d.meaning} for d in report.damages
        ],
    }
    return json.dumps(plain, ensure_ascii=False)


def _as_text(report: "ChainReport") -> str:
    verdict = "The audit trail is whole." if report.is_whole else "The audit trail is DAMAGED."
    return (
        f"{verdict}\nentries: {report.entries}\nhead, to be noted elsewhere: "
        f"{report.head_place}:{report.head_hash}"
    )
