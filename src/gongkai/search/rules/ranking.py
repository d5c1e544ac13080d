"""The order of the answer: how much of the question a title holds, weighted by rarity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from gongkai.search.rules.ladder import Vocabulary
from gongkai.search.rules.lexemes import TITLE_GRAM, TITLE_WORD
from gongkai.search.rules.normal import letters
from gongkai.search.rules.question import Question

SUMMARY_SHARE = 0.1
LENGTH_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Scale:
    """The weights of one question; a title or a summary is then all that is needed."""

    words: Mapping[str, float]
    grams: Mapping[str, float]
    runs: tuple[str, ...]
    length: int

    def title_score(self, title: str) -> float:
        """Return how well a title answers, 0 to 3.5; measured in `benchmarks.known_items`."""
        plain = letters(title)
        return (
            _covered(self.words, plain)
            + _covered(self.grams, plain)
            + _share_found(self.runs, plain)
            + LENGTH_SHARE * min(1.0, self.length / max(1, len(plain)))
        )

    def summary_score(self, summary: str) -> float:
        """Return what a summary adds, 0 to 0.1."""
        return SUMMARY_SHARE * _covered(self.words, letters(summary))


def scale_for(question: Question, vocabulary: Vocabulary) -> Scale:
    """Return the weights: a word in few titles says more than a word in many."""

    def weigh(lexemes: Iterable[str], sign: str) -> dict[str, float]:
        return {
            lexeme: _weight(vocabulary.records, vocabulary.of(f"{sign}{lexeme}"))
            for lexeme in lexemes
        }

    return Scale(
        words=weigh(question.words, TITLE_WORD),
        grams=weigh(question.grams, TITLE_GRAM),
        runs=question.runs + question.latin,
        length=len(letters(question.text)),
    )


def _weight(records: int, holding: int) -> float:
    return log(1 + (records + 1) / (holding + 1))


def _covered(weights: Mapping[str, float], text: str) -> float:
    whole = sum(weights.values())
    if not whole:
        return 0.0
    return sum(weight for lexeme, weight in weights.items() if lexeme in text) / whole


def _share_found(runs: tuple[str, ...], text: str) -> float:
    return sum(run in text for run in runs) / len(runs) if runs else 0.0
