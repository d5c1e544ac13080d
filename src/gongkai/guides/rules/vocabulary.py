"""The words of an edition's life. Pure."""

from enum import StrEnum


class EditionKind(StrEnum):
    """What an edition is of (Regulations 2007 art. 19; 2019 art. 12)."""

    GUIDE = "guide"
    CATALOGUE = "catalogue"


class EditionState(StrEnum):
    """How far an edition has come."""

    COMPILED = "compiled"
    CONSULTING = "consulting"
    CONSULTED = "consulted"
    SENT = "sent"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    ABANDONED = "abandoned"


class OpinionState(StrEnum):
    """Whether an opinion of the public is shown."""

    WAITING = "waiting"
    SHOWN = "shown"
    NOT_SHOWN = "not_shown"


IN_WORK = frozenset(
    {
        EditionState.COMPILED,
        EditionState.CONSULTING,
        EditionState.CONSULTED,
        EditionState.SENT,
        EditionState.APPROVED,
    }
)
"""States in which an edition is being worked on; an organ has one of each kind at most."""
OUT = frozenset({EditionState.PUBLISHED, EditionState.SUPERSEDED})
"""States in which everybody reads the edition as it was published."""
BEFORE_THE_SUPERIOR = frozenset({EditionState.SENT, EditionState.APPROVED}) | OUT
"""States in which the competent department sees it."""
