"""What differs between two texts, line by line, for the eyes of a reviewer. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 2


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of the comparison. `kind` is `same`, `removed`, `added` or `gap`."""

    kind: str
    text: str = ""


def changed_lines(old: str, new: str) -> tuple[ChangedLine, ...]:
    """Return the lines that went and came, with two lines around them; empty when none did."""
    olds, news = old.split("\n"), new.split("\n")
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    return tuple(
        line
        for place, group in enumerate(matcher.get_grouped_opcodes(CONTEXT))
        for line in _group(group, olds, news, is_first=place == 0)
    )


def _group(
    group: list[tuple[str, int, int, int, int]],
    olds: list[str],
    news: list[str],
    *,
    is_first: bool,
) -> Iterator[ChangedLine]:
    if not is_first or group[0][1] > 0:
        yield ChangedLine("gap")
    for tag, i1, i2, j1, j2 in group:
        if tag == "equal":
            yield from (ChangedLine("same", text) for text in olds[i1:i2])
        else:
            yield from (ChangedLine("removed", text) for text in olds[i1:i2])
            yield from (ChangedLine("added", text) for text in news[j1:j2])
