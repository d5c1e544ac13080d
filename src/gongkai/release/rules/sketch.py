"""Sketches: to know again that two texts are the same material, though parts differ. Pure.

A sketch is the smallest hashes of all overlapping pieces of a text (bottom-k min-wise hashing,
Broder 1997); the share of hashes that two sketches have in common estimates how alike the texts
are. Spaces, punctuation and width do not count.
"""

import hashlib
import heapq
import unicodedata
from collections.abc import Sequence

PIECE = 8
"""Characters of one piece; Chinese needs no more."""
SIZE = 64
ALIKE = 0.5
"""From here on two texts count as the same material."""
_SHORTEST = 40
"""A text of fewer characters is like too many others."""


def sketch_of(text: str) -> tuple[int, ...]:
    """Return at most SIZE signed 64-bit numbers in ascending order; empty for a short text."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())
    if len(bare) < _SHORTEST:
        return ()
    pieces = {bare[start : start + PIECE] for start in range(len(bare) - PIECE + 1)}
    return tuple(heapq.nsmallest(SIZE, {_hash(piece) for piece in pieces}))


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the estimated share of pieces in common, 0 to 1; 0 where either has no sketch."""
    if not one or not other:
        return 0.0
    smallest = set(heapq.nsmallest(SIZE, {*one, *other}))
    return len(smallest & set(one) & set(other)) / len(smallest)


def _hash(piece: str) -> int:
    digest = hashlib.blake2b(piece.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
