"""Jobs: what a killed worker leaves behind is given back to the queue."""

import asyncio
import os
import signal
import subprocess
import sys
import time as stopwatch
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from gongkai.kernel import jobs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WORKER = """
import asyncio, os, sys
from procrastinate import App, PsycopgConnector

app = App(connector=PsycopgConnector(conninfo=os.environ["TEST_CONNINFO"]))

@app.task(name="test.sleep")
async def sleep():
    print("begun", flush=True)
    await asyncio.sleep(600)

async def main():
    async with app.open_async():
        await app.run_worker_async(install_signal_handlers=False, update_heartbeat_interval=1)

asyncio.run(main())
"""


def conninfo() -> str:
    values = connection.get_connection_params()
    wanted = {"dbname", "user", "password", "host", "port"}
    return psycopg.conninfo.make_conninfo(
        **{name: value for name, value in values.items() if name in wanted}
    )


@pytest.fixture
def app() -> Iterator[App]:
    with App(connector=PsycopgConnector(conninfo=conninfo())).open() as opened:
        yield opened
    # Their tables belong to no model of ours, so Django does not empty them.
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def status_of(job_id: int) -> str:
    return str(ProcrastinateJob.objects.values_list("status", flat=True).get(pk=job_id))


def begin_and_kill(job_id: int) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        env={**os.environ, "TEST_CONNINFO": conninfo()},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    with worker.stdout:
        assert worker.stdout.readline().strip() == "begun"
    assert status_of(job_id) == "doing"
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def test_a_killed_workers_job_comes_back(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = app.configure_task("test.sleep").defer()
    begin_and_kill(job_id)
    sweep_once()
    assert status_of(job_id) == "doing", "a worker that lived a moment ago may still live"
    monkeypatch.setattr(jobs, "STALLED_AFTER", 1)
    stopwatch.sleep(1.5)
    sweep_once()
    assert status_of(job_id) == "todo"


def test_one_that_is_queued_again_keeps_no_other_back(app: App) -> None:
    stalled = []
    for lock in ("twice", "once"):
        stalled.append(app.configure_task("test.sleep", queueing_lock=lock).defer())
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [stalled[-1]]
            )
    app.configure_task("test.sleep", queueing_lock="twice").defer()
    sweep_once()
    assert [status_of(job_id) for job_id in stalled] == ["failed", "todo"]


def test_jobs_are_counted_by_status(app: App) -> None:
    for _ in range(3):
        app.configure_task("test.sleep").defer()
    counts = jobs.counts_by_status()
    assert (counts["todo"], counts["doing"]) == (3, 0)


def sweep_once() -> None:
    """Run the sweeper in a thread of its own: a browser's tests leave a loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(_sweep())).result()


async def _sweep() -> None:
    async with App(connector=PsycopgConnector(conninfo=conninfo())).open_async() as opened:
        await jobs.sweep(opened.job_manager)
