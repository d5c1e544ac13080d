"""Totals and facets: exact while that is quick, from one part in 32 beyond; kept for a minute."""

import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection

from gongkai.kernel.public import public_epoch
from gongkai.search.backend import Counts
from gongkai.search.engine import backend
from gongkai.search.rules.ladder import Vocabulary
from gongkai.search.rules.lexemes import BUCKETS, Match

EXACT_LIMIT = 30_000
"""Matching records that are counted one by one; about 15 milliseconds."""
_KEEP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts, and whether they come from a sample."""

    counts: Counts
    is_sampled: bool


def counted(match: Match, vocabulary: Vocabulary) -> Counted:
    """Count what matches.

    The estimate is an upper one: where it is large the sample decides, so that two common words
    that never meet are still counted exactly.
    """
    if connection.in_atomic_block:
        # The epoch moves at the commit, so an answer kept under it would not know what this
        # transaction itself has done.
        return _count(match, vocabulary)
    key = _cache_key(match)
    known: Counted | None = cache.get(key)
    if known is None:
        known = _count(match, vocabulary)
        cache.set(key, known, _KEEP_SECONDS)
    return known


def _count(match: Match, vocabulary: Vocabulary) -> Counted:
    if vocabulary.estimate(match) > EXACT_LIMIT:
        sample = backend().count(match.sample())
        if sample.total * BUCKETS > EXACT_LIMIT:
            return Counted(sample.times(BUCKETS), is_sampled=True)
    return Counted(backend().count(match), is_sampled=False)


def _cache_key(match: Match) -> str:
    # The epoch is read before the count: what is kept is at least as new as its key says, and
    # the next publication or withdrawal makes the key another.
    digest = hashlib.sha256(repr(match).encode()).hexdigest()
    return f"search-counts:{public_epoch()}:{digest}"
