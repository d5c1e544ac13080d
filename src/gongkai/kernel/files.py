"""Write-once storage: a file lies under the SHA-256 of its content and is never overwritten.

Layout below FILES_ROOT: `ab/cd/abcd…`. The file is written to a temporary name in the same
folder, flushed to disk and renamed, so a crash leaves either the whole file or none. The row
comes second: an orphan file is harmless, a row without its file cannot happen.
"""

import hashlib
import os
import tempfile
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound

_CHUNK = 1024 * 1024


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


def open_file(digest: str) -> BinaryIO:
    """Open a stored file for reading; raises NotFound where there is none."""
    path = path_of(digest)
    if not path.is_file():
        raise NotFound(_("There is no such file."))
    return path.open("rb")


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


def _make_folder(folder: Path) -> None:
    """Make the folder so that it outlives a crash: a new name is only kept by its parent."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def _flush_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
