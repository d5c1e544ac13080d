"""Secrets that an installation makes for itself and keeps in its data folder. No Django here."""

import contextlib
import os
import secrets as random_source
import tempfile
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
            _make(path)
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return _unkept.setdefault(str(path), random_source.token_urlsafe(LENGTH))


def _make(path: Path) -> None:
    # The database's user walks through the data folder to its own part of it, hence 0711.
    if not path.parent.parent.exists():
        path.parent.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        path.parent.parent.chmod(0o711)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    # Written aside and linked: two processes that start together end with the same secret.
    handle, written = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(random_source.token_urlsafe(LENGTH) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
    finally:
        Path(written).unlink(missing_ok=True)
