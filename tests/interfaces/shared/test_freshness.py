"""Public pages are kept only while nothing public has changed."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from tests.interfaces.shared.conftest import signed_in

from gongkai.kernel.public import mark_public_change, public_epoch
from gongkai.organs.models import Person

pytestmark = pytest.mark.django_db


def commit_public_change() -> None:
    """Change what the public sees, as an operation does, and let the commit move the epoch."""
    with transaction.atomic():
        mark_public_change(kind="record", object_id=1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def tag_of(client: Client, address: str = "/") -> str:
    response = client.get(address)
    assert response["Cache-Control"] == "public, no-cache"
    return response["ETag"]


def again(client: Client, tag: str, address: str = "/") -> int:
    return client.get(address, headers={"If-None-Match": tag}).status_code


def test_the_same_page_is_not_sent_twice() -> None:
    client = Client()
    tag = tag_of(client)
    response = client.get("/", headers={"If-None-Match": f'W/{tag}, "other"'})
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == tag


def test_a_public_change_makes_every_page_stale_at_once() -> None:
    client = Client()
    tag, before = tag_of(client), public_epoch()
    commit_public_change()
    assert public_epoch() == before + 1
    assert again(client, tag) == 200
    assert tag_of(client) != tag


def test_a_change_that_was_rolled_back_changes_no_page() -> None:
    client = Client()
    tag = tag_of(client)
    with transaction.atomic():
        mark_public_change(kind="record", object_id=1)
        transaction.set_rollback(True)
    assert again(client, tag) == 304


def test_a_page_is_named_by_language_address_size_and_day(
    fixed_moment: time_machine.Traveller,
) -> None:
    client = Client()
    tag = tag_of(client)
    assert tag_of(client, "/en/") != tag
    assert tag_of(client, "/?page=2") != tag
    client.get("/text-size/large/?next=/")
    assert again(client, tag) == 200
    client.cookies.clear()
    assert again(client, tag) == 304
    fixed_moment.shift(timedelta(days=1))
    assert again(client, tag) == 200


def test_staff_get_the_same_page_as_everybody(clerk: Person) -> None:
    assert again(signed_in(clerk), tag_of(Client())) == 304


def test_a_page_with_a_form_token_is_never_kept() -> None:
    response = Client().get("/apply/")
    assert response["Cache-Control"] == "no-store, private"
    assert "ETag" not in response


def test_error_pages_have_no_tag() -> None:
    response = Client().get("/nowhere/")
    assert response.status_code == 404
    assert "ETag" not in response
