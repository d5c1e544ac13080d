"""Record what somebody did, inside the transaction in which it was done."""

from collections.abc import Mapping

from gongkai.audit.models import AuditEntry
from gongkai.audit.rules.canonical import canonical_text
from gongkai.audit.rules.fields import entry_fields
from gongkai.kernel import time
from gongkai.kernel.types import Actor


def record_entry(
    *,
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: int | str,
    object_label: str,
    organ_id: int | None,
    details: Mapping[str, str] | None = None,
) -> AuditEntry:
    """Write one entry; it gets its place in the chain when the transaction commits.

    `action` is `module.verb` ("records.publish"); `organ_id` is the organ whose matter it is.
    Names and labels are copied, for they outlive their rows. `details` never holds a secret,
    personal data or the content of a record: the trail is kept for ever.
    """
    entry = AuditEntry(
        at=time.now(),
        action=action,
        actor_id=actor.person_id,
        actor_name=actor.name,
        actor_role=actor.role.value if actor.role else "",
        actor_organ_id=actor.organ_id,
        actor_organ_name=actor.organ_name,
        standing_in_for_id=actor.standing_in_for_id,
        standing_in_for_name=actor.standing_in_for_name,
        object_kind=object_kind,
        object_id=str(object_id),
        object_label=object_label,
        organ_id=organ_id,
        details=dict(details or {}),
    )
    entry.canonical = canonical_text(entry_fields(entry))
    entry.save(force_insert=True)
    return entry
