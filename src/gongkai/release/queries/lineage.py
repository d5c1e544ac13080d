"""The same document under other digests: a file, its clean copies, and what they were made of."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from gongkai.release.models import Lineage

Pair = tuple[str, str]


def same_documents(digests: Collection[str]) -> dict[str, frozenset[str]]:
    """Return for each file the digests of all that shows the same, with its own.

    One query where nothing was cleaned; one more for each step from copy to copy.
    """
    known = frozenset(digests)
    while True:
        found = _touching(known)
        grown = known.union(*found)
        if grown == known:
            return _families(digests, found)
        known = grown


def same_document(digest: str) -> frozenset[str]:
    """Return the digests of all that shows the same as a file, with its own."""
    return same_documents([digest])[digest]


def _touching(digests: Collection[str]) -> frozenset[Pair]:
    rows = Lineage.objects.filter(Q(of__in=digests) | Q(made__in=digests))
    return frozenset(rows.values_list("of_id", "made_id"))


def _families(digests: Iterable[str], pairs: Iterable[Pair]) -> dict[str, frozenset[str]]:
    families: dict[str, frozenset[str]] = {}
    for pair in pairs:
        one, other = (families.get(digest, frozenset([digest])) for digest in pair)
        families.update(dict.fromkeys(one | other, one | other))
    return {digest: families.get(digest, frozenset([digest])) for digest in digests}
