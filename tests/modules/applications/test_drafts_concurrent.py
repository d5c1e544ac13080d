"""A form is sent while somebody, or the nightly job, throws it away: one of the two happens."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from tests.factories.applications import Desk, a_desk
from tests.factories.sealing import Elsewhere
from tests.modules.applications.test_drafts import ANSWERS, KEY, PROOF

from gongkai.applications.models import Application, ApplicationDraft, ApplicationFile
from gongkai.applications.operations import (
    AlreadySent,
    add_draft_file,
    discard_draft,
    forget_old_drafts,
    save_draft,
    submit_draft,
)
from gongkai.kernel.sealing import read_sealed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    """An organ whose rows other connections see."""
    return a_desk()


@pytest.fixture
def old_draft(desk: Desk, fixed_moment: time_machine.Traveller) -> Desk:
    """A whole form that nobody has touched for forty days."""
    save_draft(key=KEY, organ_id=desk.organ.pk, answers=ANSWERS)
    add_draft_file(key=KEY, role="proof", name="证件.txt", content=PROOF)
    fixed_moment.shift(timedelta(days=40))
    return desk


def _waiting() -> int:
    """Return how many connections wait for a lock of another one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _meanwhile(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """Let the second begin while the first has not committed; return what the second said."""
    said: list[object] = []

    def run() -> None:
        try:
            said.append(second())
        except Exception as refusal:
            said.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with Elsewhere(first):
        thread.start()
        deadline = time.monotonic() + 30
        while not _waiting() and thread.is_alive():
            assert time.monotonic() < deadline
            time.sleep(0.02)
    thread.join(30)
    return said


@pytest.mark.parametrize(
    ("throws_away", "said"), [(forget_old_drafts, 0), (lambda: discard_draft(key=KEY), None)]
)
def test_what_is_being_sent_is_not_thrown_away(
    old_draft: Desk, throws_away: Callable[[], object], said: object
) -> None:
    assert _meanwhile(lambda: submit_draft(key=KEY), throws_away) == [said]
    assert Application.objects.count() == 1
    assert read_sealed(ApplicationFile.objects.get().sealed) == PROOF


def test_what_is_being_changed_is_not_old(old_draft: Desk) -> None:
    def change() -> None:
        save_draft(key=KEY, organ_id=old_draft.organ.pk, answers=ANSWERS)

    assert _meanwhile(change, forget_old_drafts) == [0]
    assert submit_draft(key=KEY).was_there is False


def test_what_is_being_sent_takes_no_more_answers(old_draft: Desk) -> None:
    def change() -> None:
        save_draft(key=KEY, organ_id=old_draft.organ.pk, answers=ANSWERS)

    (said,) = _meanwhile(lambda: submit_draft(key=KEY), change)
    assert isinstance(said, AlreadySent)
    assert not ApplicationDraft.objects.exists()


def test_sent_twice_at_once_it_is_one_application(old_draft: Desk) -> None:
    (again,) = _meanwhile(lambda: submit_draft(key=KEY), lambda: submit_draft(key=KEY))
    application = Application.objects.get()
    assert getattr(again, "number", again) == application.number
    assert getattr(again, "was_there", False) is True
