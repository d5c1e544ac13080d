"""Sealing: what must not be readable in a stolen database is encrypted before it is stored.

Texts are sealed with the current key of the key ring, for a purpose: what was sealed for one column
opens in no other. A file is sealed with a random key of its own, which is sealed like a text and
kept beside it; changing the ring's keys therefore never rewrites a file.

A keyed hash recognises a value again without keeping it. Its key is not one of the ring and never
changes: the values behind the hashes are nowhere, so nothing could be hashed anew, and a second
key would make every query code void and every earlier case of an applicant unknown.

`register_sealed` makes a column known to those who change the keys (`rotation`).
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader, BytesIO
from itertools import chain
from typing import BinaryIO

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import ciphers, keyring, time
from gongkai.kernel.ciphers import SealBroken
from gongkai.kernel.files import open_file, store_file
from gongkai.kernel.keyring import KeyLost, KeyRing, KeyRingUnreadable, SealingKey
from gongkai.kernel.models import SealedFile
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.sealed_columns import anything_is_sealed, register_sealed

__all__ = [
    "KeyLost",
    "KeyRingUnreadable",
    "SealBroken",
    "forget_sealed",
    "keyed_hash",
    "open_sealed",
    "read_sealed",
    "register_sealed",
    "seal_text",
    "store_sealed",
    "unseal_text",
]

FILE_KEY = "kernel.SealedFile.wrapped_key"
"""The purpose for which the keys of files are sealed."""
KEYS_IN_USE = 4740051
"""Advisory lock: shared by transactions that seal, taken alone by the one that retires a key."""


def seal_text(plain: str, *, purpose: str) -> str:
    """Encrypt a text with the current key; the same text gives another token each time.

    Call it in the transaction that stores the token: the key then cannot be retired in between.
    `purpose` names the column ("applications.identity_number") and is needed to open it again.
    Raises KeyLost where the key ring is gone, KeyRingUnreadable and KeysNotKept.
    """
    return ciphers.encrypt_text(plain, key=sealing_key(), purpose=purpose)


def sealing_key() -> SealingKey:
    """Return the key that seals now; until the transaction ends it cannot be retired.

    Raises what `seal_text` does.
    """
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [KEYS_IN_USE])
    # After the lock: who had to wait for it must not seal with what was retired meanwhile.
    return _ring().current


def unseal_text(sealed: str, *, purpose: str) -> str:
    """Return the text that was sealed for this purpose.

    Raises KeyLost where its key is missing or is another one than it was, and SealBroken where
    the token was changed or belongs to another purpose.
    """
    token = ciphers.parse_token(sealed)
    ring = keyring.current_ring()
    key = ring.marked(token.key_mark) if ring else None
    if key is None and (ring := keyring.current_ring(again=True)):
        key = ring.marked(token.key_mark)
    if key is None:
        raise KeyLost(
            _(
                "This cannot be opened: the key %(key)s is missing from the key ring. The operator "
                "of the site restores it from the back-up of the key ring (docs/operate/keys.md)."
            )
            % {"key": token.key_mark}
        )
    return ciphers.decrypt_text(token, key=key, purpose=purpose)


def keyed_hash(value: str, *, purpose: str) -> str:
    """Return 64 hexadecimal digits that are the same for the same value and purpose, ever after.

    HMAC-SHA256; who does not hold the hash key cannot find the value by trying all of them.
    Write the value the same way each time: it is hashed as it is. Raises KeyLost where the hash
    key is gone, KeyRingUnreadable and KeysNotKept.
    """
    # A key for each purpose: hashes of the same number in two columns cannot be compared.
    own_key = hmac.digest(_hash_key(), purpose.encode(), hashlib.sha256)
    return hmac.digest(own_key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()


def _ring() -> KeyRing:
    ring = keyring.current_ring()
    if ring is None:
        ring = _ring_of_others() if anything_is_sealed() else _first_ring()
    return ring


def _ring_of_others() -> KeyRing:
    # Looked at again: another process may just have made it and sealed something.
    ring = keyring.current_ring(again=True)
    if ring is None:
        # A new ring would seal from now on, and be overwritten when the old one is restored.
        raise KeyLost(
            _(
                "Nothing can be sealed: the key ring is gone, although there are sealed values. "
                "The operator of the site restores it from its back-up (docs/operate/keys.md)."
            )
        )
    return ring


def _first_ring() -> KeyRing:
    keyring.make_missing(first=SealingKey.made())
    ring = keyring.current_ring(again=True)
    if ring is None:
        raise KeyLost(_("The key ring was removed as soon as it was made. Try again."))
    return ring


def _hash_key() -> bytes:
    key = keyring.hash_key()
    if key is None:
        # It is made together with the ring, and before it: beside a ring there was one.
        _ring()
        key = keyring.hash_key()
    if key is None:
        raise KeyLost(
            _(
                "The hash key is gone: query codes and earlier cases are not recognised. The "
                "operator of the site restores it from its back-up (docs/operate/keys.md)."
            )
        )
    return key


@dataclass(slots=True)
class _Measure:
    """What is learned of a content while it streams by."""

    sha: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0

    def of(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Pass the pieces on and measure them."""
        for piece in pieces:
            self.sha.update(piece)
            self.size += len(piece)
            yield piece


