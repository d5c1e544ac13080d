"""What differs between two texts, line by line, for the eyes of a reviewer. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gongkai.interfaces.shared.equal_lines import MOST_PAIRS_OF_LINES, Budget, equal_lines
from gongkai.records.rules.content import AttachedFile

CONTEXT = 2
SAME = "same"


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of the comparison. `kind` is `same`, `removed`, `added` or `gap`."""

    kind: str
    text: str = ""


def changed_lines(old: str, new: str) -> tuple[ChangedLine, ...]:
    """Return the lines that went and came, with two lines around them; empty when none did."""
    lines = list(_lines(old.split("\n"), new.split("\n")))
    near = [False] * len(lines)
    for place, line in enumerate(lines):
        if line.kind != SAME:
            start, end = max(0, place - CONTEXT), min(len(lines), place + CONTEXT + 1)
            near[start:end] = [True] * (end - start)
    kept: list[ChangedLine] = []
    for place, line in enumerate(lines):
        if near[place]:
            if place > 0 and not near[place - 1]:
                kept.append(ChangedLine("gap"))
            kept.append(line)
    return tuple(kept)


class FileChange(StrEnum):
    """What became of an attachment."""

    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    """Called as before, with other bytes."""
    RENAMED = "renamed"
    """The same bytes, called otherwise."""
    REORDERED = "reordered"
    """Those that stay stand in another order."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """An attachment that changed; `before` is None where it came, `after` where it went.

    Where only their order changed, both are None.
    """

    change: FileChange
    before: AttachedFile | None
    after: AttachedFile | None


def changed_files(
    old: tuple[AttachedFile, ...], new: tuple[AttachedFile, ...]
) -> tuple[ChangedFile, ...]:
    """Return what became of the attachments: those that stay or changed first, then what went."""
    by_digest = {file.digest: file for file in old}
    digests = {file.digest for file in new}
    by_name = {file.name: file for file in old if file.digest not in digests}
    lines: list[ChangedFile] = []
    for file in new:
        known = by_digest.get(file.digest)
        if known is None:
            before = by_name.pop(file.name, None)
            change = FileChange.REPLACED if before else FileChange.ADDED
            lines.append(ChangedFile(change, before, file))
        elif (known.name, known.title) != (file.name, file.title):
            lines.append(ChangedFile(FileChange.RENAMED, known, file))
    lines += [ChangedFile(FileChange.REMOVED, file, None) for file in by_name.values()]
    if _kept(old, new) != _kept(new, old):
        lines.append(ChangedFile(FileChange.REORDERED, None, None))
    return tuple(lines)


def _kept(files: tuple[AttachedFile, ...], others: tuple[AttachedFile, ...]) -> list[str]:
    digests = {file.digest for file in others}
    return [file.digest for file in files if file.digest in digests]


def _lines(olds: list[str], news: list[str]) -> Iterator[ChangedLine]:
    """Yield every line of both texts: where they differ, what went before what came."""
    i = j = 0
    pairs = equal_lines(olds, news, budget=Budget(MOST_PAIRS_OF_LINES))
    for same_old, same_new in [*pairs, (len(olds), len(news))]:
        yield from (ChangedLine("removed", text) for text in olds[i:same_old])
        yield from (ChangedLine("added", text) for text in news[j:same_new])
        yield from (ChangedLine(SAME, text) for text in olds[same_old : same_old + 1])
        i, j = same_old + 1, same_new + 1
