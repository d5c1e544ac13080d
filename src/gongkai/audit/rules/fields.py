"""Which columns of an entry its hash covers. Pure: it knows the shape, not the table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from gongkai.audit.rules.canonical import Field, moment_text

COVERED = (
    "action",
    "actor_id",
    "actor_name",
    "actor_role",
    "actor_organ_id",
    "actor_organ_name",
    "standing_in_for_id",
    "standing_in_for_name",
    "object_kind",
    "object_id",
    "object_label",
    "organ_id",
    "details",
)
"""Every column but the moment (which is written as text) and those of the chain itself."""


class Entry(Protocol):
    """What an entry must have to be written down."""

    @property
    def at(self) -> datetime:
        """The moment, aware."""


def entry_fields(entry: Entry) -> Mapping[str, Field]:
    """Return what the canonical text is made of."""
    return {"at": moment_text(entry.at)} | {name: getattr(entry, name) for name in COVERED}
