"""Secrets that an installation makes for itself and keeps in its data folder. No Django here."""

import contextlib
import os
import secrets as random_source
import tempfile
from collections.abc import Iterator
from pathlib import Path

LENGTH = 48
"""Random bytes behind a secret; 64 characters when written."""

_unkept: dict[str, str] = {}


def folder_of(home: Path) -> Path:
    """Return the folder that holds the secrets of a data folder."""
    return home / "secrets"


def kept(home: Path, name: str) -> str:
    """Return the secret of that name, made at the first call and the same ever after.

    Where the data folder cannot be written (a check that only imports the settings), the answer
    lives as long as the process. It never raises.
    """
    path = folder_of(home) / name
    try:
        if not path.exists():
            keep(path, random_source.token_urlsafe(LENGTH) + "\n")
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return _unkept.setdefault(str(path), random_source.token_urlsafe(LENGTH))


def keep(path: Path, text: str) -> None:
    """Write the secret unless there is one: of two who come together, the first is kept by both.

    Makes the folders on the way; when this returns the secret outlives a loss of power.

    Raises:
        OSError: it cannot be written there.
    """
    # The database's user walks through the data folder to its own part of it, hence 0711.
    if not path.parent.parent.exists():
        path.parent.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        path.parent.parent.chmod(0o711)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with _written_aside(path, text) as written:
        # Written aside and linked: two processes that start together end with the same secret.
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
        _flush(path.parent)


def replace(path: Path, text: str) -> None:
    """Put a new secret in the place of the one there, whole or not at all; its owner stays.

    Raises:
        OSError: there is none, or it cannot be written.
    """
    was = path.stat()
    with _written_aside(path, text) as written:
        if os.geteuid() == 0:
            # An administrator's command must not take the file away from the site's user.
            os.chown(written, was.st_uid, was.st_gid)
        written.replace(path)
        _flush(path.parent)


@contextlib.contextmanager
def _written_aside(path: Path, text: str) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
