"""A small area with an organ that publishes, and everybody who reads."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.utils import translation
from tests.factories import organs, records
from tests.factories.applications import Desk, a_desk
from tests.factories.records import Office
from tests.interfaces.portal.applicants import Applicant

from gongkai.organs.models import Organ
from gongkai.organs.operations import set_office


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Leave the language and the cache as they were."""
    cache.clear()
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def office(db: None) -> Office:
    """A provincial department with its people and its two offices, below a government."""
    records.load_tables()
    government = organs.an_organ("云梦省人民政府", kind="government")
    department = organs.an_organ("云梦省住房和城乡建设厅", parent=government)
    with_offices(department)
    return records.an_office(department)


@pytest.fixture
def citizen(client: Client) -> Client:
    """Somebody without an account."""
    return client


def read(response: HttpResponseBase) -> bytes:
    """Return the whole body, also of a file; reading to its end closes the file."""
    if response.streaming:
        return b"".join(response)
    assert isinstance(response, HttpResponse)
    return response.content


def with_offices(organ: Organ) -> None:
    """Give the organ the two offices that the public turns to."""
    for kind, name in (("disclosure", "政务公开处"), ("supervision", "机关纪委")):
        set_office(
            actor=organs.SYSTEM,
            organ_id=organ.pk,
            kind=kind,
            name=name,
            address="云梦市东河路1号",
            hours="工作日 9:00-17:00",
            telephone="0000-1234567",
            fax="0000-1234568",
            email="gongkai@example.cn",
            postcode="960000",
        )


@pytest.fixture
def desk(db: None) -> Desk:
    """An organ that takes applications, with the people who handle them."""
    return a_desk()


@pytest.fixture
def applicant(client: Client, desk: Desk) -> Applicant:
    """A citizen at a browser, with nothing filled in yet."""
    return Applicant(client, desk.organ.pk)
