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


class Tally:
    """Counts for one question, each match counted once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[Match, Counted] = {}
        self._epoch: int | None = None

    def of(self, match: Match) -> Counted:
        """Return the counts of what matches, kept for a minute under the public epoch."""
        if match not in self._known:
            self._known[match] = self._kept(match)
        return self._known[match]

    def is_common(self, match: Match) -> bool:
        """Say whether so many records match that they are counted on a sample.

        The estimate is an upper one: where it is large the sample decides, so that two common
        words that never meet are still counted exactly.
        """
        return self._vocabulary.estimate(match) > EXACT_LIMIT and self.of(match).is_sampled

    def _kept(self, match: Match) -> Counted:
        if connection.in_atomic_block:
            # The epoch moves at the commit, so an answer kept under it would not know what this
            # transaction itself has done.
            return self._count(match)
        key = self._key(match)
        kept: Counted | None = cache.get(key)
        if kept is None:
            kept = self._count(match)
            cache.set(key, kept, _KEEP_SECONDS)
        return kept

    def _count(self, match: Match) -> Counted:
        if self._vocabulary.estimate(match) > EXACT_LIMIT:
            sample = backend().count(match.sample())
            if sample.total * BUCKETS > EXACT_LIMIT:
                return Counted(sample.times(BUCKETS), is_sampled=True)
        return Counted(backend().count(match), is_sampled=False)

    def _key(self, match: Match) -> str:
        # The epoch is read before the first count: what is kept is at least as new as its key
        # says, and the next publication or withdrawal makes the key another.
        if self._epoch is None:
            self._epoch = public_epoch()
        digest = hashlib.sha256(repr(match).encode()).hexdigest()
        return f"search-counts:{self._epoch}:{digest}"
