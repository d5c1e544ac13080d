"""The job worker: files are opened beside all else, and a signal lets what is begun end."""

import asyncio
import os
import signal

from procrastinate import App
from procrastinate.contrib.django import app as queue
from procrastinate.testing import InMemoryConnector

from gongkai.interfaces.cli.worker import work_side_by_side
from gongkai.release.operations.examining import EXAMINE
from gongkai.release.operations.materials import PREPARE
from gongkai.release.operations.scanning import SCAN
from gongkai.release.queued import FILES, MAKE


def test_what_opens_files_has_a_queue_of_its_own() -> None:
    opening = {EXAMINE, PREPARE, MAKE, SCAN}
    assert {name for name, task in queue.tasks.items() if task.queue == FILES} == opening


def test_slow_files_hold_nothing_else_up_and_end_before_the_worker() -> None:
    asyncio.run(asyncio.wait_for(_with_slow_files(), timeout=20))


async def _with_slow_files() -> None:
    app = App(connector=InMemoryConnector())
    started: list[int] = []
    ended: list[int] = []
    other, may_end = asyncio.Event(), asyncio.Event()

    @app.task(queue=FILES)
    async def open_file(number: int) -> None:
        started.append(number)
        await may_end.wait()
        ended.append(number)

    @app.task
    async def release_due() -> None:
        other.set()

    async with app.open_async():
        for number in range(3):
            await open_file.defer_async(number=number)
        await release_due.defer_async()
        work = asyncio.ensure_future(work_side_by_side(app, (({"default"}, 1), ({FILES}, 2))))
        await other.wait()
        while len(started) < 2:
            await asyncio.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.05)
        assert (started, ended) == ([0, 1], [])
        may_end.set()
        await work
    assert ended == [0, 1]
