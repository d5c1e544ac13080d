"""What is asked for and lies open already: published records, never other people's cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from gongkai.interfaces.portal.organ_names import english_organ_names
from gongkai.search.queries import Hit, search_public

MOST = 5
_LONGEST_WORDS = 100
"""Characters of a description that are searched for: its beginning names the matter."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A published record that may be what is asked for."""

    hit: Hit
    organ_name_en: str


def public_already(answers: Mapping[str, str], *, organ_id: int) -> tuple[Offer, ...]:
    """Return at most five published records that may be what is asked for.

    Numbers count most, then the title, then the description; the organ's own records come first.
    """
    found: dict[int, Hit] = {}
    for hit in chain.from_iterable(_answers(answers, organ_id)):
        found.setdefault(hit.record_id, hit)
        if len(found) == MOST:
            break
    names = english_organ_names(hit.organ_id for hit in found.values())
    return tuple(Offer(hit, names.get(hit.organ_id, "")) for hit in found.values())


def _answers(answers: Mapping[str, str], organ_id: int) -> Iterator[tuple[Hit, ...]]:
    for name in ("index_number", "document_number"):
        if number := _words(answers, name):
            yield from (_exact(number, within) for within in (organ_id, None))
    for name in ("title", "asked"):
        if words := _words(answers, name):
            yield search_public(words, organ_id=organ_id, size=MOST).hits
    for name in ("title", "asked"):
        if words := _words(answers, name):
            # Of other organs only what holds all the words: a guess would send people away.
            elsewhere = search_public(words, size=MOST)
            yield () if elsewhere.relaxed else elsewhere.hits


def _exact(number: str, organ_id: int | None) -> tuple[Hit, ...]:
    answer = search_public(number, organ_id=organ_id, size=MOST)
    return answer.hits if answer.exact else ()


def _words(answers: Mapping[str, str], name: str) -> str:
    return answers.get(name, "").replace("\0", " ").strip()[:_LONGEST_WORDS]
