"""Bodies of requests: whole, or not taken at all."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pytest
from pytest_django import Settings

from gongkai.config.wsgi import application
from gongkai.interfaces.shared.bodies import BrokenOff, WholeBody, whole_bodies

LINES = b"one\ntwo\nthree"


def test_a_whole_body_is_read_as_it_is() -> None:
    assert WholeBody(BytesIO(LINES), len(LINES)).read() == LINES
    body = WholeBody(BytesIO(LINES + b" of the next request"), len(LINES))
    assert [body.read(5), body.readline(), body.readline(), body.read(), body.read(5)] == [
        b"one\nt",
        b"wo\n",
        b"three",
        b"",
        b"",
    ]


@pytest.mark.parametrize("cut", range(len(LINES)))
@pytest.mark.parametrize("size", [1, 4, 64])
def test_a_body_that_breaks_off_says_so(cut: int, size: int) -> None:
    for name in ("read", "readline"):
        body = WholeBody(BytesIO(LINES[:cut]), len(LINES))
        with pytest.raises(BrokenOff):
            _exhaust(getattr(body, name), size)


def _exhaust(read: Callable[[int], bytes], size: int) -> None:
    while read(size):
        pass


@pytest.mark.parametrize("length", ["", "0", "x", None])
def test_a_body_without_a_length_is_left_alone(length: str | None) -> None:
    body = BytesIO(LINES)
    seen: list[Any] = []

    def inner(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        seen.append(environ["wsgi.input"])
        return []

    whole_bodies(inner)({"CONTENT_LENGTH": length, "wsgi.input": body}, lambda *_: None)
    assert seen == [body]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("missing", "status"), [(0, "200"), (3, "400"), (9, "400"), (40, "400")])
def test_the_site_takes_no_half_form(missing: int, status: str, settings: Settings) -> None:
    settings.ROOT_URLCONF = "gongkai.config.urls"
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    sent = f"{head}{'whole ' * 20}\r\n--x--\r\n".encode()
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/check-a-copy/",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(len(sent)),
        "wsgi.input": BytesIO(sent[: len(sent) - missing]),
        "wsgi.errors": BytesIO(),
    }
    answer = application(environ, lambda answered, _headers: said.append(answered))
    assert b"</html>" in b"".join(answer)
    assert said[0].split()[0] == status
