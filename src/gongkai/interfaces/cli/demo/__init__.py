"""`gongkai demo`: fill the living demo, a fictional province with all its work."""

import os
from random import Random

import click

from gongkai.interfaces.cli.database import with_database
from gongkai.interfaces.cli.demo.telling import progress_told


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
    with with_database(), progress_told() as say:
        # Django must be set up first
        from gongkai.interfaces.cli.demo import running  # noqa: PLC0415

        dice = Random(20080501)  # noqa: S311 - invented material, not a secret
        running.fill(wanted=records or running.RECORDS, dice=dice, say=say)
    click.echo("The demo is complete.", err=True)
