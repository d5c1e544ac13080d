"""Marking what was searched for in a text: pieces that say whether they match, never markup."""

import re
from itertools import groupby

from gongkai.search.rules.normal import same_length_fold
from gongkai.search.rules.question import Question

Marked = tuple[tuple[str, bool], ...]

_SHORTEST_PIECE = 3
"""A pair of letters alone is chance; three in a row were meant."""


def mark(text: str, question: Question) -> Marked:
    """Return the text in pieces (piece, is it a match), which joined give the text again."""
    folded = same_length_fold(text)
    hits = [False] * len(text)
    words = [word for word in question.words if len(word) > 1 or len(question.words) == 1]
    for word in words + [run for run in question.runs if len(run) == 1 and not words]:
        for found in re.finditer(re.escape(word), folded):
            hits[found.start() : found.end()] = [True] * (found.end() - found.start())
    _mark_pieces(folded, question, hits)
    return tuple(
        ("".join(letter for letter, _ in piece), is_hit)
        for is_hit, piece in groupby(zip(text, hits, strict=True), key=lambda pair: pair[1])
    )


def _mark_pieces(folded: str, question: Question, hits: list[bool]) -> None:
    pairs = {gram for gram in question.grams if len(gram) == 2}
    start = 0
    while start < len(folded):
        end = start
        while folded[end : end + 2] in pairs:
            end += 1
        if end > start and end + 1 - start >= _SHORTEST_PIECE:
            hits[start : end + 1] = [True] * (end + 1 - start)
        start = end + 1
