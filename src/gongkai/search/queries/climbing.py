"""Walking the ladder: which records answer, and in what order."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.search.backend import Found, Wanted
from gongkai.search.engine import backend
from gongkai.search.queries.counting import EXACT_LIMIT, counted
from gongkai.search.rules.ladder import Ladder
from gongkai.search.rules.lexemes import Match
from gongkai.search.rules.ranking import scale_for

CANDIDATES = 300
"""Newest rows of each step that are ranked."""


@dataclass(frozen=True, slots=True)
class Climbed:
    """The match that was settled on and its newest rows, each record once."""

    match: Match
    rows: tuple[Found, ...]
    is_complete: bool
    """True where `rows` holds every record that matches."""
    relaxed: bool


def climb(ladder: Ladder) -> Climbed:
    """Return what answers the question: everything with all words, titles with most of them."""
    everything, titles = ladder.everything(), ladder.titles()
    in_titles, anywhere = backend().newest([_want(ladder, titles), _want(ladder, everything)])
    if in_titles:
        return _climbed(everything, [in_titles, anywhere], relaxed=False)
    for weaker in ladder.relaxations(nothing_found=not anywhere):
        (nearly,) = backend().newest([_want(ladder, weaker)])
        if nearly:
            match = everything.also(*weaker.alternatives)
            return _climbed(match, [nearly, anywhere], relaxed=True)
    return _climbed(everything, [anywhere], relaxed=False)


def is_common(ladder: Ladder, match: Match) -> bool:
    """Say whether so many records match that they are met soon when read from the newest back."""
    if ladder.vocabulary.estimate(match) <= EXACT_LIMIT:
        return False
    return counted(match, ladder.vocabulary).is_sampled


def ranked(ladder: Ladder, rows: Sequence[Found]) -> list[Found]:
    """Return the rows best first; equal ones newest first."""
    scale = scale_for(ladder.question, ladder.vocabulary)
    return sorted(
        rows,
        key=lambda row: (
            scale.score(title=row.title, summary=row.summary),
            row.published_on,
            row.record_id,
        ),
        reverse=True,
    )


def newest_first(rows: Sequence[Found]) -> list[Found]:
    """Return the rows newest first."""
    return sorted(rows, key=lambda row: (row.published_on, row.record_id), reverse=True)


def _want(ladder: Ladder, match: Match) -> Wanted:
    return Wanted(match, is_common=is_common(ladder, match), limit=CANDIDATES)


def _climbed(match: Match, lists: Sequence[Sequence[Found]], *, relaxed: bool) -> Climbed:
    once = {row.record_id: row for rows in lists for row in rows}
    complete = all(len(rows) < CANDIDATES for rows in lists)
    return Climbed(match, tuple(once.values()), is_complete=complete, relaxed=relaxed)
