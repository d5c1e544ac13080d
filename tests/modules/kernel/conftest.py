"""What tests of sealing stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.utils.translation import override
from pytest_django import Settings
from tests.factories.sealing import Filled, an_old_key_and_a_new_one

from gongkai.kernel import rotation


@pytest.fixture
def key_folder(settings: Settings, tmp_path: Path) -> Path:
    """Give the test a data folder without keys, and return where its keys will lie."""
    settings.HOME = tmp_path / "home"
    settings.FILES_ROOT = tmp_path / "home" / "files"
    settings.SEALING_KEYS, settings.SEALING_KEYS_FILE, settings.HASH_KEY = "", None, ""
    return tmp_path / "home" / "secrets"


@pytest.fixture
def small_batches(key_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let few values make several batches; refusals are read in English."""
    monkeypatch.setattr(rotation, "BATCH", 3)
    with override("en"):
        yield
    connections.close_all()


@pytest.fixture
def filled(small_batches: None, transactional_db: None) -> Filled:
    """Eight files that an old key sealed, and a new key beside it."""
    return an_old_key_and_a_new_one()
