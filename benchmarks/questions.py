"""Known-item questions: somebody remembers a title, more or less, and looks for it.

Made from the titles by a seeded rule, so that every run asks the same; no database here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

import rjieba

SEED = 20260316
OF_EACH_KIND = 100
FITTING = 10
"""A question that fits more titles than this equally well has no right answer among ten."""
_FRAGMENT = (6, 11)
_WORDS = (2, 4)
_TRIES = 40


class Kind(StrEnum):
    """How the title is remembered."""

    REORDERED = "words reordered"
    JOINED = "words joined"
    FRAGMENT = "fragment"
    WRONG = "one wrong word"


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What is typed, and the title that is meant."""

    kind: Kind
    typed: str
    title: str


@dataclass(frozen=True, slots=True)
class _Remembered:
    typed: str
    rightly: tuple[str, ...]
    """The pieces that really stand in the title."""


def words_of(title: str) -> list[str]:
    """Return the words of a title, of two letters and more, each once."""
    cut = rjieba.cut(title)
    return list(dict.fromkeys(word for word in cut if len(word) > 1 and word[0].isalnum()))


def known_items(
    titles: Iterable[str], *, seed: int = SEED, fitting: int = FITTING
) -> list[KnownItem]:
    """Return OF_EACH_KIND questions of each kind about titles drawn at random.

    Two to four words are remembered in any order, with spaces or without; a fragment is 6 to 11
    letters long and begins anywhere; a wrong word comes from another title and replaces one of
    three or four. What is rightly remembered stands in at most `fitting` titles; a title for
    which 40 draws give no such question is passed over.
    """
    random = Random(seed)
    distinct = sorted(set(titles))
    items: list[KnownItem] = []
    for kind in Kind:
        made: list[KnownItem] = []
        for title in random.sample(distinct, len(distinct)):
            typed = _fitting_question(kind, title, distinct, fitting, random)
            if typed:
                made.append(KnownItem(kind, typed, title))
            if len(made) == OF_EACH_KIND:
                break
        items += made
    return items


def _fitting_question(
    kind: Kind, title: str, titles: Sequence[str], fitting: int, random: Random
) -> str:
    for _ in range(_TRIES):
        remembered = _remember(kind, title, titles, random)
        if remembered is None:
            return ""
        if _titles_with(remembered.rightly, titles) <= fitting:
            return remembered.typed
    return ""


def _titles_with(pieces: tuple[str, ...], titles: Sequence[str]) -> int:
    return sum(all(piece in title for piece in pieces) for title in titles)


def _remember(kind: Kind, title: str, titles: Sequence[str], random: Random) -> _Remembered | None:
    if kind is Kind.FRAGMENT:
        return _fragment(title, random)
    fewest = 3 if kind is Kind.WRONG else _WORDS[0]
    words = words_of(title)
    if len(words) < fewest:
        return None
    words = random.sample(words, min(len(words), random.randint(fewest, _WORDS[1])))
    if kind is Kind.WRONG:
        return _with_wrong_word(words, title, titles, random)
    return _Remembered(("" if kind is Kind.JOINED else " ").join(words), tuple(words))


def _fragment(title: str, random: Random) -> _Remembered | None:
    if len(title) < _FRAGMENT[0]:
        return None
    length = min(len(title), random.randint(*_FRAGMENT))
    start = random.randint(0, len(title) - length)
    piece = title[start : start + length]
    return _Remembered(piece, (piece,))


def _with_wrong_word(
    words: list[str], title: str, titles: Sequence[str], random: Random
) -> _Remembered | None:
    others = [word for word in words_of(random.choice(titles)) if word not in title]
    if not others:
        return None
    place = random.randrange(len(words))
    right = tuple(words[:place] + words[place + 1 :])
    return _Remembered(
        " ".join([*words[:place], random.choice(others), *words[place + 1 :]]), right
    )
