"""The last look at every answer, at views that were planted: what has no pass is not sent."""

import logging
from collections.abc import Callable
from io import BytesIO

import pytest
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.test import Client
from django.urls import path

from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.interfaces.shared.handing_out import hand_over, with_pass
from gongkai.release.doors import Pass, built_pass, made_here
from gongkai.release.rules.doors import Door

SECRET = b"never cleared"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.architecture.test_file_gate"),
]


def _attachment() -> HttpResponseBase:
    return HttpResponse(SECRET, headers={"Content-Disposition": "attachment"})


def _handed(door: Door | None) -> HttpResponseBase:
    return hand_over(
        made_here(door=door, name="a.pdf", media_type="application/pdf", content=SECRET, what="x")
    )


def _untyped() -> HttpResponseBase:
    response = HttpResponse(SECRET)
    del response.headers["Content-Type"]
    return response


PLANTED: dict[str, Callable[[], HttpResponseBase]] = {
    "streamed": lambda: StreamingHttpResponse([SECRET]),
    "file": lambda: FileResponse(BytesIO(SECRET)),
    "attachment": _attachment,
    "inline": lambda: HttpResponse(SECRET, headers={"Content-Disposition": "inline"}),
    "pdf": lambda: HttpResponse(SECRET, content_type="application/pdf"),
    "plain": lambda: HttpResponse(SECRET, content_type="text/plain; charset=utf-8"),
    "json": lambda: JsonResponse({"text": SECRET.decode()}),
    "untyped": _untyped,
    "failed": lambda: HttpResponse(SECRET, content_type="application/pdf", status=404),
    "forged": lambda: with_pass(_attachment(), "public"),  # type: ignore[type-var, arg-type]
    "inside": lambda: _handed(None),
    "staff": lambda: with_pass(_attachment(), Pass(None, "inside")),  # type: ignore[type-var]
}
CLEARED: dict[str, Callable[[], HttpResponseBase]] = {
    "page": lambda: HttpResponse(SECRET),
    "made": lambda: _handed(Door.PUBLIC),
    "built": lambda: with_pass(  # type: ignore[type-var]
        _attachment(), built_pass(Door.PUBLIC, "list")
    ),
}


def _view(make: Callable[[], HttpResponseBase], declared: Audience) -> Callable[..., object]:
    def view(_request: HttpRequest) -> HttpResponseBase:
        return make()

    return audience(declared)(view)


def _of_an_applicant() -> HttpResponseBase:
    return _handed(Door.APPLICANT)


urlpatterns = [
    *(
        path(f"{declared.value}/{name}/", _view(make, declared))
        for declared in (Audience.PUBLIC, Audience.ANYONE)
        for name, make in {**PLANTED, **CLEARED, "applicant": _of_an_applicant}.items()
    ),
    path("healthz", _view(PLANTED["plain"], Audience.ANYONE), name="healthz"),
]


@pytest.mark.parametrize("declared", ["public", "anyone"])
@pytest.mark.parametrize("name", PLANTED)
def test_a_file_without_a_pass_is_not_sent(
    client: Client, caplog: pytest.LogCaptureFixture, declared: str, name: str
) -> None:
    with caplog.at_level(logging.ERROR, "gongkai.interfaces.shared.file_gate"):
        response = client.get(f"/{declared}/{name}/")
    assert (response.status_code, response.content) == (500, b"")
    assert f"/{declared}/{name}/" in caplog.text
    assert not response.has_header("Content-Disposition")


@pytest.mark.parametrize("declared", ["public", "anyone"])
@pytest.mark.parametrize("name", CLEARED)
def test_a_page_and_what_a_door_let_out_is_sent(client: Client, declared: str, name: str) -> None:
    response = client.get(f"/{declared}/{name}/")
    assert response.status_code == 200
    assert (b"".join(response) if response.streaming else response.content) == SECRET


def test_what_is_an_applicants_goes_to_nobody_else(client: Client) -> None:
    assert client.get("/anyone/applicant/").status_code == 200
    assert client.get("/public/applicant/").status_code == 500


def test_a_route_that_is_known_to_answer_no_page_answers(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
