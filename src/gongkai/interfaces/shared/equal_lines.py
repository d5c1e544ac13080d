"""Which lines two texts have in common, found within a limit of work. Pure."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_PAIRS_OF_LINES = 500_000
"""Pairs that are held against each other where no line stands once in both texts."""


@dataclass(slots=True)
class Budget:
    """How much work may still be done for one comparison."""

    left: int

    def takes(self, work: int) -> bool:
        """Take the work out of what is left, or say that it is too much."""
        if work > self.left:
            return False
        self.left -= work
        return True


def equal_lines(
    olds: Sequence[str], news: Sequence[str], *, budget: Budget
) -> list[tuple[int, int]]:
    """Return the places of the lines that stand in both texts, in an order common to both.

    First what both begin and end with, then the lines that stand once in each, and again between
    those; what only repeats itself is held against each other as far as the budget reaches, and is
    paired in order beyond.
    """
    found: list[tuple[int, int]] = []
    stretches = [(0, len(olds), 0, len(news))]
    while stretches:
        i1, i2, j1, j2 = stretches.pop()
        while i1 < i2 and j1 < j2 and olds[i1] == news[j1]:
            found.append((i1, j1))
            i1, j1 = i1 + 1, j1 + 1
        while i1 < i2 and j1 < j2 and olds[i2 - 1] == news[j2 - 1]:
            i2, j2 = i2 - 1, j2 - 1
            found.append((i2, j2))
        if anchors := _anchors(olds[i1:i2], news[j1:j2]):
            places = [(i1 + i, j1 + j) for i, j in anchors]
            found += places
            starts = [(i1, j1), *((i + 1, j + 1) for i, j in places)]
            stretches += [
                (i, end_i, j, end_j)
                for (i, j), (end_i, end_j) in zip(starts, [*places, (i2, j2)], strict=True)
            ]
        elif budget.takes((i2 - i1) * (j2 - j1)):
            found += [(i1 + i, j1 + j) for i, j in _longest_common(olds[i1:i2], news[j1:j2])]
        else:
            both = enumerate(zip(olds[i1:i2], news[j1:j2], strict=False))
            found += [(i1 + n, j1 + n) for n, (old, new) in both if old == new]
    return sorted(found)


def _anchors(olds: Sequence[str], news: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest row of lines that stand once in each, in the order of both."""
    in_old, in_new = Counter(olds), Counter(news)
    places = {line: j for j, line in enumerate(news) if in_new[line] == 1 == in_old[line]}
    # Of every length the chain that ends earliest, each link with the one before it (patience).
    ends: list[int] = []
    links: list[tuple[int, int, int]] = []
    at_end: list[int] = []
    for i, line in enumerate(olds):
        if (j := places.get(line)) is None:
            continue
        length = bisect_left(ends, j)
        links.append((i, j, at_end[length - 1] if length else -1))
        ends[length : length + 1] = [j]
        at_end[length : length + 1] = [len(links) - 1]
    chain: list[tuple[int, int]] = []
    link = at_end[-1] if at_end else -1
    while link >= 0:
        i, j, link = links[link]
        chain.append((i, j))
    return chain[::-1]


def _longest_common(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of the longest common row of lines; the work is the product of both."""
    # How long the common row is from each pair of lines on, from the end to the beginning.
    lengths = [[0] * (len(news) + 1)]
    for old in reversed(olds):
        below, row = lengths[-1], [0] * (len(news) + 1)
        for j in range(len(news) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if old == news[j] else max(below[j], row[j + 1])
        lengths.append(row)
    lengths.reverse()
    i = j = 0
    while i < len(olds) and j < len(news):
        if olds[i] == news[j]:
            yield i, j
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
