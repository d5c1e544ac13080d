"""Titles to go on typing with."""

from gongkai.search.backend import Wanted
from gongkai.search.engine import backend
from gongkai.search.queries.counting import Tally
from gongkai.search.rules.ladder import Ladder, lexemes_to_weigh
from gongkai.search.rules.lexemes import Filters
from gongkai.search.rules.normal import letters
from gongkai.search.rules.question import parse_question

_LOOKED_AT = 60
MOST = 20


def suggest(words: str, limit: int = 8) -> tuple[str, ...]:
    """Return titles of public records that hold the words, each once.

    Titles that begin with what was typed come first, then those that hold it in one piece, then
    the others; the newest first among equals. Nothing typed, nothing suggested.
    """
    question = parse_question(words)
    if question.is_blank:
        return ()
    filters = Filters()
    vocabulary = backend().vocabulary(lexemes_to_weigh(question, filters))
    ladder = Ladder(question, vocabulary, filters)
    match = ladder.titles()
    want = Wanted(match, is_common=Tally(vocabulary).is_common(match), limit=_LOOKED_AT)
    (rows,) = backend().newest([want])
    typed = letters(question.text)
    ordered = sorted((row.title for row in rows), key=lambda title: _distance(title, typed))
    return tuple(dict.fromkeys(ordered))[: max(0, min(limit, MOST))]


def _distance(title: str, typed: str) -> int:
    place = letters(title).find(typed)
    return 2 if place < 0 else min(place, 1)
