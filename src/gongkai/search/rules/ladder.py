"""The ladder: first what holds every word, then, step by step, what holds most of them.

One wrong word must not empty the answer: asking for all words fails every query in which one is
a synonym, and asking for any of them buries the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from gongkai.search.rules.lexemes import TITLE_GRAM, TITLE_WORD, Filters, Match
from gongkai.search.rules.question import Question

MOST_WORDS = 8
_RAREST_GRAMS = 4


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known about the lexemes of one question: estimates, a night old at most."""

    records: int
    frequencies: Mapping[str, int]

    def of(self, lexeme: str) -> int:
        """Return in how many records the lexeme stands; 0 where nobody counted it yet."""
        return self.frequencies.get(lexeme, 0)

    def estimate(self, match: Match) -> int:
        """Return an upper estimate of how many records match.

        A record holds at most as many as the rarest of the lexemes that must be there.
        """
        within = [sum(self.of(lexeme) for lexeme in group) for group in match.within]
        widest = sum(
            min(self.of(lexeme) for lexeme in alternative) for alternative in match.alternatives
        )
        ceiling = widest if match.alternatives else self.records
        return min([self.records, ceiling, *within])


def lexemes_to_weigh(question: Question, filters: Filters) -> frozenset[str]:
    """Return every lexeme whose frequency the ladder and the ranking will ask for."""
    return frozenset(
        {
            *question.words,
            *(f"{TITLE_WORD}{word}" for word in question.words),
            *(f"{TITLE_GRAM}{gram}" for gram in question.grams),
            *(lexeme for group in filters.groups() for lexeme in group),
        }
    )


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps for one question."""

    question: Question
    vocabulary: Vocabulary
    filters: Filters

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that are asked for: the rarest MOST_WORDS, rarest first."""
        return tuple(sorted(self.question.words, key=self._rarity))[:MOST_WORDS]

    def everything(self) -> Match:
        """Return what holds all words anywhere, or the query letter by letter in its title."""
        words = (self.words,) if self.words else ()
        return self.filters.match(*words, *self._title_pairs())

    def titles(self) -> Match:
        """Return what holds all words, or the query letter by letter, in its title."""
        words = (self._in_title(self.words),) if self.words else ()
        return self.filters.match(*words, *self._title_pairs())

    def relaxations(self, *, nothing_found: bool) -> Iterator[Match]:
        """Yield weaker matches to try in turn when no title holds all; the first hit is taken.

        With something found in the texts, one or two words are not weakened: half of two words
        is another question. The words of titles go first, since that is what readers remember.
        """
        words = self.words
        if nothing_found or len(words) > 2:
            for alternatives in (self._all_but_one(words), self._two_rarest(), self._rare_pairs()):
                if alternatives:
                    yield self.filters.match(*map(self._in_title, alternatives))
        if nothing_found:
            for alternatives in (self._all_but_one(words), tuple((word,) for word in words)):
                if alternatives:
                    yield self.filters.match(*alternatives)

    def _rarity(self, word: str) -> tuple[int, int]:
        return self.vocabulary.of(word), -len(word)

    def _in_title(self, lexemes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            lexeme if lexeme.startswith("§") else f"{TITLE_WORD}{lexeme}" for lexeme in lexemes
        )

    def _title_pairs(self) -> tuple[tuple[str, ...], ...]:
        pairs = tuple(f"{TITLE_GRAM}{gram}" for gram in self.question.grams)
        if not pairs:
            return ()
        return (pairs + self._in_title(self.question.latin),)

    def _all_but_one(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        if len(words) < 2:
            return ()
        return tuple(combinations(words, len(words) - 1))

    def _two_rarest(self) -> tuple[tuple[str, ...], ...]:
        known = [word for word in self.words if self.vocabulary.of(f"{TITLE_WORD}{word}")]
        return (tuple(known[:2]),) if len(known) > 2 else ()

    def _rare_pairs(self) -> tuple[tuple[str, ...], ...]:
        pairs = [f"{TITLE_GRAM}{gram}" for gram in self.question.grams]
        counts = {pair: self.vocabulary.of(pair) for pair in pairs}
        known = sorted((pair for pair in pairs if counts[pair]), key=lambda pair: counts[pair])
        # Before the first count nothing is known; then every pair may be tried.
        return tuple(combinations((known or pairs)[:_RAREST_GRAMS], 2))
