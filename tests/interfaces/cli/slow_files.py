"""A worker with files that take long: run as a program, for it is told to stop by a signal."""

import asyncio
import os
import signal

from procrastinate import App
from procrastinate.testing import InMemoryConnector

from gongkai.interfaces.cli.worker import work_side_by_side

FILES = "files"


async def _work() -> None:
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
        assert (started, ended) == ([0, 1], []), (started, ended)
        may_end.set()
        await work
    assert ended == [0, 1], ended


if __name__ == "__main__":
    asyncio.run(asyncio.wait_for(_work(), timeout=20))
    print("done")  # noqa: T201 - its answer
