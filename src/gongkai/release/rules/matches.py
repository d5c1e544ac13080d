"""A piece of a text that says something personal: what, where, and its value. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.release.rules.findings import FindingKind


@dataclass(frozen=True, slots=True)
class Match:
    """One hit; the offsets count the characters of the text that was searched, as it was given."""

    kind: FindingKind
    start: int
    end: int
    value: str
    """Normalised: plain digits and capitals, without what was put between them."""


def apart(matches: Iterable[Match]) -> list[Match]:
    """Return the matches in the order of the text, without those that overlap an earlier given one.

    An identity number is no card, and neither holds a telephone: the surest kinds come first.
    """
    kept: list[Match] = []
    for match in matches:
        if all(match.end <= other.start or match.start >= other.end for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)
