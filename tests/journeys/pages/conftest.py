"""One world for all files that look at every page: making it takes its time."""

from collections.abc import Iterator

import pytest
import pytest_django
from django.core.cache import cache
from tests.journeys.conftest import seeded
from tests.journeys.world import World, a_full_world


@pytest.fixture(scope="package")
def full_world(server: str, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[World]:
    """A record in every state, and one of everything else. Lasts for all files of this folder."""
    yield from seeded(django_db_blocker, a_full_world)


@pytest.fixture(autouse=True, scope="module")
def forgotten_codes(full_world: World) -> None:
    """Forget which one-time codes were used: each file signs the same people in anew."""
    cache.clear()
