"""The public chain: how an entry is written as a line, and how a day's lines become its root. Pure.

Every past day is closed with a root over the root of the day before, the day itself and the
entries of the day in their order. Whoever noted one root can prove every entry up to that day.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gongkai.audit.rules.canonical import GENESIS, canonical_text, moment_text

FORMAT = "gongkai-ledger-1"
FIRST_PREVIOUS_ROOT = GENESIS
"""What stands for the root before the first day."""


class EntryKind(StrEnum):
    """What happened to what the public sees."""

    PUBLISHED = "published"
    LISTED = "listed"
    CORRECTED = "corrected"
    CLOSED = "closed"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    VERSION_HIDDEN = "version_hidden"
    VERSION_WITHDRAWN = "version_withdrawn"
    VERSION_RESTORED = "version_restored"
    VALIDITY = "validity"
    TRANSFERRED = "transferred"
    IMPORTED = "imported"
    BROUGHT_FORWARD = "brought_forward"


WITH_DIGEST = frozenset(
    {
        EntryKind.PUBLISHED,
        EntryKind.LISTED,
        EntryKind.CORRECTED,
        EntryKind.RESTORED,
        EntryKind.VERSION_RESTORED,
        EntryKind.IMPORTED,
        EntryKind.BROUGHT_FORWARD,
    }
)
"""Kinds after which something can be read that could not be read just before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as everybody reads it; nothing in it has to vanish when a record is withdrawn.

    `version` is 0 where the entry is about no single version. `detail` is one code of a closed
    list: the kind of change, the reason of a withdrawal, the validity. `digest` is '' where the
    entry makes nothing readable. `on` is the day in whose chain it stands, `at` when it happened.
    """

    sequence: int
    kind: str
    index_number: str
    organ_code: str
    version: int
    detail: str
    at: datetime
    on: date
    digest: str

    def plain(self) -> dict[str, str | int | None]:
        """Return the entry as the feed and the day's file write it."""
        return {
            "sequence": self.sequence,
            "kind": self.kind,
            "index_number": self.index_number,
            "organ": self.organ_code,
            "version": self.version or None,
            "detail": self.detail,
            "at": moment_text(self.at),
            "day": self.on.isoformat(),
            "digest": self.digest,
        }

    def line(self) -> str:
        """Return the canonical line, which the root of the day covers."""
        return canonical_text(self.plain())


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the entries in the file of a day."""

    on: date
    previous_root: str
    entries: int

    def line(self) -> str:
        """Return the first line of the file."""
        return canonical_text(
            {
                "format": FORMAT,
                "day": self.on.isoformat(),
                "previous_root": self.previous_root,
                "entries": self.entries,
            }
        )


def foot_line(*, on: date, root: str) -> str:
    """Return the last line of the file of a day; without it the file was cut off."""
    return canonical_text({"day": on.isoformat(), "root": root})


def root_of(*, previous_root: str, on: date, lines: Iterable[str]) -> str:
    """Return the root of a day: SHA-256 over the root before it, the day and its lines.

    >>> root_of(previous_root="0" * 64, on=date(2026, 3, 16), lines=[])[:8]
    '7a8cb711'
    """
    sha = hashlib.sha256(f"{previous_root}\n{on.isoformat()}\n".encode())
    for line in lines:
        sha.update(f"{line}\n".encode())
    return sha.hexdigest()
