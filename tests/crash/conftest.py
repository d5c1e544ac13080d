"""A real installation of its own, in real time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.factories.installation import data_folder


@pytest.fixture(autouse=True)
def fixed_moment() -> None:
    """Do not hold the clock here: cookies and processes have real times."""


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a data folder; end what runs in it and remove it afterwards."""
    with data_folder() as folder:
        yield folder