def store_sealed(content: bytes | BinaryIO) -> SealedFile:
    """Encrypt the content, keep it for ever in the storage, and return its row.

    Reads streams in pieces of 1 MiB: memory does not grow with the file, and nothing readable is
    written to the disk. The same content is kept anew each time, for nobody shall see that two
    are alike. Raises what `seal_text` does.
    """
    source = BytesIO(content) if isinstance(content, bytes) else content
    file_key, measure = ciphers.new_file_key(), _Measure()
    pieces = measure.of(ciphers.in_pieces(source, size=ciphers.PIECE))
    sealed = ciphers.Stream(ciphers.encrypt_pieces(pieces, key=file_key))
    with transaction.atomic():
        stored = store_file(BufferedReader(sealed, ciphers.PIECE))
        return SealedFile.objects.create(
            stored=stored,
            wrapped_key=seal_text(base64.b64encode(file_key).decode(), purpose=FILE_KEY),
            size=measure.size,
            digest=measure.sha.hexdigest(),
            sealed_at=time.now(),
        )


def open_sealed(sealed: SealedFile) -> Iterator[bytes]:
    """Return the content in pieces of up to 1 MiB, each proven before it is given out.

    The first piece is opened at once, so KeyLost, and NotFound for a file that was forgotten or
    is missing, come before the first byte. SealBroken may come as late as at the end, where one
    sees that something was cut off: who must not use a part of it takes `read_sealed`.
    """
    if not sealed.wrapped_key:
        raise NotFound(_("The content of this file has been forgotten for good."))
    file_key = base64.b64decode(unseal_text(sealed.wrapped_key, purpose=FILE_KEY))
    pieces = _opened(sealed, open_file(sealed.stored_id), file_key)
    # Begun at once: a reader that is never asked for a piece would leave the file open.
    return chain([next(pieces)], pieces)


def _opened(sealed: SealedFile, stored: BinaryIO, file_key: bytes) -> Iterator[bytes]:
    measure = _Measure()
    with stored:
        yield from measure.of(ciphers.decrypt_pieces(stored, key=file_key))
    if (measure.size, measure.sha.hexdigest()) != (sealed.size, sealed.digest):
        raise SealBroken


def read_sealed(sealed: SealedFile) -> bytes:
    """Return the whole content, for files that fit into memory; raises what `open_sealed` does."""
    return b"".join(open_sealed(sealed))


def forget_sealed(sealed: SealedFile) -> None:
    """Throw the file's key away: nobody opens its content again, not even who holds the ring.

    The row and the unreadable bytes stay. For what an applicant never sent, as in a draft that
    nobody came back to; only a back-up of the database still holds the key.
    """
    SealedFile.objects.filter(pk=sealed.pk).update(wrapped_key="")
    sealed.wrapped_key = ""
