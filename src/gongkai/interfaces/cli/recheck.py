"""`gongkai recheck`: look again at everything that is out."""

import json
from typing import TYPE_CHECKING

import click

from gongkai.interfaces.cli.database import with_database

if TYPE_CHECKING:
    from gongkai.release.models import Recheck

WOULD_NOT_PASS = 1


@click.command(name="recheck")
@click.option(
    "--why", default="asked for by the operator", show_default=True, help="For the trail."
)
@click.option("--last", is_flag=True, help="Begin none; say how the last one stands.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@click.pass_context
def recheck(ctx: click.Context, *, why: str, last: bool, as_json: bool) -> None:
    """Look again at everything that is out, under today's rules and virus signatures.

    Changes nothing that is out. What has to be examined first goes through the queue; the worker
    looks again until it is known. Exit code 1 where something would not pass, 2 where a recheck is
    going on already. The organs read what it is at the desk.
    """
    with with_database():
        from gongkai.kernel.types import SYSTEM  # noqa: PLC0415 - Django must be set up first
        from gongkai.release.operations.rechecking import (  # noqa: PLC0415 - as above
            begin_recheck,
            run_recheck,
        )
        from gongkai.release.queries.rechecks import last_figures  # noqa: PLC0415 - as above

        if not last:
            run_recheck(recheck_id=begin_recheck(actor=SYSTEM, why=why).pk)
        row, failing = last_figures()
    if row is None:
        click.echo("null" if as_json else "Nothing has been looked at again yet.")
        return
    click.echo(_as_json(row, failing) if as_json else _as_text(row, failing))
    if failing:
        ctx.exit(WOULD_NOT_PASS)


def _as_json(row: "Recheck", failing: int) -> str:
    return json.dumps(
        {
            "rules": row.rules,
            "signatures": row.signatures,
            "why": row.why,
            "begun_at": row.begun_at.isoformat(),
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            "checked": row.checked,
            "waiting": row.waiting,
            "would_not_pass": failing,
        },
        ensure_ascii=False,
    )


def _as_text(row: "Recheck", failing: int) -> str:
    state = "ended" if row.ended_at else "goes on in the queue"
    lines = [
        f"{row.checked} texts and files looked at, {failing} would not pass today ({state})",
        f"  rules {row.rules}, why: {row.why}",
    ]
    if row.waiting:
        lines.append(f"  {row.waiting} still to be examined or scanned; the worker does it")
    return "\n".join(lines)
