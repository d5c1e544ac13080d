"""What changed between two texts, line by line and inside the line. Pure: no Django, no database.

The old text stands left and the new one right. Every changed piece carries its kind, so that a
page can say it in words and never by colour alone.

Anybody may ask for it, so the work has a limit whatever the texts are: what is beyond it is paired
in order and marked whole.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from gongkai.interfaces.shared.equal_lines import MOST_PAIRS_OF_LINES, Budget, equal_lines

_PIECE = re.compile(r"[A-Za-z]+|[0-9]+|.", re.DOTALL)
# Two lines less alike than this are one line that went and one that came, not one that changed.
_ALIKE = 0.35
# A line of which more pieces differ is marked whole: the work grows with their square.
_LONGEST_COMPARED_INSIDE = 500
# So is one in which the same pieces come again and again, and what comes after many others.
_MOST_WORK_IN_A_LINE = 10_000
_MOST_WORK_INSIDE = 500_000
_CONTEXT_LINES = 3


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line; `is_changed` where the other side says something else."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One side of a row: its number in its text, from 1, and its pieces."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Return the line as it stands in its text."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Row:
    """A line beside its counterpart. A skipped row stands for `skipped` lines that are alike."""

    change: Change
    old: Line | None = None
    new: Line | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows of two texts and how many lines were added, removed and changed."""

    rows: tuple[Row, ...]

    def count(self, change: Change) -> int:
        """Return how many rows are of that kind."""
        return sum(row.change is change for row in self.rows)

    @property
    def added(self) -> int:
        """Return how many lines only the new text has."""
        return self.count(Change.ADDED)

    @property
    def removed(self) -> int:
        """Return how many lines only the old text has."""
        return self.count(Change.REMOVED)

    @property
    def changed(self) -> int:
        """Return how many lines say something else in the new text."""
        return self.count(Change.CHANGED)

    @property
    def is_same(self) -> bool:
        """Say whether nothing differs."""
        return not (self.added or self.removed or self.changed)

    def folded(self) -> "Comparison":
        """Return the comparison with long runs of equal lines shortened to their surroundings."""
        return Comparison(tuple(_fold(self.rows)))


def compare(old: str, new: str) -> Comparison:
    """Return the two texts side by side, every line of both exactly once and in order."""
    olds, news = old.split("\n"), new.split("\n")
    inside = Budget(_MOST_WORK_INSIDE)
    rows: list[Row] = []
    i = j = 0
    pairs = equal_lines(olds, news, budget=Budget(MOST_PAIRS_OF_LINES))
    for same_old, same_new in [*pairs, (len(olds), len(news))]:
        gap_old = list(enumerate(olds[i:same_old], i))
        gap_new = list(enumerate(news[j:same_new], j))
        rows += _block(gap_old, gap_new, inside)
        if same_old < len(olds):
            rows.append(_same(same_old, same_new, olds[same_old]))
        i, j = same_old + 1, same_new + 1
    return Comparison(tuple(rows))


def _same(i: int, j: int, text: str) -> Row:
    pieces = (Piece(text, is_changed=False),)
    return Row(Change.SAME, Line(i + 1, pieces), Line(j + 1, pieces))


def _block(
    olds: list[tuple[int, str]], news: list[tuple[int, str]], budget: Budget
) -> Iterator[Row]:
    """Pair the lines of a changed stretch in order, as far as they are alike."""
    for (i, old), (j, new) in zip(olds, news, strict=False):
        yield from _pair(i, old, j, new, budget)
    common = min(len(olds), len(news))
    yield from (_only_old(i, text) for i, text in olds[common:])
    yield from (_only_new(j, text) for j, text in news[common:])


def _only_old(i: int, text: str) -> Row:
    return Row(Change.REMOVED, old=Line(i + 1, (Piece(text, is_changed=True),)))


def _only_new(j: int, text: str) -> Row:
    return Row(Change.ADDED, new=Line(j + 1, (Piece(text, is_changed=True),)))


def _pair(i: int, old: str, j: int, new: str, budget: Budget) -> Iterator[Row]:
    olds, news = _PIECE.findall(old), _PIECE.findall(new)
    head = _common_head(olds, news)
    tail = _common_head(olds[head:][::-1], news[head:][::-1])
    middle_old, middle_new = olds[head : len(olds) - tail], news[head : len(news) - tail]
    if not _may_look_inside(middle_old, middle_new, budget):
        stretches = [(middle_old, middle_new, True)]
    else:
        stretches = _inside(middle_old, middle_new)
        alike = head + tail + sum(len(one) for one, _two, differs in stretches if not differs)
        if 2 * alike < _ALIKE * (len(olds) + len(news)):
            yield _only_old(i, old)
            yield _only_new(j, new)
            return
    ends = (olds[:head], news[:head], False), (olds[len(olds) - tail :],) * 2 + (False,)
    stretches = [ends[0], *stretches, ends[1]]
    left = _pieces((one, differs) for one, _two, differs in stretches)
    right = _pieces((two, differs) for _one, two, differs in stretches)
    yield Row(Change.CHANGED, Line(i + 1, left), Line(j + 1, right))


_Stretch = tuple[list[str], list[str], bool]
"""Pieces of the old and of the new line, and whether they differ."""


def _common_head(olds: list[str], news: list[str]) -> int:
    pairs = enumerate(zip(olds, news, strict=False))
    return next((at for at, (old, new) in pairs if old != new), min(len(olds), len(news)))


def _may_look_inside(olds: list[str], news: list[str], budget: Budget) -> bool:
    if max(len(olds), len(news)) > _LONGEST_COMPARED_INSIDE:
        return False
    in_new = Counter(news)
    work = sum(in_new[piece] for piece in olds)
    return work <= _MOST_WORK_IN_A_LINE and budget.takes(work)


def _inside(olds: list[str], news: list[str]) -> list[_Stretch]:
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    return [
        (olds[i1:i2], news[j1:j2], tag != "equal") for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    ]


def _pieces(stretches: Iterable[tuple[list[str], bool]]) -> tuple[Piece, ...]:
    return tuple(Piece("".join(one), is_changed=differs) for one, differs in stretches if one)


def _fold(rows: tuple[Row, ...]) -> Iterator[Row]:
    """Keep each change with three lines around it; a gap of one line is not worth a gap."""
    kept = [False] * len(rows)
    for place, row in enumerate(rows):
        if row.change is not Change.SAME:
            start, end = max(0, place - _CONTEXT_LINES), place + _CONTEXT_LINES + 1
            kept[start:end] = [True] * (min(end, len(rows)) - start)
    waiting: list[Row] = []
    for row, keep in zip(rows, kept, strict=True):
        if not keep:
            waiting.append(row)
            continue
        yield from _gap(waiting)
        waiting = []
        yield row
    yield from _gap(waiting)


def _gap(rows: list[Row]) -> Iterator[Row]:
    if len(rows) > 1:
        yield Row(Change.SKIPPED, skipped=len(rows))
    else:
        yield from rows
