"""What changed between two texts, line by line and inside the line. Pure: no Django, no database.

The old text stands left and the new one right. Every changed piece carries its kind, so that a
page can say it in words and never by colour alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_PIECE = re.compile(r"[A-Za-z]+|[0-9]+|.", re.DOTALL)
# Two lines less alike than this are one line that went and one that came, not one that changed.
_ALIKE = 0.35
# Beyond this many characters a line is compared as a whole: the work grows with its square.
_LONGEST_COMPARED_INSIDE = 3000
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
    rows: list[Row] = []
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            rows += [_same(i1 + n, j1 + n, olds[i1 + n]) for n in range(i2 - i1)]
        else:
            rows += _block(list(enumerate(olds[i1:i2], i1)), list(enumerate(news[j1:j2], j1)))
    return Comparison(tuple(rows))


def _same(i: int, j: int, text: str) -> Row:
    pieces = (Piece(text, is_changed=False),)
    return Row(Change.SAME, Line(i + 1, pieces), Line(j + 1, pieces))


def _block(olds: list[tuple[int, str]], news: list[tuple[int, str]]) -> Iterator[Row]:
    """Pair the lines of a changed stretch in order, as far as they are alike."""
    for (i, old), (j, new) in zip(olds, news, strict=False):
        yield from _pair(i, old, j, new)
    common = min(len(olds), len(news))
    yield from (_only_old(i, text) for i, text in olds[common:])
    yield from (_only_new(j, text) for j, text in news[common:])


def _only_old(i: int, text: str) -> Row:
    return Row(Change.REMOVED, old=Line(i + 1, (Piece(text, is_changed=True),)))


def _only_new(j: int, text: str) -> Row:
    return Row(Change.ADDED, new=Line(j + 1, (Piece(text, is_changed=True),)))


def _pair(i: int, old: str, j: int, new: str) -> Iterator[Row]:
    if max(len(old), len(new)) > _LONGEST_COMPARED_INSIDE:
        whole = Line(i + 1, (Piece(old, is_changed=True),))
        yield Row(Change.CHANGED, whole, Line(j + 1, (Piece(new, is_changed=True),)))
        return
    olds, news = _PIECE.findall(old), _PIECE.findall(new)
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    if matcher.ratio() < _ALIKE:
        yield _only_old(i, old)
        yield _only_new(j, new)
        return
    left, right = _inside(matcher, olds, news)
    yield Row(Change.CHANGED, Line(i + 1, left), Line(j + 1, right))


def _inside(
    matcher: "SequenceMatcher[str]", olds: list[str], news: list[str]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = tag != "equal"
        if i1 < i2:
            left.append(Piece("".join(olds[i1:i2]), is_changed=differs))
        if j1 < j2:
            right.append(Piece("".join(news[j1:j2]), is_changed=differs))
    return tuple(left), tuple(right)


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
