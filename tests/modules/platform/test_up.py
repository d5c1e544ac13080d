"""`gongkai up` for real: it answers, it survives the death of each part, it leaves nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from gongkai.interfaces.cli import running
from gongkai.kernel.embedded.cluster import Cluster

COMMAND = [sys.executable, "-m", "gongkai.interfaces.cli.main"]
pytestmark = pytest.mark.slow


class Site:
    """A site of its own in another process."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.home = home
        self.environment = {**os.environ, "GONGKAI_HOME": str(home)}
        self.log = home / "up-said.txt"
        self.process = self._up()

    def _up(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as said:
            return subprocess.Popen(
                [*COMMAND, "up", "--port", str(self.port)],
                env=self.environment,
                stdout=said,
                stderr=said,
            )

    def start_again(self) -> None:
        self.process = self._up()

    def answers(self) -> bool:
        try:
            address = f"http://127.0.0.1:{self.port}/readyz"
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*COMMAND, *arguments],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )

    def pid_of(self, name: str) -> int:
        kept = running.read(self.home)
        alive = [one for one in kept.children if one.is_alive()] if kept else []
        return next((one.pid for one in alive if one.name == name), 0)

    def wait(self, wanted: Callable[[], bool], *, seconds: float = 240) -> None:
        deadline = time.monotonic() + seconds
        while not wanted():
            assert time.monotonic() < deadline, self.log.read_text(encoding="utf-8")
            time.sleep(0.1)


@pytest.fixture
def site(lasting_home: Path) -> Iterator[Site]:
    """Return a site that answers; end all of it afterwards."""
    started = Site(lasting_home)
    try:
        started.wait(lambda: started.answers() and started.pid_of("worker") != 0)
        yield started
    finally:
        started.command("down")
        started.process.wait(timeout=60)


def test_each_part_comes_back_and_nothing_is_left(site: Site) -> None:
    status = json.loads(site.command("status", "--json").stdout)
    assert status["address"] == f"http://127.0.0.1:{site.port}"
    assert all(status[name].startswith("running") for name in ("up", "web", "worker", "database"))

    second = site.command("up", "--port", "1")
    assert second.returncode == 2
    assert "already runs" in second.stderr

    for name in ("web", "worker"):
        before = site.pid_of(name)
        os.kill(before, signal.SIGKILL)
        site.wait(lambda name=name, before=before: site.pid_of(name) not in {0, before})  # type: ignore[misc]
        site.wait(site.answers)

    server = Cluster(site.home).postmaster()
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    site.wait(lambda: Cluster(site.home).postmaster() not in {None, server})
    site.wait(site.answers)

    children = [psutil.Process(site.pid_of(name)) for name in ("web", "worker")]
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(timeout=60) == 0
    assert not any(process.is_running() for process in children)
    assert Cluster(site.home).postmaster() is None
    assert not site.answers()


def test_a_killed_up_leaves_orphans_that_the_next_one_ends(site: Site) -> None:
    site.process.kill()
    site.process.wait()
    orphan = site.pid_of("web")
    assert orphan
    assert site.answers()

    site.start_again()
    site.wait(lambda: site.pid_of("web") not in {0, orphan})
    site.wait(site.answers)
    assert not psutil.pid_exists(orphan) or psutil.Process(orphan).status() == "zombie"

    site.process.kill()
    site.process.wait()
    answer = site.command("down")
    assert "web stopped." in answer.stdout
    assert "Nothing runs." in answer.stdout
    assert Cluster(site.home).postmaster() is None


def test_the_doctor_finds_a_running_site_healthy(site: Site) -> None:
    answer = json.loads(site.command("doctor", "--json").stdout)
    states = {finding["name"]: finding["state"] for finding in answer["findings"]}
    for name in ("python", "data folder", "secrets", "database", "Chinese letters", "migrations"):
        assert states[name] == "fine", answer
