"""`gongkai worker`: the job worker as a process of its own."""

import asyncio
import os

import click

from gongkai.interfaces.cli.database import with_database

CONCURRENCY = 4


@click.command(name="worker")
@click.option("--once", is_flag=True, help="Do the jobs that wait, then end.")
def worker(*, once: bool) -> None:
    """Run jobs until told to stop.

    It ends with code 0 when the database fails over: whoever supervises it must restart it always,
    not only after a failure.
    """
    os.environ.setdefault("GONGKAI_PROCESS", "worker")
    with with_database():
        asyncio.run(_work(wait=not once))


async def _work(*, wait: bool) -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 - Django must be set up first
    from procrastinate.contrib.django.django_connector import (  # noqa: PLC0415 - as above
        DjangoConnector,
    )

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the queue must use Django's database")
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                wait=wait, concurrency=CONCURRENCY, install_signal_handlers=wait
            )
