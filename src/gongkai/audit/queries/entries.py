"""Entries of the trail as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from gongkai.audit.access import readable_organs
from gongkai.audit.models import AuditEntry
from gongkai.kernel.types import Viewer


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry: what was done, by whom, in which role, to what."""

    place: int
    at: datetime
    action: str
    actor_name: str
    actor_role: str
    actor_organ_name: str
    standing_in_for_name: str
    object_kind: str
    object_id: str
    object_label: str
    details: Mapping[str, str]


def entries_about(
    viewer: Viewer,
    *,
    object_kind: str,
    object_id: int | str,
    overseen: frozenset[int] = frozenset(),
) -> tuple[AuditLine, ...]:
    """Return what was done to one object, oldest first, as far as the viewer may read it.

    `overseen` are organs below the viewer's own (organs.queries.overseen_by).
    """
    rows = AuditEntry.objects.filter(
        object_kind=object_kind,
        object_id=str(object_id),
        organ_id__in=readable_organs(viewer) | overseen,
    )
    # What this very transaction did has no place in the chain yet, and stands in its order too.
    return tuple(_line(row) for row in rows.order_by("place", "pk"))


def entries_of_organ(
    viewer: Viewer,
    *,
    organ_id: int,
    before_place: int | None = None,
    limit: int = 50,
    overseen: frozenset[int] = frozenset(),
) -> tuple[AuditLine, ...]:
    """Return the newest entries of an organ's matters, newest first; page on with `before_place`.

    Empty where the viewer may not read them.
    """
    if organ_id not in readable_organs(viewer) | overseen:
        return ()
    rows = AuditEntry.objects.filter(organ_id=organ_id, place__isnull=False)
    if before_place is not None:
        rows = rows.filter(place__lt=before_place)
    return tuple(_line(row) for row in rows.order_by("-place")[:limit])


def acted_upon_by(person_id: int, *, object_kind: str, outer: str) -> Exists:
    """Return the condition that the person did anything to the object of a row.

    `outer` is the column of the row that holds the object's id. The query that uses it has decided
    whose objects the viewer may see.
    """
    entries = AuditEntry.objects.filter(
        object_kind=object_kind,
        object_id=Cast(OuterRef(outer), CharField()),
        actor_id=person_id,
    )
    return Exists(entries)


def _line(row: AuditEntry) -> AuditLine:
    return AuditLine(
        place=row.place or 0,
        at=row.at,
        action=row.action,
        actor_name=row.actor_name,
        actor_role=row.actor_role,
        actor_organ_name=row.actor_organ_name,
        standing_in_for_name=row.standing_in_for_name,
        object_kind=row.object_kind,
        object_id=row.object_id,
        object_label=row.object_label,
        details=row.details,
    )
