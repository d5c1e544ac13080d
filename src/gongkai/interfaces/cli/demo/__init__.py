"""`gongkai demo`: fill the living demo, a fictional province with all its work."""

import os
from random import Random

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gongkai.interfaces.cli.database import with_database


@click.command("demo")
@click.option(
    "--records", type=click.IntRange(60, 5000), default=None, help="How many records (520)."
)
def demo(*, records: int | None) -> None:
    """Fill the living demo: a fictional province with organs, people and records.

    Only an empty installation, or a demo that was interrupted, is filled; invented material never
    mixes with real records.
    """
    os.environ["GONGKAI_DEMO"] = "yes"
    with with_database():
        # Django must be set up first
        from gongkai.interfaces.cli.demo import running  # noqa: PLC0415

        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("Founding the province", total=None)
            wanted = records or running.RECORDS
            running.fill(
                wanted=wanted,
                dice=Random(20080501),  # noqa: S311 - invented material, not a secret
                say=lambda what, done, whole: progress.update(
                    task, description=what, completed=done, total=whole
                ),
            )
        console.print("The demo is complete.")
