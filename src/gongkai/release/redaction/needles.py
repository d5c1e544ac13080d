"""What to look for where a text must not be: its pieces, and the bytes that could say it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d(?:[\s\-.–—·]?\d)+")
_LEAST_LETTERS = 4
_LEAST_DIGITS = 6
_LEAST_BYTES = 6
"""Shorter bytes turn up in any picture by chance."""
_GROUPINGS = ((6, 8, 4), (4, 4, 4, 4), (3, 4, 4))
"""How identity numbers, cards and mobile numbers are parted when they are written."""


def folded(text: str) -> str:
    """Return a text as it is compared: one width, one case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def pieces_of(text: str) -> set[str]:
    """Return the whole text, each of its words and each number of six digits in it.

    Numbers come without separators. A word has four letters, or two where it is Chinese; what is
    shorter is too common to tell anything.
    """
    plain = unicodedata.normalize("NFKC", text)
    numbers = {re.sub(r"\D", "", found) for found in _DIGITS.findall(plain)}
    words = {word for word in _WORD.findall(plain) if _tells(word)}
    whole = {part for part in ("".join(plain.split()), plain.strip()) if len(part) > 1}
    long_numbers = {number for number in numbers if len(number) >= _LEAST_DIGITS}
    return whole | {word for word in words if not word.isdigit()} | long_numbers


def _tells(word: str) -> bool:
    return len(word) >= (_LEAST_LETTERS if word.isascii() else 2)


def byte_forms(texts: Iterable[str]) -> set[bytes]:
    """Return the bytes in which a file could say one of these texts, however it writes texts."""
    return {
        form
        for text in texts
        for spelling in _spellings(text)
        for form in _written(spelling)
        if len(form) >= _LEAST_BYTES
    }


def plain_forms(texts: Iterable[str]) -> set[bytes]:
    """Return the bytes of these texts in the encodings alone; for pictures."""
    return {form for text in texts for form in _encodings(text) if len(form) >= _LEAST_BYTES}


def _spellings(text: str) -> Iterator[str]:
    yield text
    if not text.isdigit():
        return
    for grouping in _GROUPINGS:
        if sum(grouping) == len(text) or (grouping[0] == 4 and len(text) > sum(grouping)):
            parts, rest = [], text
            for length in grouping:
                parts.append(rest[:length])
                rest = rest[length:]
            parted = [*parts, rest] if rest else parts
            yield from (" ".join(parted), "-".join(parted))


def _encodings(text: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"):
        yield text.encode(encoding, "replace")


def _written(text: str) -> Iterator[bytes]:
    for raw in _encodings(text):
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        yield b"".join(b"\\%03o" % byte for byte in raw)
        yield b"".join(bytes([byte]) if 32 <= byte < 127 else b"\\%03o" % byte for byte in raw)
