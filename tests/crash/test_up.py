"""`gongkai up` for real: it answers, it survives the death of each part, it leaves nothing."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from tests.factories.installation import Site

from gongkai.kernel.embedded.cluster import Cluster

pytestmark = pytest.mark.slow


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """Return a site as it ships, which answers; end all of it afterwards."""
    started = Site(home)
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
