"""What every test stands on: a database of its own, no network, a fixed moment, a browser.

The database is the embedded server with fsync off, started only when a test asks for it, in a
folder of its own that stays for the next run. `GONGKAI_TEST_DB` names the database, so that
several runs can share the server; `DATABASE_URL` puts the tests on another server.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_django
import time_machine
from django.conf import settings
from django.contrib.staticfiles import handlers
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import expect
from pytest_socket import socket_allow_hosts
from tests.scheduling import LongestFirst, begin_with_long_files
from xdist.remote import Producer

from gongkai.kernel.embedded import paths, supervisor

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSER_FIXTURES = {"browser", "context", "page", "new_context"}
MOMENT = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""Monday 16 March 2026, 09:00 in Beijing: a plain working day."""


# How fast a busy machine draws examples says nothing about the code.
hypothesis_settings.register_profile(
    "house", suppress_health_check=[HealthCheck.too_slow], deadline=None
)
hypothesis_settings.load_profile("house")
# A page of a busy machine may come late; what never comes is found all the same.
expect.set_options(timeout=30_000)


EMPTY_QUEUE_TOO = """
CREATE OR REPLACE FUNCTION test_empty_queue() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    TRUNCATE procrastinate_jobs CASCADE;
    RETURN NULL;
END $body$;
CREATE OR REPLACE TRIGGER test_empty_queue AFTER TRUNCATE ON kernel_outbox_event
    FOR EACH STATEMENT EXECUTE FUNCTION test_empty_queue();
"""


def _test_home() -> Path:
    # As root the database's user must be able to enter it, which TMPDIR may not allow.
    asked = os.environ.get("TMPDIR") if os.geteuid() else None
    parent = Path(asked or "/var/tmp")
    return parent / f"gongkai-tests-{os.geteuid()}-{paths.short_hash(paths.PACKAGE)}"


# Playwright's event loop runs in the thread of the test, which then also asks the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# For the programs that tests start.
os.environ["GONGKAI_HOME"] = str(_test_home())


def pytest_configure(config: pytest.Config) -> None:
    """Move the installation into the tests' folder and do without what only a built site has."""
    # Looking through all that is loaded for garbage again and again takes a tenth of the time.
    gc.set_threshold(200_000, 20, 100)
    home = _test_home()
    (home / "static").mkdir(mode=0o711, parents=True, exist_ok=True)
    home.chmod(0o711)
    # pytest-django reads the settings before any conftest.py, so they are changed, not preset.
    settings.HOME = home
    settings.STATIC_ROOT = home / "static"
    settings.FILES_ROOT = Path(tempfile.mkdtemp(prefix="gongkai-files-"))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    config.add_cleanup(lambda: shutil.rmtree(settings.FILES_ROOT, ignore_errors=True))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LongestFirst | None:
    """Hand out whole files in our order."""
    return LongestFirst(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put long files first for several workers; skip what needs a browser where there is none."""
    if hasattr(config, "workerinput"):
        begin_with_long_files(items)
    if CHROMIUM.exists():
        return
    skip = pytest.mark.skip(reason=f"no Chromium at {CHROMIUM} (.ci/run installs it)")
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(skip)


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup() -> None:
    """Let tests speak with this machine only."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Forget the language of the last page, so that no test speaks what the one before read."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def fixed_moment() -> Iterator[time_machine.Traveller]:
    """Let every test begin on the same working day; a test may travel on from there."""
    with time_machine.travel(MOMENT, tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Start the server and name the database before pytest-django makes it."""
    server = None if paths.external_url() else supervisor.ensure(_test_home(), test=True)
    parts = ["test_gongkai", os.environ.get("GONGKAI_TEST_DB", "")]
    parts.append(os.environ.get("PYTEST_XDIST_WORKER", ""))
    database = connections["default"].settings_dict
    if server is not None:
        database |= paths.database(home=_test_home(), url="")
    database["TEST"]["NAME"] = "_".join(filter(None, parts))
    yield
    connections.close_all()
    if server is not None:
        server.release()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Let tests that commit empty the database afterwards, the append-only tables included.

    In the end the sessions of servers that browsers talked to are closed, so that the database can
    be dropped.
    """
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        # 32: the bit of pg_trigger.tgtype that says ON TRUNCATE.
        cursor.execute(
            "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) "
            "FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 <> 0"
        )
        for (disable,) in cursor.fetchall():
            cursor.execute(disable)
        # The queue's tables are not Django's to empty; what commits would leave its jobs behind.
        cursor.execute(EMPTY_QUEUE_TOO)
    yield
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )


class _KeptStaticFiles(StaticFilesHandler):
    """Static files that a browser asks for once: they do not change while the tests run."""

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        """Return the file; longer than the years between the fixed moment and the real one."""
        response: HttpResponseBase = super().serve(request)
        response["Cache-Control"] = "max-age=315360000, immutable"
        return response


@pytest.fixture(scope="session", autouse=True)
def kept_static_files() -> Iterator[None]:
    """Spare the test server ten requests a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handlers, "StaticFilesHandler", _KeptStaticFiles)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Launch Debian's Chromium; nothing is downloaded."""
    return {"executable_path": str(CHROMIUM), "args": CHROMIUM_FLAGS, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """See the site as a reader in Beijing does."""
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
