"""Views of the list of records that people keep under a name."""

from dataclasses import dataclass

from django.db.models import Q

from gongkai.kernel.types import Viewer
from gongkai.records.access import STAFF
from gongkai.records.models import SavedView


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedViewLine:
    """A saved view; `query` is put behind the address of the list."""

    id: int
    name: str
    query: str
    is_own: bool
    shared_with_id: int | None
    person_name: str


def saved_views(viewer: Viewer) -> tuple[SavedViewLine, ...]:
    """Return the viewer's views and those that others share with the viewer's organs."""
    rows = SavedView.objects.filter(
        Q(person_id=viewer.person_id) | Q(shared_with_id__in=viewer.organs_as(*STAFF))
    ).select_related("person")
    return tuple(
        SavedViewLine(
            id=row.pk,
            name=row.name,
            query=row.query,
            is_own=row.person_id == viewer.person_id,
            shared_with_id=row.shared_with_id,
            person_name=row.person.name,
        )
        for row in rows
    )
