"""The pages of cases in a browser: no barrier, no sideways scrolling, no script, no mouse needed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, Page
from tests.interfaces.desk.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
WINDOWS = (("zh-hans", 1280), ("zh-hans", 390), ("en", 1280), ("en", 390))
SHOTS = os.environ.get("GONGKAI_SHOTS")
"""A folder for pictures of the pages, to be looked at; then all pages are taken, not the main."""
MAIN = ("home", "cases", "case", "reply", "reply_files", "review_reply", "ask_correction")


def _sign_in(page: Page, town: Town, persona: str, base: str) -> None:
    client = town.client(persona)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": base}])


def _look_at(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    found = Axe().run(page, options=RULES)
    assert not found.response["violations"], f"{name}: {found.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, f"{name} is wider than the window"


def _pages(town: Town) -> list[tuple[str, str, str, list[object]]]:
    """Return (persona, route, state of the case, arguments)."""
    of_cases = (
        ("clerk", "case", "received"),
        ("clerk", "case", "drafted"),
        ("clerk", "case", "posted"),
        ("reviewer", "case", "proposed"),
        ("in_charge", "case", "more_time"),
        ("clerk", "case", "late"),
        ("clerk", "confirm_receipt", "confirming"),
        ("clerk", "ask_correction", "confirmed"),
        ("clerk", "enter_correction", "asked"),
        ("in_charge", "lapse", "not_corrected"),
        ("clerk", "accept", "corrected"),
        ("clerk", "reply", "accepted"),
        ("clerk", "reply", "gaps"),
        ("clerk", "reply_files", "returned"),
        ("clerk", "propose_reply", "drafted"),
        ("reviewer", "review_reply", "proposed"),
        ("in_charge", "approve_reply", "reviewed"),
        ("clerk", "issue_reply", "approved"),
        ("clerk", "deliver", "replied"),
        ("clerk", "close_case", "delivered"),
        ("clerk", "ask_extension", "accepted"),
        ("in_charge", "decide_extension", "more_time"),
        ("clerk", "show_identity", "received"),
        ("clerk", "reissue_code", "received"),
        ("clerk", "propose_public", "closed"),
    )
    plain = (("clerk", "home"), ("in_charge", "home"), ("reviewer", "home"), ("clerk", "cases"))
    plain += (("clerk", "letters"), ("clerk", "notices"), ("reviewer", "cases"))
    ids: dict[str, int] = {}
    for _persona, _route, state in of_cases:
        ids.setdefault(state, town.case(state) if state not in ids else 0)
    ids["from_an_organisation"] = town.case("from_an_organisation")
    return [
        *((persona, route, state, [ids[state]]) for persona, route, state in of_cases),
        *((persona, route, "", []) for persona, route in plain),
    ]


def test_pages_of_cases_have_no_barrier(page: Page, town: Town, live_server: object) -> None:
    base = str(live_server)
    pages = [page for page in _pages(town) if SHOTS or page[1] in MAIN]
    for language, width in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        for persona, route, state, args in pages:
            with translation.override(language):
                address = reverse(f"desk:{route}", args=args)
            _sign_in(page, town, persona, base)
            answer = page.goto(f"{base}{address}")
            assert answer is not None
            assert answer.status == 200, (route, state)
            _look_at(page, f"{width}-{language}-{route}-{state or persona}")


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts of the site."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()
