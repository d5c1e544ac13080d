"""Walking the ladder: which records answer, and in what order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.search.backend import Found, Wanted
from gongkai.search.engine import backend
from gongkai.search.queries.counting import Tally
from gongkai.search.rules.ladder import Ladder
from gongkai.search.rules.lexemes import Match
from gongkai.search.rules.ranking import scale_for

CANDIDATES = 300
"""Newest rows of each step that are ranked."""
REFINED = 50
"""Of these the summary is read too."""


@dataclass(frozen=True, slots=True)
class Climbed:
    """The match that was settled on and its newest rows, each record once."""

    match: Match
    rows: tuple[Found, ...]
    is_complete: bool
    """True where `rows` holds every record that matches."""
    relaxed: bool


def climb(ladder: Ladder, tally: Tally) -> Climbed:
    """Return what answers the question: everything with all words, titles with most of them."""
    everything, titles = ladder.everything(), ladder.titles()
    in_titles, anywhere = backend().newest([_want(titles, tally), _want(everything, tally)])
    if in_titles:
        return _climbed(everything, [in_titles, anywhere], relaxed=False)
    for weaker in ladder.relaxations(nothing_found=not anywhere):
        (nearly,) = backend().newest([_want(weaker, tally)])
        if nearly:
            match = everything.also(*weaker.alternatives)
            return _climbed(match, [nearly, anywhere], relaxed=True)
    return _climbed(everything, [anywhere], relaxed=False)


def ranked(ladder: Ladder, rows: Sequence[Found]) -> list[Found]:
    """Return the rows best title first; equal ones newest first.

    Summaries add little, so only those of the best are read.
    """
    scale = scale_for(ladder.question, ladder.vocabulary)
    scores = {row.record_id: scale.title_score(row.title) for row in rows}

    def place(row: Found) -> tuple[float, date, int]:
        return scores[row.record_id], row.published_on, row.record_id

    ordered = sorted(rows, key=place, reverse=True)
    for row in ordered[:REFINED]:
        scores[row.record_id] += scale.summary_score(row.summary)
    return sorted(ordered[:REFINED], key=place, reverse=True) + ordered[REFINED:]


def newest_first(rows: Sequence[Found]) -> list[Found]:
    """Return the rows newest first."""
    return sorted(rows, key=lambda row: (row.published_on, row.record_id), reverse=True)


def _want(match: Match, tally: Tally) -> Wanted:
    return Wanted(match, is_common=tally.is_common(match), limit=CANDIDATES)


def _climbed(match: Match, lists: Sequence[Sequence[Found]], *, relaxed: bool) -> Climbed:
    once = {row.record_id: row for rows in lists for row in rows}
    complete = all(len(rows) < CANDIDATES for rows in lists)
    return Climbed(match, tuple(once.values()), is_complete=complete, relaxed=relaxed)
