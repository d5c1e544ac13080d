"""Changing the keys while others write, rotate, hold rows, forget, or are about to commit."""

import threading
import time

import pytest
from django.db import connection
from tests.factories.sealing import (
    WHO,
    Elsewhere,
    Filled,
    all_contents,
    current,
    rotate,
    seal_files,
    sealed_with,
)

from gongkai.kernel import rotation, sealing
from gongkai.kernel.models import SealedFile
from gongkai.kernel.rotation import KeyInUse, SealersAtWork

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("small_batches")]


def test_what_is_written_meanwhile_is_sealed_with_the_new_key(filled: Filled) -> None:
    old, new, contents = filled
    stop, written = threading.Event(), 0

    def write() -> None:
        nonlocal written
        try:
            while not stop.is_set():
                sealing.store_sealed(f"meanwhile {written}".encode())
                written += 1
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert rotate().resealed == 8
    finally:
        stop.set()
        writer.join(30)
    assert sealed_with(old) == 0
    assert sealed_with(new) == 8 + written
    rotation.retire_key(key_id=old.id, account=WHO)
    assert all_contents() == contents + [f"meanwhile {place}".encode() for place in range(written)]


def test_two_rotations_at_once_share_the_work(filled: Filled) -> None:
    old, _new, contents = filled
    resealed: list[int] = []

    def run() -> None:
        try:
            resealed.append(rotate().resealed)
        finally:
            connection.close()

    running = [threading.Thread(target=run) for _ in range(2)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(30)
    assert sum(resealed) == 8
    assert sealed_with(old) == 0
    assert all_contents() == contents


def test_a_row_that_somebody_holds_is_passed_over_and_said(filled: Filled) -> None:
    old, _new, contents = filled
    held = SealedFile.objects.order_by("pk")[4]
    with Elsewhere(lambda: SealedFile.objects.select_for_update().get(pk=held.pk)):
        done = rotate()
    assert (done.resealed, done.unreadable, done.left) == (7, 0, 1)
    assert sealed_with(old) == 1
    assert rotate().resealed == 1
    assert all_contents() == contents


def test_what_is_forgotten_meanwhile_stays_forgotten(filled: Filled) -> None:
    first = SealedFile.objects.order_by("pk")[0]
    with Elsewhere(lambda: sealing.forget_sealed(first)):
        assert rotate().resealed == 7
    first.refresh_from_db()
    assert first.wrapped_key == ""
    assert rotate().left == 0


def someone_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = database "
            "WHERE datname = current_database() AND NOT granted AND locktype = 'advisory')"
        )
        return bool(cursor.fetchone()[0])


def test_retiring_waits_for_what_is_being_sealed_with_the_key() -> None:
    seal_files(1)
    old = current()
    refused: list[Exception] = []

    def retire() -> None:
        try:
            rotation.retire_key(key_id=old.id, account=WHO)
        except KeyInUse as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    # Sealed with the old key, and not to be seen by others until it commits.
    with Elsewhere(lambda: sealing.store_sealed(b"under way")):
        rotation.add_key(account=WHO)
        assert rotate().resealed == 1
        retiring = threading.Thread(target=retire)
        retiring.start()
        give_up = time.monotonic() + 8
        while not someone_waits() and time.monotonic() < give_up:
            time.sleep(0.02)
        assert someone_waits()
    retiring.join(30)
    assert len(refused) == 1
    assert sealing.read_sealed(SealedFile.objects.order_by("pk")[1]) == b"under way"


def test_retiring_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    seal_files(1)
    old = current()
    rotation.add_key(account=WHO)
    monkeypatch.setattr(rotation, "PATIENCE", "100ms")
    with Elsewhere(lambda: sealing.seal_text("x", purpose="test")), pytest.raises(SealersAtWork):
        rotation.retire_key(key_id=old.id, account=WHO)
