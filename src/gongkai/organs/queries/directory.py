"""Everybody with an account, for the administrator, who opens and closes them."""

from dataclasses import dataclass

from django.db.models import Q

from gongkai.kernel.types import Role, Viewer
from gongkai.organs.models import Person, RoleAssignment


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """One account in the list."""

    id: int
    username: str
    name: str
    is_active: bool
    roles: tuple[str, ...]
    """"Role · organ" for every role on record, in the language of the request."""


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """One page of the accounts; `total` counts all that match."""

    lines: tuple[DirectoryLine, ...]
    total: int


def people_directory(viewer: Viewer, *, words: str = "", page: int, size: int) -> DirectoryPage:
    """Return accounts whose name or user name holds the words, by user name; three queries.

    Empty for everybody but a system administrator.
    """
    if not viewer.organs_as(Role.SYSTEM_ADMINISTRATOR):
        return DirectoryPage((), 0)
    rows = Person.objects.filter(Q(name__icontains=words) | Q(username__icontains=words))
    start = (page - 1) * size
    people = list(rows.order_by("username")[start : start + size])
    roles: dict[int, list[str]] = {person.pk: [] for person in people}
    held = RoleAssignment.objects.filter(person_id__in=roles).select_related("organ")
    for row in held.order_by("from_on", "pk"):
        roles[row.person_id].append(f"{row.get_role_display()} · {row.organ.name}")
    lines = (
        DirectoryLine(p.pk, p.username, p.name, p.is_active, tuple(roles[p.pk])) for p in people
    )
    return DirectoryPage(tuple(lines), rows.count())
