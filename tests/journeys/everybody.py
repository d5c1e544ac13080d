"""Every page seen by whom it is for, in one language at one width."""

import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page
from tests.factories.organs import PASSWORD
from tests.journeys import applicant
from tests.journeys.conftest import Windows, sign_in
from tests.journeys.looking import barriers, foreign_words, is_too_wide
from tests.journeys.visits import VISITS
from tests.journeys.world import World

_WITHOUT_ACCOUNT: dict[str, Callable[[Page, World], object]] = {
    "citizen": lambda page, world: None,
    # Has filled in the form, has sent it just now, follows a case that is to be corrected.
    "applicant": lambda page, world: applicant.fill_in(page, world.bureau.organ.pk),
    "sender": lambda page, world: applicant.apply(page, world.bureau.organ.pk),
    "follower": lambda page, world: applicant.follow(page, world.receipt),
}


class Everybody:
    """The people of the world, each at a window of a given width."""

    def __init__(self, windows: Windows, world: World, *, language: str, width: int) -> None:
        self._windows = windows
        self._world = world
        self._language = language
        self._width = width

    def problems_of(self, name: str) -> list[str]:
        """Open the page and return what is wrong with it."""
        visit = VISITS[name]
        page = self._window(visit.person)
        heard: list[str] = []
        page.once("pageerror", lambda error: heard.append(f"script: {error}"))
        answer = page.goto(visit.address(self._world, self._language))
        assert answer is not None
        if answer.status != visit.status or answer.request.redirected_from:
            return [f"{answer.url} answers {answer.status}"]
        heard += [f"foreign: {text}" for text in foreign_words(page, self._language)]
        heard += [report for report in (barriers(page),) if report]
        return heard + (["wider than the window"] if is_too_wide(page) else [])

    def _window(self, person: str) -> Page:
        return self._windows.open(person, lambda page: self._enter(page, person))

    def _enter(self, page: Page, person: str) -> None:
        page.set_viewport_size({"width": self._width, "height": 900})
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

    def _confirm(self, page: Page) -> None:
        # The pages of the second factor ask for the password once more.
        page.goto("/accounts/reauthenticate/")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main [type=submit]").first.click()

    def _code(self) -> str:
        return str(format_hotp_value(hotp_value(self._world.totp_secret, int(time.time()) // 30)))
