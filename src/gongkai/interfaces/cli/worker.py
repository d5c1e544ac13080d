"""`gongkai worker`: the job worker as a process of its own."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterable

import click
from procrastinate import App

from gongkai.interfaces.cli.database import with_database

CONCURRENCY = 4
FILES_AT_ONCE = 2
"""Files that are opened at the same time, besides: each may take a processor for minutes."""


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
            if wait:
                await _work_on(working)
            else:
                await working.run_worker_async(
                    wait=False, concurrency=CONCURRENCY, install_signal_handlers=False
                )


async def _work_on(app: App) -> None:
    """Work until told to stop: files apart from all else, so that slow ones hold nothing up."""
    from gongkai.release.queued import FILES  # noqa: PLC0415 - as above

    others = {task.queue for task in app.tasks.values()} - {FILES}
    await work_side_by_side(app, ((others, CONCURRENCY), ({FILES}, FILES_AT_ONCE)))


async def work_side_by_side(app: App, shares: Iterable[tuple[Iterable[str], int]]) -> None:
    """Work on each share of the queues with so many jobs at once; where one ends, all end."""
    workers = [
        asyncio.ensure_future(
            app.run_worker_async(
                queues=sorted(queues), concurrency=jobs, install_signal_handlers=False
            )
        )
        for queues, jobs in shares
    ]
    running = list(workers)

    def stop() -> None:
        # Each once: a second time would tear it away from the jobs that it waits for.
        while running:
            running.pop().cancel()

    _on_signal(stop)
    await asyncio.wait(workers, return_when=asyncio.FIRST_COMPLETED)
    stop()
    ended = await asyncio.gather(*workers, return_exceptions=True)
    for failure in ended:
        if isinstance(failure, Exception):
            raise failure


def _on_signal(stop: Callable[[], None]) -> None:
    """Let the first signal stop the work when its jobs are done; the second one ends it at once."""
    loop = asyncio.get_running_loop()
    kinds = (signal.SIGINT, signal.SIGTERM)

    def stop_once() -> None:
        for kind in kinds:
            loop.remove_signal_handler(kind)
        stop()

    for kind in kinds:
        loop.add_signal_handler(kind, stop_once)
