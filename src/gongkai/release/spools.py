"""Where the bytes of unfinished uploads lie: one file an upload, below FILES_ROOT.

A spool is locked while somebody writes to it. What its row does not claim yet is cut off when the
next piece comes, so bytes that a crash left behind are never taken for what was sent.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from uuid import UUID

from django.conf import settings


class SpoolGone(Exception):
    """The spool is not there, or is shorter than its row says."""


class SpoolBusy(Exception):
    """Somebody else is writing to the spool."""


def spools_folder() -> Path:
    """Return the folder of all spools; it is made where there is none."""
    folder = Path(settings.FILES_ROOT) / ".uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def spool_of(key: UUID) -> Path:
    """Return where the bytes of one upload lie."""
    return spools_folder() / key.hex


def make_spool(key: UUID) -> None:
    """Make an empty spool whose name outlives a crash."""
    spool_of(key).touch(mode=0o600, exist_ok=False)
    folder = os.open(spools_folder(), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def locked_spool(key: UUID) -> Iterator[None]:
    """Let nobody else write to or remove a spool meanwhile; raises SpoolGone, SpoolBusy."""
    try:
        # For reading: a spool that was adopted before a crash can be written no more.
        spool = spool_of(key).open("rb")
    except FileNotFoundError as missing:
        raise SpoolGone from missing
    with spool:
        try:
            fcntl.flock(spool, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise SpoolBusy from busy
        yield


@contextmanager
def spool_from(key: UUID, length: int) -> Iterator[FileIO]:
    """Open a spool to write on after its first `length` bytes; what lies behind them is cut off.

    Unbuffered, so that what was written can be told to the byte. Raises SpoolGone.
    """
    with FileIO(spool_of(key), "r+") as spool:
        if os.fstat(spool.fileno()).st_size < length:
            raise SpoolGone
        spool.truncate(length)
        spool.seek(length)
        yield spool


def flush(spool: FileIO) -> None:
    """Return when what was written lies on the disk."""
    os.fsync(spool.fileno())


def forget_spool(key: UUID) -> None:
    """Remove a spool where there is one."""
    spool_of(key).unlink(missing_ok=True)
