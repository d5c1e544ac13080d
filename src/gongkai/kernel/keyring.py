"""The key ring: the keys that seal, and the key that hashes. They never lie in the database.

They come from the settings, or are made once and kept in the data folder's `secrets`:
`sealing-keys` holds one key a line, `id:base64` of 32 random bytes, of which the last seals;
`hash-key` holds the other. A process reads the ring again when its file has changed, so a new key
needs no restart.
"""

import base64
import binascii
import contextlib
import fcntl
import hashlib
import hmac
import os
import re
import secrets as random_source
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.embedded import secrets
from gongkai.kernel.refusals import NotFound, Refusal

KEY_BYTES = 32
SHORTEST_HASH_KEY = 32
"""Characters; what we make ourselves has 64."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_BETWEEN = re.compile(r"[\s,]+")


class KeyLost(Refusal):
    """A key that is needed is not there, or is not the one that it was."""


class KeyRingUnreadable(Refusal):
    """The key ring cannot be read: its text is wrong, or this user may not open the file."""


class KeysNotKept(Refusal):
    """A key was made and cannot be written into the data folder; nothing is sealed with it."""


class KeysComeFromSettings(Refusal):
    """Only who gives the keys by settings can change them."""


@dataclass(frozen=True, slots=True)
class SealingKey:
    """One key of the ring; its bytes show in no message and no trace of an error."""

    id: str
    secret: bytes = field(repr=False)

    @property
    def mark(self) -> str:
        """Return what sealed texts call it: its id, and a check that tells it from a namesake."""
        check = hmac.digest(self.secret, b"gongkai key check", hashlib.sha256)[:4]
        return f"{self.id}.{check.hex()}"

    @classmethod
    def made(cls) -> "SealingKey":
        """Return a new random key under a new random name."""
        return cls(random_source.token_hex(4), random_source.token_bytes(KEY_BYTES))


@dataclass(frozen=True, slots=True)
class KeyRing:
    """One key or more, the oldest first."""

    keys: tuple[SealingKey, ...]

    @property
    def current(self) -> SealingKey:
        """Return the key that seals from now on."""
        return self.keys[-1]

    def find(self, key_id: str) -> SealingKey | None:
        """Return the key with that id, or None."""
        return next((key for key in self.keys if key.id == key_id), None)

    def marked(self, mark: str) -> SealingKey | None:
        """Return the key that sealed texts call so, or None."""
        return next((key for key in self.keys if key.mark == mark), None)

    def written(self) -> str:
        """Return the ring as its file holds it."""
        lines = [f"{key.id}:{base64.b64encode(key.secret).decode()}\n" for key in self.keys]
        return "".join(lines)


def parse_ring(text: str) -> KeyRing:
    """Read `id:base64` entries, one a line or separated by commas.

    Raises KeyRingUnreadable, which says which entry is wrong and never what stands there.
    """
    parts = [part for part in _BETWEEN.split(text) if part]
    keys = tuple(_parse_key(part, place) for place, part in enumerate(parts, start=1))
    if not keys:
        raise KeyRingUnreadable(_("The key ring holds no key (docs/operate/keys.md)."))
    if len({key.id for key in keys}) < len(keys):
        raise KeyRingUnreadable(_("Two keys of the key ring have the same name. Rename one."))
    return KeyRing(keys)


def _parse_key(entry: str, place: int) -> SealingKey:
    key_id, _colon, encoded = entry.partition(":")
    try:
        secret = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if not _ID.fullmatch(key_id) or len(secret) != KEY_BYTES:
        raise KeyRingUnreadable(
            _(
                "Entry %(place)d of the key ring is not a name, a colon and 32 bytes in base64 "
                "(docs/operate/keys.md)."
            )
            % {"place": place}
        )
    return SealingKey(key_id, secret)


def current_ring(*, again: bool = False) -> KeyRing | None:
    """Return the ring as it is now, or None where none was made yet.

    With `again` the file is read even where it looks unchanged. Raises KeyRingUnreadable.
    """
    if settings.SEALING_KEYS_FILE:
        return _read_ring(settings.SEALING_KEYS_FILE, again=again)
    if settings.SEALING_KEYS:
        return parse_ring(settings.SEALING_KEYS)
    return _read_ring(ring_path(), again=again) if ring_path().exists() else None


@dataclass(frozen=True, slots=True)
class _Read:
    """A ring with the mark of the file that it was read from."""

    mark: tuple[int, int, int]
    ring: KeyRing


_read: dict[Path, _Read] = {}


def _read_ring(path: Path, *, again: bool) -> KeyRing:
    try:
        stat = path.stat()
        # Before the content: a file that changes in between is read once more the next time.
        mark = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        known = _read.get(path)
        if known is None or known.mark != mark or again:
            known = _read[path] = _Read(mark, parse_ring(path.read_text(encoding="ascii")))
    except (OSError, UnicodeDecodeError) as error:
        raise KeyRingUnreadable(
            _("The key ring %(path)s cannot be read: %(why)s.") % {"path": path, "why": error}
        ) from error
    return known.ring


def hash_key() -> bytes | None:
    """Return the key of keyed hashes, or None where none was made yet.

    Raises KeyRingUnreadable where it is too short to keep anybody from trying.
    """
    try:
        key = settings.HASH_KEY or hash_key_path().read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise KeyRingUnreadable(
            _("The hash key cannot be read: %(why)s.") % {"why": error}
        ) from error
    if len(key) < SHORTEST_HASH_KEY:
        raise KeyRingUnreadable(
            _("The hash key is shorter than 32 characters (docs/operate/keys.md).")
        )
    return str(key).encode()


def come_from_settings() -> bool:
    """Say whether the keys are given by settings and therefore cannot be changed from here."""
    return bool(settings.SEALING_KEYS_FILE or settings.SEALING_KEYS)


def refuse_given_keys() -> None:
    """Raise KeysComeFromSettings where they do."""
    if come_from_settings():
        raise KeysComeFromSettings(
            _(
                "The keys come from the setting GONGKAI_SEALING_KEYS and are changed there. A key "
                "is a line id:KEY with the KEY of 'openssl rand -base64 32'; the last line seals "
                "(docs/operate/keys.md)."
            )
        )


def ring_path() -> Path:
    """Return where the data folder keeps the ring."""
    return secrets.folder_of(settings.HOME) / "sealing-keys"


def hash_key_path() -> Path:
    """Return where the data folder keeps the hash key."""
    return secrets.folder_of(settings.HOME) / "hash-key"


def make_missing(*, first: SealingKey) -> None:
    """Make the hash key, and a ring with this key, in the data folder where they are missing.

    Two processes that come together end with the same keys. The hash key is made first: where
    there is a ring, a missing hash key was lost. Raises KeysNotKept.
    """
    with _kept():
        secrets.keep(hash_key_path(), random_source.token_urlsafe(secrets.LENGTH) + "\n")
        secrets.keep(ring_path(), KeyRing((first,)).written())


def add_key(key: SealingKey) -> None:
    """Put a key at the end of the data folder's ring: it seals from now on.

    Raises KeysComeFromSettings, KeyRingUnreadable and KeysNotKept.
    """
    with _changing() as ring:
        if key not in ring.keys:
            secrets.replace(ring_path(), KeyRing((*ring.keys, key)).written())


def remove_key(key_id: str) -> None:
    """Take a key out of the data folder's ring; what it sealed cannot be opened any more.

    Raises NotFound where the ring has no such key to spare, and what `add_key` does.
    """
    with _changing() as ring:
        rest = tuple(key for key in ring.keys if key.id != key_id)
        if len(rest) == len(ring.keys) or not rest:
            raise NotFound(_("The key ring has no key %(key)s to spare.") % {"key": key_id})
        secrets.replace(ring_path(), KeyRing(rest).written())


@contextlib.contextmanager
def _changing() -> Iterator[KeyRing]:
    """Hold the ring while it is changed: of two commands at once, none undoes the other."""
    refuse_given_keys()
    with _kept():
        folder = os.open(ring_path().parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield _read_ring(ring_path(), again=True)
        finally:
            os.close(folder)


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # A key that is not kept would seal what nobody can open again.
        raise KeysNotKept(
            _("The keys cannot be kept in the data folder: %(why)s.") % {"why": error}
        ) from error
