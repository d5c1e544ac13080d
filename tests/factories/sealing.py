"""Sealed files and keys for tests, and a transaction that stays open elsewhere."""

import threading
from collections.abc import Callable

from django.db import connection, transaction

from gongkai.kernel import keyring, rotation, sealed_columns, sealing
from gongkai.kernel.keyring import SealingKey
from gongkai.kernel.models import SealedFile

WHO = "operator"
Filled = tuple[SealingKey, SealingKey, list[bytes]]


def current() -> SealingKey:
    ring = keyring.current_ring()
    assert ring is not None
    return ring.current


def seal_files(count: int) -> list[bytes]:
    contents = [f"file {place}".encode() for place in range(count)]
    for content in contents:
        sealing.store_sealed(content)
    return contents


def all_contents() -> list[bytes]:
    return [sealing.read_sealed(sealed) for sealed in SealedFile.objects.order_by("pk")]


def sealed_with(key: SealingKey) -> int:
    return sealed_columns.counts_by_key()[key.mark]


def rotate(progress: Callable[[int, int], None] = lambda _done, _whole: None) -> rotation.Resealed:
    return rotation.reseal_all(account=WHO, progress=progress)


def an_old_key_and_a_new_one() -> Filled:
    """Seal eight files with an old key, add a new key, and return both with the contents."""
    contents = seal_files(8)
    old = current()
    rotation.add_key(account=WHO)
    return old, current(), contents


class Elsewhere:
    """A transaction in another thread that does its work and stays open until it is let go."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work = work
        self.done, self.go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            with transaction.atomic():
                self.work()
                self.done.set()
                assert self.go.wait(30)
        finally:
            connection.close()

    def __enter__(self) -> "Elsewhere":
        self.thread.start()
        assert self.done.wait(30)
        return self

    def __exit__(self, *_error: object) -> None:
        self.go.set()
        self.thread.join(30)
