"""Lists hold their number of queries, with 2 rows as with 20."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import SYSTEM
from gongkai.organs.operations import create_person


def _queries(town: Town, persona: str, name: str) -> int:
    client = town.client(persona)
    client.get(reverse(f"desk:{name}"))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(reverse(f"desk:{name}"))
    assert answer.status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("persona", "name", "category"),
    [
        ("clerk", "records", "voluntary"),
        ("clerk", "home", "voluntary"),
        ("clerk", "undetermined", "undetermined"),
    ],
)
def test_lists_of_records(town: Town, persona: str, name: str, category: str) -> None:
    for _number in range(2):
        town.draft(category)
    few = _queries(town, persona, name)

    for _number in range(18):
        town.draft(category)

    assert _queries(town, persona, name) == few


def test_the_reviewers_queue(town: Town) -> None:
    for _number in range(2):
        town.proposed()
    few = _queries(town, "reviewer", "home")

    for _number in range(10):
        town.proposed()

    assert _queries(town, "reviewer", "home") == few


def test_the_list_of_accounts(town: Town) -> None:
    few = _queries(town, "administrator", "people")

    for number in range(18):
        create_person(actor=SYSTEM, username=f"more{number}", name="多人", password="")

    assert _queries(town, "administrator", "people") == few
