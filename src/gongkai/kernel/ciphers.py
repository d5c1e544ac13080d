"""How a text and a file are encrypted: AES-256-GCM, so that nothing can be changed unnoticed.

A sealed text is `s1:<mark of the key>:<base64>` of a random nonce (12 bytes) and the ciphertext
with its tag (16). The purpose and the mark of the key are bound to it.

A sealed file is a mark followed by pieces of 1 MiB, each with a tag of 16 bytes. Every file has a
key of its own, so the nonce of a piece is its place and whether it is the last: a piece that is
missing, doubled or moved, or an end that was cut off, does not open.
"""

import base64
import binascii
import os
from collections.abc import Iterator
from io import RawIOBase
from typing import BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.keyring import KEY_BYTES, SealingKey
from gongkai.kernel.refusals import Refusal

PIECE = 1024 * 1024
"""Bytes of content in a piece of a file."""
TAG = 16
_NONCE = 12
SCHEME = "s1"
_FILE_MARK = b"gongkai sealed file 1\n"


class SealBroken(Refusal):
    """What was sealed has been changed, cut off or put in another place since."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This cannot be opened: it is not what was sealed. Tell the operator of the site "
                "(docs/operate/keys.md)."
            )
        )


class Token(NamedTuple):
    """A sealed text, taken apart."""

    key_mark: str
    nonce: bytes
    content: bytes


def prefix_of(key_mark: str) -> str:
    """Return how every text that this key sealed begins."""
    return f"{SCHEME}:{key_mark}:"


def encrypt_text(plain: str, *, key: SealingKey, purpose: str) -> str:
    """Seal a text with this key for this purpose; it is another token each time."""
    nonce = os.urandom(_NONCE)
    # surrogatepass: whatever Python calls a text comes back as it was.
    content = AESGCM(key.secret).encrypt(
        nonce, plain.encode("utf-8", "surrogatepass"), _bound(key.mark, purpose)
    )
    return prefix_of(key.mark) + base64.b64encode(nonce + content).decode()


def parse_token(sealed: str) -> Token:
    """Take a sealed text apart; raises SealBroken where it is none."""
    scheme, _colon, rest = sealed.partition(":")
    key_mark, _colon, encoded = rest.partition(":")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SealBroken from error
    # The last character holds spare bits: a second writing of the same bytes is refused too.
    is_canonical = base64.b64encode(raw).decode() == encoded
    if scheme != SCHEME or not is_canonical or len(raw) < _NONCE + TAG:
        raise SealBroken
    return Token(key_mark, raw[:_NONCE], raw[_NONCE:])


def decrypt_text(token: Token, *, key: SealingKey, purpose: str) -> str:
    """Return the text of the token; raises SealBroken where it was changed."""
    try:
        plain = AESGCM(key.secret).decrypt(
            token.nonce, token.content, _bound(token.key_mark, purpose)
        )
    except InvalidTag as error:
        raise SealBroken from error
    return plain.decode("utf-8", "surrogatepass")


def _bound(key_mark: str, purpose: str) -> bytes:
    return "\0".join((SCHEME, key_mark, purpose)).encode()


def new_file_key() -> bytes:
    """Return a random key for one file."""
    return os.urandom(KEY_BYTES)


def encrypt_pieces(pieces: Iterator[bytes], *, key: bytes) -> Iterator[bytes]:
    """Yield the mark and the sealed pieces; each piece but the last has PIECE bytes."""
    cipher = AESGCM(key)
    yield _FILE_MARK
    for place, (piece, is_last) in enumerate(_with_end(pieces)):
        yield cipher.encrypt(_place(place, is_last=is_last), piece, _FILE_MARK)


def decrypt_pieces(sealed: BinaryIO, *, key: bytes) -> Iterator[bytes]:
    """Yield the content piece by piece; each one is proven before it is given out.

    Raises SealBroken at the first piece that is not what was sealed there. That the file was cut
    off is only seen at its end.
    """
    cipher = AESGCM(key)
    if sealed.read(len(_FILE_MARK)) != _FILE_MARK:
        raise SealBroken
    for place, (piece, is_last) in enumerate(_with_end(in_pieces(sealed, size=PIECE + TAG))):
        try:
            yield cipher.decrypt(_place(place, is_last=is_last), piece, _FILE_MARK)
        except InvalidTag as error:
            raise SealBroken from error


def in_pieces(source: BinaryIO, *, size: int) -> Iterator[bytes]:
    """Yield the whole stream in pieces of exactly `size` bytes, the last one shorter.

    A stream may give less than it is asked for: a piece is filled up until the stream ends.
    """
    while piece := bytearray(source.read(size)):
        while len(piece) < size and (more := source.read(size - len(piece))):
            piece += more
        yield bytes(piece)


def _with_end(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each piece and whether it is the last; of nothing, one empty last piece."""
    held = next(pieces, b"")
    for piece in pieces:
        yield held, False
        held = piece
    yield held, True


def _place(place: int, *, is_last: bool) -> bytes:
    return place.to_bytes(_NONCE - 1, "big") + bytes([is_last])


class Stream(RawIOBase):
    """Pieces of bytes, read like a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer as far as the piece at hand reaches; 0 at the end."""
        while not self._left and (piece := next(self._pieces, None)) is not None:
            self._left = memoryview(piece)
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count
