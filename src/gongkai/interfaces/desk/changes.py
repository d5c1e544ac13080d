"""What differs between two texts, line by line, for the eyes of a reviewer. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from gongkai.records.rules.content import AttachedFile

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
