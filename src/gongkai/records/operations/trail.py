"""The entry that each operation on a record leaves in the audit trail."""

from collections.abc import Mapping

from gongkai.audit.operations import record_entry
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
        object_label=record.index_number or f"#{record.pk}",
        organ_id=record.organ_id,
        details=details,
    )
