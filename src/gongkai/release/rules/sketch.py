"""Sketches: to know again that two texts are the same material, though parts differ. Pure.

A sketch is the smallest hashes of all overlapping pieces of a text (bottom-k min-wise hashing,
Broder 1997); the share of hashes that two sketches have in common estimates how alike the texts
are. Spaces, punctuation and width do not count.
"""

import heapq
import re
import unicodedata
from collections.abc import Sequence
from zlib import crc32

PIECE = 8
"""Characters of one piece; Chinese needs no more."""
SIZE = 64
ALIKE = 0.5
"""From here on two texts count as the same material."""
_GOLDEN, _MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1
_NO_SIGNS = re.compile(r"[\W_]+")
_SHORTEST = 40
"""A text of fewer characters is like too many others."""


def sketch_of(text: str) -> tuple[int, ...]:
    """Return at most SIZE signed 64-bit numbers in ascending order; empty for a short text."""
    bare = _NO_SIGNS.sub("", unicodedata.normalize("NFKC", text))
    if len(bare) < _SHORTEST:
        return ()
    # Four bytes a character, so that a piece is a slice of the same bytes wherever it stands.
    signs = memoryview(bare.encode("utf-32-le", "surrogatepass"))
    width = 4 * PIECE
    found = {crc32(signs[at : at + width]) for at in range(0, len(signs) - width + 1, 4)}
    return tuple(heapq.nsmallest(SIZE, map(_spread, found)))


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the estimated share of pieces in common, 0 to 1; 0 where either has no sketch."""
    if not one or not other:
        return 0.0
    smallest = set(heapq.nsmallest(SIZE, {*one, *other}))
    return len(smallest & set(one) & set(other)) / len(smallest)


def _spread(checksum: int) -> int:
    """Return a signed 64-bit number for a checksum.

    Neighbouring pieces have kindred checksums, which multiplying drives apart (Fibonacci hashing);
    a keyed or strong hash would cost five times as much and nobody is to be kept out.
    """
    spread = checksum * _GOLDEN & _MASK
    return spread - (1 << 64) if spread >> 63 else spread
