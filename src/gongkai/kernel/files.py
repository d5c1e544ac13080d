"""Write-once storage: a file lies under the SHA-256 of its content and is never overwritten.

Layout below FILES_ROOT: `ab/cd/abcd…`. The file is written to a temporary name in the same
folder, flushed to disk and renamed, so a crash leaves either the whole file or none. The row
comes second: an orphan file is harmless, a row without its file cannot happen.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound

_CHUNK = 1024 * 1024
_FLUSHERS = 8
"""Threads that wait for the disk at once; one commit of a journal then serves several of them."""


def path_of(digest: str) -> Path:
    """Return where the file with this SHA-256 (64 hexadecimal digits) lies."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def store_file(content: bytes | BinaryIO) -> StoredFile:
    """Keep the content for ever and return its row; the same content is kept once.

    Reads streams in pieces of 1 MiB, so memory does not grow with the file.
    """
    source = BytesIO(content) if isinstance(content, bytes) else content
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=root, prefix=".incoming-")
    try:
        with os.fdopen(descriptor, "wb") as spool:
            digest, size = _copy(source, spool)
        _put(Path(name), path_of(digest))
    finally:
        Path(name).unlink(missing_ok=True)
    stored, _made = StoredFile.objects.get_or_create(
        digest=digest, defaults={"size": size, "stored_at": time.now()}
    )
    return stored


def adopt_file(path: Path) -> StoredFile:
    """Keep a file that lies below FILES_ROOT for ever, without copying it, and return its row.

    The bytes get a second name; the first one is the caller's to remove, once the row and whatever
    names it are committed. Until then the same call can be made again. Whoever adopts a file lets
    nobody write to it any more.
    """
    with path.open("rb") as spool:
        digest, size = _read_through(spool)
        os.fsync(spool.fileno())
    target = path_of(digest)
    if not target.exists():
        _make_folder(target.parent)
        path.chmod(0o440)
        with suppress(FileExistsError):
            target.hardlink_to(path)
        _flush_folder(target.parent)
    stored, _made = StoredFile.objects.get_or_create(
        digest=digest, defaults={"size": size, "stored_at": time.now()}
    )
    return stored


def store_files(contents: Sequence[bytes]) -> list[str]:
    """Keep all contents for ever and return their digests, in their order.

    What `store_file` does, with all the waiting for the disk done at once: when this returns,
    every file and every folder on the way to it is flushed, so the rows may be committed.
    """
    digests = [hashlib.sha256(content).hexdigest() for content in contents]
    given = dict(zip(digests, contents, strict=True))
    missing = {digest: said for digest, said in given.items() if not path_of(digest).exists()}
    if missing:
        _put_all(missing)
    known = set(StoredFile.objects.filter(pk__in=given).values_list("pk", flat=True))
    at = time.now()
    StoredFile.objects.bulk_create(
        [
            StoredFile(digest=digest, size=len(said), stored_at=at)
            for digest, said in given.items()
            if digest not in known
        ],
        ignore_conflicts=True,
    )
    return digests


def open_file(digest: str) -> BinaryIO:
    """Open a stored file for reading; raises NotFound where there is none."""
    path = path_of(digest)
    if not path.is_file():
        raise NotFound(_("There is no such file."))
    return path.open("rb")


def _read_through(source: BinaryIO) -> tuple[str, int]:
    sha, size = hashlib.sha256(), 0
    while piece := source.read(_CHUNK):
        sha.update(piece)
        size += len(piece)
    return sha.hexdigest(), size


def _copy(source: BinaryIO, spool: BinaryIO) -> tuple[str, int]:
    sha, size = hashlib.sha256(), 0
    while piece := source.read(_CHUNK):
        sha.update(piece)
        size += len(piece)
        spool.write(piece)
    spool.flush()
    os.fsync(spool.fileno())
    return sha.hexdigest(), size


def _put(temporary: Path, target: Path) -> None:
    if target.exists():
        return
    _make_folder(target.parent)
    temporary.chmod(0o440)
    temporary.replace(target)
    _flush_folder(target.parent)


def _put_all(missing: Mapping[str, bytes]) -> None:
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=root, prefix=".incoming-") as spool,
        ThreadPoolExecutor(_FLUSHERS) as flushers,
    ):
        incoming = {digest: Path(spool) / digest for digest in missing}
        list(flushers.map(_write_flushed, incoming.values(), missing.values()))
        changed: set[Path] = set()
        for digest, temporary in incoming.items():
            target = path_of(digest)
            changed |= {*_made_folders(target.parent), target.parent}
            temporary.replace(target)
        list(flushers.map(_flush_folder, changed))


def _write_flushed(path: Path, content: bytes) -> None:
    with path.open("wb") as spool:
        spool.write(content)
        spool.flush()
        os.fchmod(spool.fileno(), 0o440)
        os.fsync(spool.fileno())


def _make_folder(folder: Path) -> None:
    """Make the folder so that it outlives a crash: a new name is only kept by its parent."""
    for changed in _made_folders(folder):
        _flush_folder(changed)


def _made_folders(folder: Path) -> list[Path]:
    """Make the folder and those above it; return those that got a new name, to be flushed."""
    if folder.is_dir():
        return []
    changed = [*_made_folders(folder.parent), folder.parent]
    folder.mkdir(exist_ok=True)
    return changed


def _flush_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
