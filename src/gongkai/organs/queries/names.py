"""Names that organs had before, and under which of them something went out."""

from dataclasses import dataclass
from datetime import datetime

from gongkai.organs.models import Organ, OrganName


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name and the moment at which another took its place."""

    name: str
    until_at: datetime


def former_names(organ_id: int) -> tuple[FormerName, ...]:
    """Return the names that the organ had before, the oldest first."""
    rows = OrganName.objects.filter(organ_id=organ_id).order_by("until_at", "pk")
    return tuple(FormerName(row.name, row.until_at) for row in rows)


def name_at(organ_id: int, at: datetime) -> str:
    """Return the name that the organ had at a moment, '' where there is no such organ."""
    later = OrganName.objects.filter(organ_id=organ_id, until_at__gt=at).order_by("until_at", "pk")
    name = later.values_list("name", flat=True).first()
    return name or Organ.objects.filter(pk=organ_id).values_list("name", flat=True).first() or ""
