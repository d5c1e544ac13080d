"""A real installation of its own, in real time."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.factories.installation import Site, data_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def fixed_moment() -> None:
    """Do not hold the clock here: cookies and processes have real times."""


@pytest.fixture(scope="package")
def whole_home() -> Iterator[Path]:
    """Return a data folder in which a site was started once: making the tables takes its time."""
    with data_folder() as folder:
        first = Site(folder)
        first.wait(first.answers)
        first.command("down")
        first.process.wait(timeout=60)
        yield folder


@pytest.fixture
def home(whole_home: Path) -> Iterator[Path]:
    """Return a data folder of its own; end what runs in it and remove it afterwards."""
    with data_folder() as folder:
        # With the owners: the database is another user's where the tests run as root.
        subprocess.run(["cp", "-a", f"{whole_home}/.", folder], check=True)
        yield folder


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """Return a site that answers, with the listener; end all of it afterwards."""
    listening = {
        "DJANGO_SETTINGS_MODULE": "tests.crash.listening",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    started = Site(home, **listening)
    try:
        started.wait(lambda: started.answers() and started.pid_of("worker") != 0)
        yield started
    finally:
        started.command("down")
        started.process.wait(timeout=60)
