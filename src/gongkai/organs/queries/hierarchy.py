"""What stands below what: by belonging (parent) and by line of work (line superior)."""

from django.db import connection

from gongkai.kernel.types import Role, Viewer
from gongkai.organs.access import OVERSEERS
from gongkai.organs.models import Organ, OrganKind

# UNION, not UNION ALL: it ends also where somebody entered a circle.
_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM organs_organ WHERE parent_id = ANY(%(ids)s) OR line_superior_id = ANY(%(ids)s)
    UNION
    SELECT o.id FROM organs_organ o JOIN below b
        ON o.parent_id = b.id OR o.line_superior_id = b.id
)
SELECT id FROM below
"""

_MERGED = """
WITH RECURSIVE merged(id) AS (
    SELECT id FROM organs_organ WHERE successor_id = ANY(%(ids)s)
    UNION
    SELECT o.id FROM organs_organ o JOIN merged m ON o.successor_id = m.id
)
SELECT id FROM merged
"""

_LAST = """
WITH RECURSIVE line(first, id, successor_id) AS (
    SELECT id, id, successor_id FROM organs_organ WHERE id = ANY(%(ids)s)
    UNION
    SELECT l.first, o.id, o.successor_id FROM organs_organ o JOIN line l ON o.id = l.successor_id
)
SELECT first, id FROM line WHERE successor_id IS NULL
"""

_ABOVE = """
WITH RECURSIVE above(id) AS (
    SELECT unnest(ARRAY[parent_id, line_superior_id]) FROM organs_organ WHERE id = ANY(%(ids)s)
    UNION
    SELECT unnest(ARRAY[o.parent_id, o.line_superior_id])
        FROM organs_organ o JOIN above a ON o.id = a.id
)
SELECT id FROM above WHERE id IS NOT NULL
"""


def organs_below(*organ_ids: int) -> frozenset[int]:
    """Return the ids of all organs below these, at any depth, without these themselves."""
    if not organ_ids:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"ids": list(organ_ids)})
        return frozenset(row[0] for row in cursor.fetchall()) - set(organ_ids)


def organs_merged_into(*organ_ids: int) -> frozenset[int]:
    """Return the ids of the organs that were merged into these, and into those."""
    if not organ_ids:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_MERGED, {"ids": list(organ_ids)})
        return frozenset(row[0] for row in cursor.fetchall())


def who_goes_on(organ_id: int) -> int:
    """Return the id of the organ that goes on with what one began: its last successor or itself."""
    return who_go_on(organ_id)[organ_id]


def who_go_on(*organ_ids: int) -> dict[int, int]:
    """Return for each of the organs the id of the one that goes on with it; one query."""
    if not organ_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LAST, {"ids": list(organ_ids)})
        return dict(cursor.fetchall())


def organs_above(*organ_ids: int) -> frozenset[int]:
    """Return the ids of all organs above any of these, by belonging and by line, at any height."""
    if not organ_ids:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"ids": list(organ_ids)})
        return frozenset(row[0] for row in cursor.fetchall())


def superiors_of(organ_id: int) -> frozenset[int]:
    """Return the ids of all organs above one, by belonging and by line, at any height."""
    return organs_above(organ_id) - {organ_id}


def is_superior(organ_id: int, *, of: int) -> bool:
    """Say whether an organ stands above another; a government's office stands where it does.

    Every department of the government counts as its office, so that a neighbour is a superior too:
    ask this only of an organ that holds a duty of oversight, and `superiors_of` everywhere else.
    """
    return of in organs_below(*_heads(frozenset({organ_id}))) - {organ_id}


def superiors_among(organ_ids: frozenset[int], *, of: int) -> frozenset[int]:
    """Return which of the organs stand above one, as `is_superior` says; two queries."""
    above = superiors_of(of)
    offices = Organ.objects.filter(
        pk__in=organ_ids, parent__in=above, parent__kind=OrganKind.GOVERNMENT
    ).exclude(kind=OrganKind.GOVERNMENT)
    return ((organ_ids & above) | frozenset(offices.values_list("pk", flat=True))) - {of}


def overseen_by(viewer: Viewer) -> frozenset[int]:
    """Return the organs that the viewer looks over by a duty: those of that duty and all below.

    A competent department is the general office of a government (Regulations 2007 art. 3): where
    the duty is held for such a department, what it looks over is the government's area.
    """
    heads = _heads(viewer.organs_as(*OVERSEERS))
    return heads | organs_below(*heads)


def overseen_as(viewer: Viewer, *roles: Role) -> frozenset[int]:
    """Return the organs that the viewer looks over in one of these roles alone."""
    heads = _heads(viewer.organs_as(*roles))
    return heads | organs_below(*heads)


def _heads(organ_ids: frozenset[int]) -> frozenset[int]:
    if not organ_ids:
        return organ_ids
    offices = Organ.objects.filter(pk__in=organ_ids).exclude(kind=OrganKind.GOVERNMENT)
    governments = Organ.objects.filter(kind=OrganKind.GOVERNMENT, pk__in=offices.values("parent"))
    return organ_ids | frozenset(governments.values_list("pk", flat=True))
