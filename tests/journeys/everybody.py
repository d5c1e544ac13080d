"""Every page seen by whom it is for, in one language: at one width, thoroughly at both."""

import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import ConsoleMessage, Page
from tests.amount import WINDOWS, is_examined
from tests.factories.organs import PASSWORD
from tests.journeys import applicant
from tests.journeys.conftest import Windows, sign_in
from tests.journeys.looking import barriers, foreign_words, is_too_wide, take_picture
from tests.journeys.visits import VISITS
from tests.journeys.world import World

_WITHOUT_ACCOUNT: dict[str, Callable[[Page, World], object]] = {
    "citizen": lambda page, world: None,
    # Has filled in the form, has sent it just now, follows a case that is to be corrected.
    "applicant": lambda page, world: applicant.fill_in(page, world.bureau.organ.pk),
    "sender": lambda page, world: applicant.apply(page, world.bureau.organ.pk),
    "follower": lambda page, world: applicant.follow(page, world.receipt),
}


def pages_in(language: str) -> list[str]:
    """Return the visits that are made in this language: all, or those whose turn it is."""
    windows = [window for window in WINDOWS if window[0] == language]
    return [name for name in VISITS if any(is_examined(name, window) for window in windows)]


class Everybody:
    """The people of the world, each at a window."""

    def __init__(self, windows: Windows, world: World, *, language: str) -> None:
        self._windows = windows
        self._world = world
        self._language = language
        self._widths = [width for seen_in, width in WINDOWS if seen_in == language]
        self._heard: list[str] = []

    def problems_of(self, name: str) -> list[str]:
        """Open the page and return what is wrong with it."""
        visit = VISITS[name]
        page = self._window(visit.person)
        self._heard.clear()
        answer = page.goto(visit.address(self._world, self._language))
        assert answer is not None
        if answer.status != visit.status or answer.request.redirected_from:
            return [f"{answer.url} answers {answer.status}"]
        found = [f"foreign: {text}" for text in foreign_words(page, self._language)]
        for width in self._widths:
            page.set_viewport_size({"width": width, "height": 900})
            take_picture(page, f"{name.replace(' ', '-')}-{self._language}-{width}")
            found += [report for report in (barriers(page),) if report]
            found += [f"wider than {width}"] if is_too_wide(page) else []
        return found + self._heard

    def _window(self, person: str) -> Page:
        return self._windows.open(person, lambda page: self._enter(page, person))

    def _enter(self, page: Page, person: str) -> None:
        page.set_viewport_size({"width": self._widths[0], "height": 900})
        page.on("pageerror", lambda error: self._heard.append(f"script: {error}"))
        page.on("console", lambda said: self._listen(said, page))
        if person in _WITHOUT_ACCOUNT:
            _WITHOUT_ACCOUNT[person](page, self._world)
            return
        half = person == "half signed in"
        username = self._world.people["careful" if half else person].username
        sign_in(page, username)
        if person == "careful":
            page.locator("[name=code]").fill(self._code())
            page.locator("main [type=submit]").first.click()
        if person in ("careful", "clerk"):
            self._confirm(page)

    def _listen(self, said: ConsoleMessage, page: Page) -> None:
        """Note what the browser complains of, but for the status of the page itself."""
        is_status = "the server responded with a status of" in said.text
        if said.type == "error" and not (is_status and said.location["url"] == page.url):
            self._heard.append(said.text)

    def _confirm(self, page: Page) -> None:
        # The pages of the second factor ask for the password once more.
        page.goto("/accounts/reauthenticate/")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main [type=submit]").first.click()

    def _code(self) -> str:
        return str(format_hotp_value(hotp_value(self._world.totp_secret, int(time.time()) // 30)))
