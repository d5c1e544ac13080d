"""Record what somebody did, inside the transaction in which it was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.audit.models import AuditEntry
from gongkai.audit.rules.canonical import canonical_text
from gongkai.audit.rules.fields import entry_fields
from gongkai.kernel import time
from gongkai.kernel.types import Actor


@dataclass(frozen=True, slots=True)
class Matter:
    """What an entry is about; the fields are those of `record_entry`."""

    object_kind: str
    object_id: int | str
    object_label: str
    organ_id: int | None
    details: Mapping[str, str] = field(default_factory=dict)


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
    about = Matter(object_kind, object_id, object_label, organ_id, details or {})
    entry = _entry(actor, action, about)
    entry.save(force_insert=True)
    return entry


def record_entries(*, actor: Actor, action: str, matters: Sequence[Matter]) -> None:
    """Write an entry of the same action for each matter, in their order, in one statement."""
    AuditEntry.objects.bulk_create([_entry(actor, action, about) for about in matters])


def _entry(actor: Actor, action: str, about: Matter) -> AuditEntry:
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
        object_kind=about.object_kind,
        object_id=str(about.object_id),
        object_label=about.object_label,
        organ_id=about.organ_id,
        details=dict(about.details),
    )
    entry.canonical = canonical_text(entry_fields(entry))
    return entry
