"""Who is let in where, and as whom."""

import logging

import pytest
from django.test import Client
from tests.interfaces.shared.conftest import signed_in

from gongkai.interfaces.shared.middleware import LARGEST_BODY
from gongkai.organs.models import Person


def test_the_public_page_shows_everybody_the_same(citizen: Client, clerk: Person) -> None:
    staff = signed_in(clerk)
    assert citizen.get("/viewer/").content == staff.get("/viewer/").content == b"None"


def test_a_view_without_an_audience_is_not_served(
    citizen: Client, administrator: Person, caplog: pytest.LogCaptureFixture
) -> None:
    for client in (citizen, signed_in(administrator)):
        with caplog.at_level(logging.ERROR, logger="gongkai"):
            response = client.get("/undeclared/")
        assert response.status_code == 404
        assert b"secret" not in response.content
    assert "No audience is declared for tests.interfaces.shared.sample.undeclared" in caplog.text


def test_the_desk_asks_strangers_to_sign_in_and_comes_back(citizen: Client) -> None:
    response = citizen.get("/en/desk/?state=draft")
    assert response.status_code == 302
    assert response["Location"] == "/en/accounts/login/?next=/en/desk/%3Fstate%3Ddraft"
    assert response["Cache-Control"] == "no-store, private"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(citizen: Client) -> None:
    response = citizen.get("/desk/", headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response["HX-Redirect"].startswith("/accounts/login/")


def test_what_was_to_be_sent_is_not_repeated_after_sign_in(citizen: Client) -> None:
    assert citizen.post("/desk/")["Location"].endswith("?next=/")


def test_the_desk_opens_to_people_with_a_duty(clerk: Person) -> None:
    response = signed_in(clerk).get("/desk/")
    assert response.status_code == 200
    assert f"viewer {clerk.pk} duties 1" in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"
    assert "ETag" not in response


def test_without_a_duty_today_the_desk_is_closed(without_duty: Person) -> None:
    response = signed_in(without_duty).get("/desk/")
    assert response.status_code == 403
    assert "您今天没有可办理的职责" in response.content.decode()


def test_own_account_pages_open_without_a_duty(without_duty: Person) -> None:
    assert signed_in(without_duty).get("/accounts/2fa/").status_code == 200


def test_a_closed_account_is_a_stranger(clerk: Person) -> None:
    client = signed_in(clerk)
    Person.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get("/desk/").status_code == 302


def test_administration_is_for_administrators(clerk: Person, administrator: Person) -> None:
    assert signed_in(clerk).get("/desk/settings/").status_code == 403
    assert signed_in(administrator).get("/desk/settings/").status_code == 200


def test_there_is_no_sign_up(citizen: Client) -> None:
    assert citizen.get("/accounts/signup/").status_code == 404
    assert citizen.post("/accounts/signup/", {"username": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("kind", "status", "title"),
    [
        ("found", 404, "页面不存在"),
        ("allowed", 403, "您没有此项权限"),
        ("else", 409, "目前不能办理"),
    ],
)
def test_a_refusal_becomes_a_page(citizen: Client, kind: str, status: int, title: str) -> None:
    response = citizen.get(f"/refusing/{kind}/")
    assert response.status_code == status
    page = response.content.decode()
    assert title in page
    assert "因故拒绝" in page
    assert "ETag" not in response


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline(citizen: Client) -> None:
    response = citizen.get("/")
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    page = response.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/')


def test_the_process_says_that_it_lives_and_can_serve(citizen: Client) -> None:
    for address in ("/healthz", "/readyz"):
        response = citizen.get(address)
        assert response.content == b"ok\n"
        assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("length", [LARGEST_BODY + 1, 10**30])
def test_more_than_any_page_takes_is_refused_before_it_is_read(
    citizen: Client, length: int
) -> None:
    class Unread:
        def read(self, *_size: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = citizen.post(
        "/viewer/",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(length), "wsgi.input": Unread()},  # type: ignore[arg-type]
    )
    assert answer.status_code == 413
    assert "no-store" in answer.headers["Cache-Control"]
