"""The public search."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from gongkai.kernel import time
from gongkai.search.backend import Counts, Found, Wanted
from gongkai.search.engine import backend
from gongkai.search.queries.answer import Hit, SearchAnswer
from gongkai.search.queries.climbing import (
    CANDIDATES,
    Climbed,
    climb,
    newest_first,
    ranked,
)
from gongkai.search.queries.counting import Counted, Tally
from gongkai.search.queries.labelling import facets_of, names_for
from gongkai.search.rules.ladder import Ladder, lexemes_to_weigh
from gongkai.search.rules.lexemes import Filters, Match
from gongkai.search.rules.marking import mark
from gongkai.search.rules.question import Question, parse_question

Order = Literal["relevance", "newest"]

MOST_ROWS = 5_000
MOST_ON_A_PAGE = 100


def search_public(
    words: str,
    *,
    organ_id: int | None = None,
    region_code: str | None = None,
    class_code: str | None = None,
    theme_code: str | None = None,
    year: int | None = None,
    genre: str | None = None,
    assembly: str | None = None,
    service_object: str | None = None,
    form: str | None = None,
    validity: str | None = None,
    order: Order = "relevance",
    page: int = 1,
    size: int = 10,
) -> SearchAnswer:
    """Return one page of the public records that answer the words, within the filters.

    A document number or index number, however typed, gives the records that carry it. Other words
    give what holds them all, best title first; where no title does, titles that hold most of them
    too. Without words everything within the filters is given, newest first. Validity is as it is
    today. Whatever is typed is no error; a page beyond the last is the last.
    """
    question = parse_question(words)
    filters = Filters(
        organ_id=organ_id,
        region_code=region_code or None,
        class_code=class_code or None,
        theme_code=theme_code or None,
        year=year,
        genre=genre or None,
        assembly=assembly or None,
        service_object=service_object or None,
        form=form or None,
        validity=validity or None,
        on=time.today(),
    )
    window = _Window(page=page, size=size)
    if numbered := _numbered(question, filters):
        return _from_rows(question, filters, numbered, window, exact=True)
    if question.is_blank and question.text:
        return SearchAnswer(was_cut=question.was_cut)
    vocabulary = backend().vocabulary(lexemes_to_weigh(question, filters))
    ladder, tally = Ladder(question, vocabulary, filters), Tally(vocabulary)
    if question.is_blank:
        return _browse(ladder, tally, window)
    climbed = climb(ladder, tally)
    if climbed.is_complete:
        rows = _ordered(ladder, climbed.rows, order)
        return _from_rows(question, filters, rows, window, relaxed=climbed.relaxed)
    return _from_index(ladder, tally, climbed, order, window)


class _Window:
    """Which part of the answer is asked for, put right."""

    def __init__(self, *, page: int, size: int) -> None:
        self.size = max(1, min(size, MOST_ON_A_PAGE))
        self.asked = max(1, page)

    def pages(self, total: int) -> int:
        return max(1, -(-min(total, MOST_ROWS) // self.size))

    def page(self, total: int) -> int:
        return min(self.asked, self.pages(total))

    def start(self, total: int) -> int:
        return (self.page(total) - 1) * self.size


def _numbered(question: Question, filters: Filters) -> list[Found]:
    if not (question.document_key or question.index_key):
        return []
    return backend().numbered(
        document_key=question.document_key, index_key=question.index_key, filters=filters
    )


def _ordered(ladder: Ladder, rows: Sequence[Found], order: Order) -> list[Found]:
    return newest_first(rows) if order == "newest" else ranked(ladder, rows)


def _browse(ladder: Ladder, tally: Tally, window: _Window) -> SearchAnswer:
    match = ladder.filters.match()
    count = tally.of(match)
    rows = _newest(tally, match, skip=window.start(count.counts.total), limit=window.size)
    return _answer(ladder.question, ladder.filters, rows, count, window)


def _from_rows(
    question: Question,
    filters: Filters,
    rows: Sequence[Found],
    window: _Window,
    *,
    exact: bool = False,
    relaxed: bool = False,
) -> SearchAnswer:
    """Answer from rows that are all there are; the counts then need no statement."""
    start = window.start(len(rows))
    count = Counted(_counts_of(rows, filters), is_sampled=False)
    shown = rows[start : start + window.size]
    return _answer(question, filters, shown, count, window, exact=exact, relaxed=relaxed)


def _from_index(
    ladder: Ladder, tally: Tally, climbed: Climbed, order: Order, window: _Window
) -> SearchAnswer:
    count = tally.of(climbed.match)
    start = window.start(count.counts.total)
    if order == "newest" and start + window.size <= CANDIDATES:
        # The newest of each step hold the newest of all.
        rows = newest_first(climbed.rows)[start : start + window.size]
    elif order == "newest":
        rows = _newest(tally, climbed.match, skip=start, limit=window.size)
    else:
        rows = _ranked_page(ladder, tally, climbed, start=start, size=window.size)
    return _answer(ladder.question, ladder.filters, rows, count, window, relaxed=climbed.relaxed)


def _ranked_page(
    ladder: Ladder, tally: Tally, climbed: Climbed, *, start: int, size: int
) -> list[Found]:
    """Return rows from the ranked candidates and, behind them, from the rest by date."""
    best = ranked(ladder, climbed.rows)
    page = best[start : start + size]
    if len(page) == size:
        return page
    known = {row.record_id for row in best}
    # Candidates may stand anywhere among the newest rows, so so many more are read and dropped.
    wanted = start + size - len(best)
    rest = _newest(tally, climbed.match, skip=0, limit=wanted + len(best))
    others = [row for row in rest if row.record_id not in known]
    return page + others[max(0, start - len(best)) : wanted]


def _newest(tally: Tally, match: Match, *, skip: int, limit: int) -> list[Found]:
    (rows,) = backend().newest(
        [Wanted(match, is_common=tally.is_common(match), skip=skip, limit=limit)]
    )
    return rows


def _counts_of(rows: Sequence[Found], filters: Filters) -> Counts:
    validities = [row.validity_on(filters.on) if filters.on else row.validity for row in rows]
    return Counts(
        total=len(rows),
        organs=Counter(row.organ_id for row in rows),
        classes=Counter(row.class_code for row in rows),
        themes=Counter(row.theme_code for row in rows if row.theme_code),
        years=Counter(row.year for row in rows),
        genres=Counter(row.genre for row in rows if row.genre),
        assemblies=Counter(row.assembly for row in rows if row.assembly),
        service_objects=Counter(row.service_object for row in rows if row.service_object),
        validities=Counter(validity for validity in validities if validity),
        forms=Counter(form for row in rows for form in row.forms),
    )


def _answer(
    question: Question,
    filters: Filters,
    rows: Sequence[Found],
    count: Counted,
    window: _Window,
    *,
    exact: bool = False,
    relaxed: bool = False,
) -> SearchAnswer:
    total = count.counts.total
    names = names_for([row.organ_id for row in rows], count.counts)
    return SearchAnswer(
        hits=tuple(_hit(row, question, names.organs[row.organ_id]) for row in rows),
        total=total,
        is_approximate=count.is_sampled,
        facets=facets_of(count.counts, filters=filters, names=names),
        exact=exact,
        page=window.page(total),
        pages=window.pages(total),
        relaxed=relaxed,
        was_cut=question.was_cut,
    )


def _hit(row: Found, question: Question, organ_name: str) -> Hit:
    return Hit(
        record_id=row.record_id,
        index_number=row.index_number,
        title=row.title,
        title_marked=mark(row.title, question),
        summary_marked=mark(row.summary, question),
        organ_id=row.organ_id,
        organ_name=organ_name,
        released_on=row.published_on,
        document_number=row.document_number,
        is_listed=row.is_listed,
    )
