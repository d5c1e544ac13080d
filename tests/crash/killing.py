"""Killing the parts of a real installation under load, and looking into its database past it."""

import contextlib
from collections.abc import Callable, Iterator

import psutil
import psycopg
from tests.factories.installation import Site

from gongkai.kernel.embedded import paths
from gongkai.kernel.embedded.cluster import Cluster


@contextlib.contextmanager
def database(site: Site) -> Iterator[psycopg.Connection]:
    """Read past the site, as its role."""
    place = paths.database(home=site.home, url="")
    with psycopg.connect(
        host=place["HOST"],
        user=place["USER"],
        password=place["PASSWORD"],
        dbname=place["NAME"],
        autocommit=True,
    ) as connection:
        yield connection


def kill_the_database(site: Site) -> None:
    """Postmaster and backends at once: nothing is flushed that was not flushed before."""
    server = Cluster(site.home).postmaster()
    assert server is not None
    processes = list(Cluster(site.home).processes())
    assert len(processes) > 1
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    site.wait(lambda: Cluster(site.home).postmaster() not in {None, server})


def kill_a_web_process(site: Site) -> None:
    """One of the processes that serve requests; granian starts another."""
    parent = psutil.Process(site.pid_of("web"))
    serving = [p for p in parent.children() if "tracker" not in " ".join(p.cmdline())]
    before = set(parent.children())
    serving[-1].kill()
    site.wait(lambda: bool(set(parent.children()) - before))


def kill_a_part(site: Site, name: str) -> None:
    """Kill the leader of a part and see that another takes its place."""
    # The worker ends by itself when its database goes, and is away for a moment.
    before = 0
    while not before:
        site.wait(lambda: site.pid_of(name) != 0)
        before = site.pid_of(name)
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(before).kill()
    site.wait(lambda: site.pid_of(name) not in {0, before})


def kill_up(site: Site) -> None:
    """Kill the process above all others; what it started goes on until the next one comes."""
    orphan = site.pid_of("web")
    site.process.kill()
    site.process.wait()
    site.start_again()
    site.wait(lambda: site.pid_of("web") not in {0, orphan} and site.pid_of("worker") != 0)


KILLS: tuple[Callable[[Site], None], ...] = (
    kill_the_database,
    kill_a_web_process,
    lambda site: kill_a_part(site, "web"),
    lambda site: kill_a_part(site, "worker"),
    kill_up,
)
"""Every part once, the one above all others last."""


def processes_of(site: Site) -> list[psutil.Process]:
    """Return what still runs on the data folder, the database's processes among them."""
    found = list(Cluster(site.home).processes())
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("GONGKAI_HOME") == str(site.home):
                found.append(process)
    return found
