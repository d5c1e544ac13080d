"""A real site holds no large file in memory, and takes no half of one for the whole."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.factories.installation import Site
from tests.factories.large_uploads import (
    MIB,
    PAGE,
    Sender,
    Watch,
    a_clerk_of,
    large_site,
    warm_up,
)

pytestmark = pytest.mark.slow
SIZE = 60 * MIB
MOST = 25 * MIB
"""Bytes that the web server's processes may grow by, together; what was sent is far more."""


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """A site with a page that takes files."""
    with large_site(home) as started:
        yield started


def test_large_files(site: Site, home: Path) -> None:
    clerk = Sender(site)
    clerk.sign_in(a_clerk_of(site))
    warm_up(site, clerk)
    for send in (clerk.send_form, clerk.send_pieces):
        with Watch(site) as watch:
            send(SIZE)
        assert watch.growth < MOST, f"{send.__name__}: {watch.growth / MIB:.0f} MiB"
        assert watch.waits
        assert not watch.failures
    spools = home / "files" / ".uploads"
    assert list(spools.iterdir()) == []
    _hang_up_in_the_middle(site, clerk)
    assert list(spools.iterdir()) == []


def _hang_up_in_the_middle(site: Site, clerk: Sender) -> None:
    """Send the first half of a form and hang up; nothing of it may be kept."""
    before = _stored(site.home)
    body, headers = clerk.form_of(MIB)
    sent = b"".join(body)
    head = [f"POST {PAGE} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {clerk.cookie}"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", site.port)) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode() + sent[: len(sent) // 2])
    # Another request on each worker: by then the half one has been answered too.
    for _time in range(8):
        clerk.ask("GET", PAGE)
    assert _stored(site.home) == before


def _stored(home: Path) -> set[str]:
    return {path.name for path in (home / "files").glob("*/*/*")}
