"""The lock at the log-in, which holds for every process and over a restart."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from tests.factories.organs import PASSWORD, a_digest, a_person, signed

from gongkai.audit.models import AuditEntry
from gongkai.kernel.types import SYSTEM
from gongkai.organs.operations import UsernameTaken, create_person, note_failed_log_in, set_password
from gongkai.organs.queries import log_in_is_closed

pytestmark = pytest.mark.django_db


def fail(username: str, times: int = 5) -> None:
    for _ in range(times):
        note_failed_log_in(username=username)


def test_five_wrong_passwords_close_the_log_in_for_a_quarter_of_an_hour(
    fixed_moment: time_machine.Traveller,
) -> None:
    person = a_person()
    fail(person.username, 4)
    assert not log_in_is_closed(person.username)
    fail(person.username, 1)
    assert log_in_is_closed(person.username)
    fixed_moment.shift(timedelta(minutes=15, seconds=1))
    assert not log_in_is_closed(person.username)


def test_others_and_strangers_are_not_touched() -> None:
    person = a_person()
    fail("nobody")
    fail(person.username)
    assert not log_in_is_closed("nobody")
    assert not log_in_is_closed(a_person().username)
    assert AuditEntry.objects.filter(action="organs.log_in_refused").count() == 5


@pytest.mark.parametrize("way", [str.upper, str.title, str.swapcase])
def test_another_way_to_write_the_name_gives_no_more_guesses(way: Callable[[str], str]) -> None:
    person = a_person()
    assert way(person.username) != person.username
    for _ in range(5):
        assert post(way(person.username), "wrong-password") == 200
    assert log_in_is_closed(person.username)
    assert post(way(person.username), PASSWORD) == 200


def test_no_two_accounts_differ_in_capital_letters_only() -> None:
    person = a_person()
    with pytest.raises(UsernameTaken):
        create_person(actor=SYSTEM, username=person.username.upper(), name="试", password=PASSWORD)


def test_a_closed_log_in_keeps_nobody_from_signing() -> None:
    person = a_person()
    fail(person.username)
    assert signed(person, a_digest()).pk


def test_a_new_password_opens_what_wrong_ones_closed() -> None:
    person = a_person()
    fail(person.username)
    set_password(actor=SYSTEM, person_id=person.pk, password="long-enough-1")
    assert not log_in_is_closed(person.username)
    assert post(person.username, "long-enough-1") == 302


def post(username: str, password: str) -> int:
    cache.clear()
    answer = Client().post(
        "/accounts/login/", {"login": username, "password": password}, follow=False
    )
    return answer.status_code


def test_the_log_in_page_obeys_it_also_when_the_cache_was_lost() -> None:
    person = a_person()
    assert post(person.username, PASSWORD) == 302
    other = a_person()
    for _ in range(5):
        assert post(other.username, "wrong-password") == 200
    assert post(other.username, PASSWORD) == 200
