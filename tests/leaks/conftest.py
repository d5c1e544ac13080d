"""The area whose every address is walked, built once."""

from collections.abc import Iterator

import pytest
import pytest_django
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation
from tests.conftest import MOMENT
from tests.leaks.markers import Markers
from tests.leaks.people import World, make_world
from tests.leaks.walker import Listener, Walker, listening


@pytest.fixture(scope="package")
def built(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[tuple[World, list[str]]]:
    """The world and what was logged while it was built.

    Built once for all tests: each of them runs in a transaction on top of it, rolled back.
    """
    with django_db_blocker.unblock():
        try:
            with (
                time_machine.travel(MOMENT, tick=True),
                translation.override("zh-hans"),
                listening() as ear,
            ):
                world = make_world(Markers())
            yield world, ear.take()
        finally:
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def world(built: tuple[World, list[str]], db: None) -> Iterator[World]:
    """The area with its records and people; what a test does to it is undone."""
    cache.clear()
    with translation.override("zh-hans"):
        yield built[0].copied()
    cache.clear()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """All that is logged during the test."""
    with listening() as ear:
        yield ear


@pytest.fixture
def citizen(world: World, listener: Listener) -> Walker:
    """Somebody without an account who walks."""
    return Walker(world, "citizen", listener)
