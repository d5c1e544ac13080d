"""Data folders for tests that run real servers, in real time."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from gongkai.kernel.embedded import supervisor
from gongkai.kernel.embedded.cluster import Cluster


@pytest.fixture(autouse=True)
def fixed_moment() -> None:
    """Do not hold the clock here: these tests watch processes, whose start times are real."""


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a data folder that the database's user can enter, and leave nothing running in it."""
    with data_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def lasting_home() -> Iterator[Path]:
    """Return a data folder for all tests of a file: making the tables takes its time."""
    with data_folder() as folder:
        yield folder


@contextlib.contextmanager
def data_folder() -> Iterator[Path]:
    """Make a data folder; end what runs in it and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="gk-", dir="/var/tmp"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        with contextlib.suppress(FileNotFoundError):
            supervisor.stop(folder)
        for process in Cluster(folder).processes():
            with contextlib.suppress(psutil.Error):
                process.kill()
        shutil.rmtree(folder)
