"""The cases whose every address is walked, built once for this folder and never committed."""

from collections.abc import Iterator

import pytest
import pytest_django
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from tests.conftest import MOMENT
from tests.leaks.cases.people import BEGINNING, CaseWorld, finish, make_world
from tests.leaks.markers import Markers
from tests.leaks.tours import settle
from tests.leaks.walker import listening


def with_mail_server() -> override_settings:
    """Let each notice be queued, as on a site; nothing is sent."""
    return override_settings(SMTP_HOST="127.0.0.1", MAIL_FROM="noreply@yunmeng.example")


@pytest.fixture(scope="package")
def built_cases(
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[CaseWorld, list[str]]]:
    """The world and what was logged while it was built.

    As for the records: in a transaction that is rolled back after the last test of the folder,
    whose files are handed to one worker. No wider scope: what runs in between would find these
    cases. Files are not rolled back, so they lie in a folder of their own.
    """
    storage = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
    with storage, django_db_blocker.unblock(), transaction.atomic():
        with (
            time_machine.travel(BEGINNING, tick=True) as traveller,
            translation.override("zh-hans"),
            with_mail_server(),
            listening() as ear,
        ):
            world = make_world(Markers())
            traveller.move_to(MOMENT)
            finish(world)
            settle()
        yield world, ear.take()
        transaction.set_rollback(True)


@pytest.fixture
def case_world(built_cases: tuple[CaseWorld, list[str]], db: None) -> Iterator[CaseWorld]:
    """The organs with their cases; what a test does to them is undone."""
    cache.clear()
    with translation.override("zh-hans"), with_mail_server():
        yield built_cases[0]
    cache.clear()
