"""What a search engine must do for this house, and nothing more.

PostgreSQL does it today (`search.postgres`). Another engine may come behind this contract when
one database no longer holds the load; it must then keep what matters most here: a record that
was withdrawn is gone from rows, totals and facets with the commit of the withdrawal.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from gongkai.records.rules.vocabulary import Validity
from gongkai.search.rules.ladder import Vocabulary
from gongkai.search.rules.lexemes import Filters, IndexEntry, Match

V = TypeVar("V", int, str)


@dataclass(frozen=True, slots=True)
class Found:
    """One indexed record: enough to rank it and to show it in a list."""

    record_id: int
    published_on: date
    organ_id: int
    class_code: str
    theme_code: str
    year: int
    genre: str
    assembly: str
    service_object: str
    forms: list[str]
    validity: str
    valid_until_on: date | None
    is_listed: bool
    title: str
    summary: str
    document_number: str
    index_number: str

    def validity_on(self, day: date) -> str:
        """Return the validity as it is on a day."""
        is_over = self.valid_until_on is not None and self.valid_until_on < day
        return Validity.LAPSED.value if is_over else self.validity


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records match, in all and by facet value; validity as it is on the match's day."""

    total: int
    organs: Mapping[int, int]
    classes: Mapping[str, int]
    themes: Mapping[str, int]
    years: Mapping[int, int]
    genres: Mapping[str, int]
    assemblies: Mapping[str, int]
    service_objects: Mapping[str, int]
    validities: Mapping[str, int]
    forms: Mapping[str, int]

    def times(self, factor: int) -> "Counts":
        """Return the counts of the whole where these are the counts of one part."""
        return Counts(
            total=self.total * factor,
            organs=_times(self.organs, factor),
            classes=_times(self.classes, factor),
            themes=_times(self.themes, factor),
            years=_times(self.years, factor),
            genres=_times(self.genres, factor),
            assemblies=_times(self.assemblies, factor),
            service_objects=_times(self.service_objects, factor),
            validities=_times(self.validities, factor),
            forms=_times(self.forms, factor),
        )


def _times(side: Mapping[V, int], factor: int) -> dict[V, int]:
    return {value: count * factor for value, count in side.items()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows to fetch, newest first.

    `is_common` says that a large part of all records match, so that reading the records from the
    newest back meets them soon; otherwise the matches are found first and sorted.
    """

    match: Match
    is_common: bool = False
    skip: int = 0
    limit: int = 300


class SearchBackend(Protocol):
    """The index. Writes take part in the caller's transaction."""

    def put(self, entries: Sequence[IndexEntry]) -> None:
        """Index the entries, each replacing what stood there for its record."""

    def remove(self, record_ids: Collection[int]) -> None:
        """Take the records out; those that are not in are no error."""

    def indexed(self, *, after: int, limit: int) -> tuple[int, ...]:
        """Return ids of indexed records above `after`, in order."""

    def vocabulary(self, lexemes: Collection[str]) -> Vocabulary:
        """Return the number of records and the frequencies of the lexemes."""

    def refresh_vocabulary(self) -> int:
        """Count all lexemes anew and return how many records there are."""

    def size(self) -> int:
        """Return how many records are indexed, counted now."""

    def numbered(self, *, document_key: str, index_key: str, filters: Filters) -> list[Found]:
        """Return the records under one of the keys, newest first, at most 100; '' is no key."""

    def newest(self, wanted: Sequence[Wanted]) -> list[list[Found]]:
        """Return the rows of each request, newest first, all in one statement."""

    def count(self, match: Match) -> Counts:
        """Count what matches, exactly and in one snapshot."""
