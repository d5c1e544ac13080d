"""The area whose every address is walked, built once a file and never committed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import pytest_django
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from tests.conftest import MOMENT
from tests.leaks.markers import Markers
from tests.leaks.people import World, make_world
from tests.leaks.tours import settle
from tests.leaks.walker import Listener, Walker, listening

from gongkai.ledger.operations import close_past_days


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[tuple[World, list[str]]]:
    """The world and what was logged while it was built.

    Built once for a file of tests, in a transaction that is rolled back after the last of them;
    each test runs in one of its own inside it. Nothing is ever committed: what other tests find
    in the database does not depend on these.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with (
            time_machine.travel(MOMENT, tick=True),
            translation.override("zh-hans"),
            listening() as ear,
        ):
            world = make_world(Markers())
            settle()
            with time_machine.travel(MOMENT + timedelta(days=1)):
                close_past_days()
                settle()
        yield world, ear.take()
        transaction.set_rollback(True)


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
