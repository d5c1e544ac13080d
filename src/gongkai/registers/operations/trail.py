"""The entry that each operation on a register leaves in the audit trail."""

from collections.abc import Mapping

from gongkai.audit.operations import record_entry
from gongkai.kernel.types import Actor


def leave_trail(
    actor: Actor,
    action: str,
    kind: str,
    object_id: int,
    label: str,
    organ_id: int,
    details: Mapping[str, str] | None = None,
) -> None:
    """Record `registers.<action>` on the thing."""
    record_entry(
        actor=actor,
        action=f"registers.{action}",
        object_kind=kind,
        object_id=object_id,
        object_label=label,
        organ_id=organ_id,
        details=details,
    )
