"""What robots may visit: the ids of public records with the day of their last change."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from gongkai.kernel import time
from gongkai.kernel.types import Viewer
from gongkai.records.access import is_public
from gongkai.records.models import Record


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """A record that has a page, and since when the page says what it says."""

    record_id: int
    changed_on: date


def last_public_id(viewer: Viewer) -> int:
    """Return the highest id of a public record, 0 where there is none (one query)."""
    highest: int | None = Record.objects.filter(is_public()).aggregate(last=Max("pk"))["last"]
    return highest or 0


def public_addresses(viewer: Viewer, *, first: int, last: int) -> tuple[PublicAddress, ...]:
    """Return the public records with ids from `first` through `last`, by id (one query).

    By ids rather than by place in a list: a publication or withdrawal moves no other record
    from one file of the sitemap to the next.
    """
    rows = (
        Record.objects.filter(is_public(), pk__gte=first, pk__lte=last)
        .order_by("pk")
        .values_list("pk", "public_version__released_at")
    )
    return tuple(
        PublicAddress(record_id, time.local_date(moment))
        for record_id, moment in rows.iterator()
        if moment is not None
    )
