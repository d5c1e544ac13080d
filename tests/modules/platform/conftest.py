"""Data folders for tests that run real servers, in real time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.factories.installation import data_folder


@pytest.fixture(autouse=True)
def fixed_moment() -> None:
    """Do not hold the clock here: these tests watch processes, whose start times are real."""


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a data folder that the database's user can enter, and leave nothing running in it."""
    with data_folder() as folder:
        yield folder
