"""The entry that each operation on a record leaves in the audit trail."""

from collections.abc import Iterable, Mapping

from gongkai.audit.operations import Matter, record_entries, record_entry
from gongkai.kernel.types import Actor
from gongkai.records.models import Record


def leave_trail(
    actor: Actor, action: str, record: Record, details: Mapping[str, str] | None = None
) -> None:
    """Record `records.<action>` on the record.

    The label is the number, or the internal number before there is one: never the title, which
    may be the very secret that an exempt record is about, and the trail is kept for ever.
    """
    record_entry(
        actor=actor,
        action=f"records.{action}",
        object_kind="record",
        object_id=record.pk,
        object_label=label_of(record),
        organ_id=record.organ_id,
        details=details,
    )


def leave_trails(
    actor: Actor, action: str, about: Iterable[tuple[Record, Mapping[str, str]]]
) -> None:
    """Record `records.<action>` on each of the records with its details, in one statement."""
    record_entries(
        actor=actor,
        action=f"records.{action}",
        matters=[
            Matter("record", record.pk, label_of(record), record.organ_id, details)
            for record, details in about
        ],
    )


def label_of(record: Record) -> str:
    """Return by what a record is named where its title may not stand: its number."""
    return record.index_number or f"#{record.pk}"
