"""Clerks at a desk that breaks down: what they were told was saved, and how they try again."""

import http.client
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from threading import Event

SECONDS_TO_ANSWER = 10
SECONDS_BETWEEN_TRIES = 0.05
SAVED, BROKEN = 302, 500
RECORD = re.compile(r"/desk/records/([0-9]+)/")
REGISTER = "/desk/records/new/"
DOUBLE_EVERY, AGAIN_EVERY, CHANGED_EVERY = 3, 5, 4
"""Every third form is sent twice at once, every fifth again later, every fourth record changed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    location: str = ""
    body: str = ""

    def hidden(self, name: str) -> str:
        """Return the value of a hidden field, '' where the page has none."""
        for tag in re.findall(r"<input[^>]*>", self.body):
            if f'name="{name}"' in tag and (value := re.search(r'value="([^"]*)"', tag)):
                return value[1]
        return ""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


class Browser:
    """One person; any number of threads may use it, as windows of one browser do."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(CookieJar()),
            _Stay(),
        )

    def ask(
        self, path: str, sent: Mapping[str, str] | bytes | None = None, *, kind: str = ""
    ) -> Answer:
        """Send one request, of this content type where it is no plain form; an answer always."""
        data = urllib.parse.urlencode(sent).encode() if isinstance(sent, Mapping) else sent
        headers = {"Content-Type": kind} if kind else {}
        request = urllib.request.Request(  # noqa: S310 - http
            self._address + path, data=data, headers=headers
        )
        try:
            with self._opener.open(request, timeout=SECONDS_TO_ANSWER) as answer:
                return Answer(answer.status, body=answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, location=error.headers.get("Location") or "")
        except (OSError, http.client.HTTPException):
            return Answer(0)

    def sign_in(self, username: str, password: str) -> None:
        """Sign in by the page that everybody uses."""
        token = self.ask("/accounts/login/").hidden("csrfmiddlewaretoken")
        assert token
        said = {"csrfmiddlewaretoken": token, "login": username, "password": password}
        answer = self.ask("/accounts/login/", said)
        assert (answer.status, answer.location) == (SAVED, "/desk/"), answer


@dataclass(slots=True)
class Notes:
    """What one window was told. A title that is not in `saved` may be there or not."""

    begun: list[str] = field(default_factory=list)
    saved: dict[str, int] = field(default_factory=dict)
    """The id of the record that a title was acknowledged as."""
    doubles: int = 0
    changed: list[int] = field(default_factory=list)
    """Records whose proposal was voided by an acknowledged change."""
    tries_lost: int = 0


class Window:
    """One window of a browser, in which records are registered one after the other."""

    def __init__(self, browser: Browser, name: str) -> None:
        self.notes = Notes()
        self._browser = browser
        self._name = name
        self._twins = ThreadPoolExecutor(2)

    def work(self, closing: Event) -> Notes:
        """Register until the office closes; the last form is still brought to its end."""
        with self._twins:
            while not closing.is_set():
                self._register(len(self.notes.begun) + 1)
        return self.notes

    def _register(self, number: int) -> None:
        title = f"关于第{self._name}-{number}号事项的通知"
        page = self._page(REGISTER)
        sent = _typed(title) | {
            name: page.hidden(name) for name in ("csrfmiddlewaretoken", "once", "organ_id")
        }
        assert all(sent.values()), sent
        self.notes.begun.append(title)
        record_id = self._sent_until_saved(sent, twice=number % DOUBLE_EVERY == 0)
        self.notes.saved[title] = record_id
        if number % AGAIN_EVERY == 0:
            assert self._sent_until_saved(sent, twice=False) == record_id
        if number % CHANGED_EVERY == 0:
            self._propose_and_change(record_id, sent)

    def _page(self, path: str) -> Answer:
        while (answer := self._browser.ask(path)).status != http.client.OK:
            self._is_a_breakdown(answer)
        return answer

    def _sent_until_saved(self, sent: dict[str, str], *, twice: bool) -> int:
        while True:
            waiting = [
                self._twins.submit(self._browser.ask, REGISTER, sent)
                for _ in range(2 if twice else 1)
            ]
            answers = [future.result() for future in waiting]
            told = {answer.location for answer in answers if answer.status == SAVED}
            for answer in answers:
                if answer.status != SAVED:
                    self._is_a_breakdown(answer)
            if told:
                (location,) = told
                found = RECORD.fullmatch(location)
                assert found, location
                self.notes.doubles += len(answers) == 2 and all(a.status == SAVED for a in answers)
                return int(found[1])

    def _is_a_breakdown(self, answer: Answer) -> None:
        assert answer.status == 0 or answer.status >= BROKEN, answer
        self.notes.tries_lost += 1
        time.sleep(SECONDS_BETWEEN_TRIES)

    def _propose_and_change(self, record_id: int, sent: dict[str, str]) -> None:
        """Tried once: what was not acknowledged here is not counted."""
        place = f"/desk/records/{record_id}/"
        token = {"csrfmiddlewaretoken": sent["csrfmiddlewaretoken"]}
        if self._browser.ask(f"{place}propose/", token | {"note": ""}).status != SAVED:
            return
        seen = self._browser.ask(f"{place}edit/").hidden("seen_digest")
        changed = sent | {"summary": "改过的概述。", "seen_digest": seen}
        if seen and self._browser.ask(f"{place}edit/", changed).status == SAVED:
            self.notes.changed.append(record_id)


def _typed(title: str) -> dict[str, str]:
    return {
        "title": title,
        "summary": "写明对谁、从何时起。",
        "text": "第一条 为了检验持久性。\n第二条 本通知自印发之日起施行。",
        "generated_on": "2026-03-02",
        "forms": "website",
        "time_limit": "long_term",
        "category": "voluntary",
        "ground_code": "ogi-2008/vital-interests",
    }
