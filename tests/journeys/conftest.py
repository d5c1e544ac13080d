"""One server and one browser for all journeys; a world of its own for each file of tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import pytest_django
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from tests.conftest import MOMENT
from tests.factories.organs import PASSWORD
from tests.journeys.world import World, a_world

PATIENCE = 45_000
"""Milliseconds until a click or a page that does not come is a failure."""


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The site's address. Not `live_server`: that one empties the database after every test.

    Journeys are marked `django_db` all the same: without a mark there is no database of the tests.
    """
    assert connection.settings_dict["NAME"].startswith("test_"), "mark the file with django_db"
    live = LiveServer("localhost")
    yield live.url
    live.stop()


def seeded(blocker: pytest_django.DjangoDbBlocker, make: Callable[[], World]) -> Iterator[World]:
    """Yield a world at the fixed moment; the database is emptied after it."""
    with blocker.unblock():
        cache.clear()
        with time_machine.travel(MOMENT, tick=True):
            world = make()
        yield world
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        cache.clear()
        # While the browser runs, Django gives this thread a connection of its own, which nobody
        # else would close before the database is removed.
        connections.close_all()


@pytest.fixture(scope="module")
def world(server: str, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[World]:
    """An organ with its people; nothing is registered yet. Lasts for the file of tests."""
    yield from seeded(django_db_blocker, a_world)


@dataclass
class Windows:
    """One window for each person, signed in once; whoever asks gets the same page again."""

    browser: Browser
    site: str
    options: dict[str, object]
    pages: dict[str, Page] = field(default_factory=dict)

    def open(self, name: str, enter: Callable[[Page], None] | None = None) -> Page:
        """Return the window of this name; `enter` is done when it is opened."""
        if name not in self.pages:
            context: BrowserContext = self.browser.new_context(
                base_url=self.site,
                **self.options,  # type: ignore[arg-type]
            )
            context.set_default_timeout(PATIENCE)
            self.pages[name] = context.new_page()
            if enter is not None:
                enter(self.pages[name])
        return self.pages[name]

    def without_scripts(self, name: str) -> Page:
        """Return a window in which no script runs."""
        options = {**self.options, "java_script_enabled": False}
        return Windows(self.browser, self.site, options, self.pages).open(f"{name}, no scripts")

    def close(self) -> None:
        """Close all windows."""
        for page in self.pages.values():
            page.context.close()
        self.pages.clear()


@pytest.fixture(scope="module")
def windows(
    browser: Browser, server: str, browser_context_args: dict[str, object]
) -> Iterator[Windows]:
    """The windows of a file of tests."""
    opened = Windows(browser, server, browser_context_args)
    yield opened
    opened.close()


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in by the form, in Chinese."""
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
