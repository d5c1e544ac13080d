"""Work on many records at once: its kinds, how far it has come, and how much one run may hold."""

from enum import StrEnum


class BulkKind(StrEnum):
    """What is done to each of them."""

    SHEET = "sheet"
    PROPOSE = "propose"
    SECRECY = "secrecy"
    LEGAL = "legal"
    APPROVAL = "approval"
    RELEASE = "release"
    HIDE = "hide"


class BulkState(StrEnum):
    """How far a run has come."""

    LOOKING = "looking"
    PLANNED = "planned"
    QUEUED = "queued"
    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"


class ItemOutcome(StrEnum):
    """What became of one record of a run."""

    WAITING = "waiting"
    REFUSED = "refused"
    DONE = "done"
    UNDONE = "undone"


SIGNED = frozenset({BulkKind.SECRECY.value, BulkKind.LEGAL.value, BulkKind.APPROVAL.value})
"""Steps that are signed: each record was opened by who signs (2007 art. 14)."""
AT_ONCE = 50
"""Records up to which a run is carried out while the person waits; more go to the queue."""
MOST_SIGNED = 50
"""Records under one authentication: as many as one person can have read at a sitting."""
MOST_RECORDS = 2_000
"""Records of one run."""


def runs_in_queue(count: int) -> bool:
    """Say whether so many records are too many to wait for."""
    return count > AT_ONCE


def most_of(kind: str) -> int:
    """Return how many records one run of the kind may hold."""
    return MOST_SIGNED if kind in SIGNED else MOST_RECORDS
