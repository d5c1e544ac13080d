"""What stands in the index for a record, and how a search is said in it.

One vector holds everything, in name spaces kept apart by the first two signs, so that filters,
title words and text are answered by one index:

    管理    a word of title, summary or text      §w管理  a word of the title
    §g管理  a pair of letters of the title         §i62    the organ
    §k05    the class                              §t0201  the theme      §T02  the theme above it
    §y2018  the year                               §r14…   the region and those above it
    §G通知  the genre                              §apolicies  the assembly class
    §scitizens  whom it serves                     §fgazette   a form of disclosure
    §vin_force  the validity as it was said last   §vx     has a last day of force
    §b7     one of BUCKETS equal parts, for counting by a sample
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from gongkai.records.rules.vocabulary import Validity
from gongkai.search.rules.numbers import document_key, index_key
from gongkai.search.rules.segment import index_words, title_grams

BUCKETS = 32
MOST_BYTES = 900_000
"""PostgreSQL refuses a vector of 1 MiB; the rarest of texts would come near it."""

TITLE_WORD = "§w"
TITLE_GRAM = "§g"
_LAPSES = "§vx"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the index is told of one public record.

    `text` and `attached` (what its attachments say) are '' for a listed record (★): they are not
    public and may not be found.
    """

    record_id: int
    published_on: date
    organ_id: int
    region_codes: tuple[str, ...]
    class_code: str
    theme_code: str
    theme_parent_code: str
    year: int
    is_listed: bool
    title: str
    summary: str
    text: str
    document_number: str
    index_number: str
    attached: str = ""
    genre: str = ""
    assembly: str = ""
    service_object: str = ""
    forms: tuple[str, ...] = ()
    validity: str = ""
    """As it was said last."""
    valid_until_on: date | None = None
    """Last day of force of a normative document, where nothing ended it before."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; None leaves a side open.

    `on` is the day on which the validity is looked at; without one it is as it was said last.
    """

    organ_id: int | None = None
    region_code: str | None = None
    class_code: str | None = None
    theme_code: str | None = None
    year: int | None = None
    genre: str | None = None
    assembly: str | None = None
    service_object: str | None = None
    form: str | None = None
    validity: str | None = None
    on: date | None = None

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return groups of lexemes; one of each group must be there."""
        found: list[tuple[str, ...]] = []
        for sign, value in (
            ("§i", self.organ_id),
            ("§r", self.region_code),
            ("§k", self.class_code),
            ("§y", self.year),
            ("§G", self.genre),
            ("§a", self.assembly),
            ("§s", self.service_object),
            ("§f", self.form),
        ):
            if value is not None:
                found.append((f"{sign}{value}",))
        if self.theme_code is not None:
            found.append((f"§t{self.theme_code}", f"§T{self.theme_code}"))
        if self.validity is not None:
            found.append(_validity_lexemes(self.validity))
        return tuple(found)

    def match(self, *alternatives: tuple[str, ...]) -> "Match":
        """Return what holds all of one of the alternatives, within these filters."""
        return Match(alternatives, self.groups(), validity=self.validity or "", on=self.on)


@dataclass(frozen=True, slots=True)
class Match:
    """Which records are meant: those that hold all of one alternative, within the filters.

    No alternatives means every record within the filters. What `within` says of the validity is
    all that may have it; `validity` and `on` say which of them have it that day.
    """

    alternatives: tuple[tuple[str, ...], ...] = ()
    within: tuple[tuple[str, ...], ...] = ()
    validity: str = ""
    on: date | None = None

    def also(self, *more: tuple[str, ...]) -> "Match":
        """Return the match with further alternatives."""
        return replace(self, alternatives=tuple(dict.fromkeys(self.alternatives + more)))

    def sample(self) -> "Match":
        """Return the match within one bucket, which holds one record in BUCKETS."""
        return replace(self, within=(*self.within, ("§b7",)))

    def lexemes(self) -> frozenset[str]:
        """Return every lexeme that is asked for."""
        return frozenset(lexeme for group in self.alternatives + self.within for lexeme in group)


def lexemes_of(entry: IndexEntry) -> tuple[str, ...]:
    """Return everything under which the record can be found, facets and bucket included."""
    title_words = index_words(entry.title)
    fixed = [
        *_facets(entry),
        *(f"{TITLE_WORD}{word}" for word in title_words),
        *(f"{TITLE_GRAM}{gram}" for gram in title_grams(entry.title)),
    ]
    words = sorted(index_words(f"{entry.title} \n{entry.summary} \n{entry.text}"))
    # Where there is too much, what only an attachment says is what goes.
    words += sorted(index_words(entry.attached)) if entry.attached else []
    return tuple(dict.fromkeys(fixed + list(_first_bytes(dict.fromkeys(words), MOST_BYTES))))


def keys_of(entry: IndexEntry) -> tuple[str, str]:
    """Return the keys of the document number ('' where there is none) and the index number."""
    return document_key(entry.document_number), index_key(entry.index_number)


def _facets(entry: IndexEntry) -> list[str]:
    facets = [
        f"§i{entry.organ_id}",
        f"§k{entry.class_code}",
        f"§y{entry.year}",
        f"§b{entry.record_id % BUCKETS}",
        *(f"§r{code}" for code in entry.region_codes),
        *(f"§f{form}" for form in entry.forms),
    ]
    facets += [
        f"{sign}{value}"
        for sign, value in (
            ("§G", entry.genre),
            ("§a", entry.assembly),
            ("§s", entry.service_object),
            ("§v", entry.validity),
        )
        if value
    ]
    if entry.valid_until_on is not None:
        facets.append(_LAPSES)
    if entry.theme_code:
        facets.append(f"§t{entry.theme_code}")
    if entry.theme_parent_code:
        facets.append(f"§T{entry.theme_parent_code}")
    return facets


def _validity_lexemes(validity: str) -> tuple[str, ...]:
    said = f"§v{validity}"
    # What has lapsed by now says at most that there is a day on which it lapses.
    return (said, _LAPSES) if validity == Validity.LAPSED else (said,)


def _first_bytes(words: Iterable[str], most: int) -> Iterable[str]:
    used = 0

    def fits(word: str) -> bool:
        nonlocal used
        # 8: what PostgreSQL adds to each lexeme.
        used += len(word.encode()) + 8
        return used <= most

    return takewhile(fits, words)
