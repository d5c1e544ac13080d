"""Somebody who sends large files to a site that runs, and what that costs its web server."""

import base64
import hashlib
import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import psutil
from tests.factories.installation import Site

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "tests.interfaces.desk.upload_settings",
    "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
}
"""Environment of a site with the page with files."""
PAGE = "/try/"
TUS = {"Tus-Resumable": "1.0.0"}
NAME = "水库影像资料.zip"
MIB = 1024 * 1024
_BLOCK = random.Random(2026).randbytes(MIB)
_SECONDS = 300
_PASSWORD = "correct-horse-2008"


def blocks(size: int) -> Iterator[bytes]:
    """Yield `size` bytes that do not compress, in pieces of at most 1 MiB."""
    for start in range(0, size, MIB):
        yield _BLOCK[: size - start]


def digest_of_blocks(size: int) -> str:
    """Return the SHA-256 of `blocks(size)`."""
    sha = hashlib.sha256()
    for block in blocks(size):
        sha.update(block)
    return sha.hexdigest()


@contextmanager
def large_site(home: Path) -> Iterator[Site]:
    """Start a site with the page with files; end all of it afterwards."""
    site = Site(home, **SETTINGS)
    try:
        site.wait(lambda: site.answers() and site.pid_of("worker") != 0)
        yield site
    finally:
        site.command("down")
        site.process.wait(timeout=60)


class Sender:
    """A clerk's browser on one connection after the other."""

    def __init__(self, site: Site) -> None:
        self._port = site.port
        self._cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        """The header that says who asks."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] = b"",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Mapping[str, str], str]:
        """Send one request; return status, headers and text of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_SECONDS)
        try:
            said = {"Cookie": self.cookie, **(headers or {})}
            connection.request(method, path, body=body, headers=said)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self._cookies[name] = value
            return answer.status, dict(answer.headers.items()), answer.read().decode()
        finally:
            connection.close()

    def sign_in(self, username: str) -> None:
        """Sign in by the page that everybody uses."""
        token = _hidden(self.ask("GET", "/accounts/login/")[2], "csrfmiddlewaretoken")
        form = {"csrfmiddlewaretoken": token, "login": username, "password": _PASSWORD}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _headers, _said = self.ask(
            "POST", "/accounts/login/", urlencode(form).encode(), kind
        )
        assert status == http.client.FOUND

    def send_form(self, size: int) -> None:
        """Send a file with the plain form; fails where the site did not keep all of it."""
        status, _headers, said = self.ask("POST", PAGE, *self.form_of(size))
        assert status == http.client.OK, said[:300]
        assert json.loads(said)["taken"] == [[NAME, size, digest_of_blocks(size)]]

    def send_pieces(self, size: int, *, piece: int = 8 * MIB) -> None:
        """Send a file in pieces, then the form that names it."""
        page = self.ask("GET", PAGE)[2]
        token = _hidden(page, "csrfmiddlewaretoken")
        spoken = {**TUS, "X-CSRFToken": token}
        said = {"filename": NAME, "ticket": _ticket(page)}
        pairs = [f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in said.items()]
        begun = {**spoken, "Upload-Length": str(size), "Upload-Metadata": ",".join(pairs)}
        status, answer, text = self.ask("POST", "/desk/uploads/", headers=begun)
        assert status == http.client.CREATED, text
        place = answer["location" if "location" in answer else "Location"]
        for offset in range(0, size, piece):
            self._patch(place, offset, min(piece, size - offset), spoken)
        form = {"csrfmiddlewaretoken": token, "note": "x", "files-key": place.split("/")[-2]}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _headers, said_back = self.ask("POST", PAGE, urlencode(form).encode(), kind)
        assert status == http.client.OK, said_back[:300]
        assert json.loads(said_back)["taken"] == [[NAME, size, digest_of_blocks(size)]]

    def _patch(self, place: str, offset: int, size: int, spoken: Mapping[str, str]) -> None:
        # Pieces begin at whole MiB, so each is made of the same blocks as the file.
        headers = {
            **spoken,
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
            "Content-Length": str(size),
        }
        status, _headers, said = self.ask("PATCH", place, blocks(size), headers)
        assert status == http.client.NO_CONTENT, said

    def form_of(self, size: int) -> tuple[Iterator[bytes], Mapping[str, str]]:
        """Return body and headers of the plain form with a file."""
        token = _hidden(self.ask("GET", PAGE)[2], "csrfmiddlewaretoken")
        line = "--boundary-of-the-form"
        fields = "".join(
            f'{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in (("csrfmiddlewaretoken", token), ("note", "x"))
        )
        head = (
            f'{fields}{line}\r\nContent-Disposition: form-data; name="files"; '
            f'filename="{NAME}"\r\nContent-Type: application/zip\r\n\r\n'
        ).encode()
        tail = f"\r\n{line}--\r\n".encode()

        def body() -> Iterator[bytes]:
            yield head
            yield from blocks(size)
            yield tail

        return body(), {
            "Content-Type": f"multipart/form-data; boundary={line[2:]}",
            "Content-Length": str(len(head) + size + len(tail)),
        }


@dataclass
class Watch:
    """Watches the memory of the web server, and asks for pages as others do meanwhile."""

    site: Site
    base: int = 0
    peak: int = 0
    waits: list[float] = field(default_factory=list)
    """Seconds that each page of another reader took."""
    failures: list[int] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def growth(self) -> int:
        """Bytes by which the memory grew."""
        return self.peak - self.base

    def __enter__(self) -> Self:
        web = psutil.Process(self.site.pid_of("web"))
        self.base = self.peak = memory_of(web)
        watches = (self._weigh, (web,)), (self._read, ())
        self._threads = [threading.Thread(target=what, args=with_) for what, with_ in watches]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _weigh(self, web: psutil.Process) -> None:
        while not self._over.wait(0.03):
            self.peak = max(self.peak, memory_of(web))

    def _read(self) -> None:
        reader = Sender(self.site)
        while not self._over.wait(0.05):
            began = time.monotonic()
            status, _headers, _said = reader.ask("GET", "/organs/")
            self.waits.append(time.monotonic() - began)
            if status != http.client.OK:
                self.failures.append(status)


def memory_of(process: psutil.Process) -> int:
    """Return the bytes that a process and all that it started hold in memory."""
    family = [process, *process.children(recursive=True)]
    return sum(one.memory_info().rss for one in family)


def warm_up(site: Site, sender: Sender) -> None:
    """Let every worker load what it needs, so that growth is of what is sent alone."""
    for _time in range(24):
        assert sender.ask("GET", PAGE)[0] == http.client.OK
        assert Sender(site).ask("GET", "/organs/")[0] == http.client.OK
    for _time in range(6):
        sender.send_form(MIB)
        sender.send_pieces(MIB)


def a_clerk_of(site: Site) -> str:
    """Fill the site with an organ and a clerk; return the clerk's user name."""
    command = [sys.executable, "-m", "tests.crash.people", "1"]
    made = subprocess.run(
        command, env=site.environment, check=False, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    return made.stdout.split()[-1]


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, page[:500]
    return found[1]


def _ticket(page: str) -> str:
    found = re.search(r'data-ticket="([^"]*)"', page)
    assert found, page[:500]
    return found[1]
