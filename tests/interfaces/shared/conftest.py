"""The sample site and the people who look at it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings
from tests.factories.organs import a_person, an_organ, someone
from tests.interfaces.shared import sample

from gongkai.interfaces.shared import context as page_context
from gongkai.kernel.types import Role
from gongkai.organs.models import Person


@pytest.fixture(autouse=True)
def sample_site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Serve the sample pages; forget rate limits; leave the language as it was."""
    # The portal's own menu leads to pages that the sample site does not have.
    monkeypatch.setattr(
        page_context, "NAVIGATION_TEMPLATES", ("gongkai/components/no_navigation.html",)
    )
    settings.ROOT_URLCONF = "tests.interfaces.shared.sample"
    sample.MADE.clear()
    cache.clear()
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def clerk(db: None) -> Person:
    """A disclosure clerk."""
    return someone(Role.CLERK, an_organ("东河市档案局"), "经办甲")


@pytest.fixture
def without_duty(db: None) -> Person:
    """Somebody with an account and no duty today."""
    return a_person("无职乙")


@pytest.fixture
def administrator(db: None) -> Person:
    """A system administrator."""
    return someone(Role.SYSTEM_ADMINISTRATOR, an_organ("东河市政务办"), "管理丙")


@pytest.fixture
def citizen(db: None) -> Client:
    """Somebody without an account."""
    return Client()


def signed_in(person: Person) -> Client:
    """Return a client in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client
