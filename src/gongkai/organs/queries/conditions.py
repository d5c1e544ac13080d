"""The hierarchy as conditions on Organ: who stands where, asked within another query."""

from django.db.models import Q
from django.db.models.expressions import RawSQL

from gongkai.kernel.types import Viewer
from gongkai.organs.access import OVERSEERS

_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM organs_organ WHERE parent_id = ANY(%s) OR line_superior_id = ANY(%s)
    UNION
    SELECT o.id FROM organs_organ o JOIN below b
        ON o.parent_id = b.id OR o.line_superior_id = b.id
)
SELECT id FROM below
"""
_OVERSEEN = """
WITH RECURSIVE heads(id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT g.id FROM organs_organ o JOIN organs_organ g ON g.id = o.parent_id
        WHERE o.id = ANY(%s) AND o.kind <> 'government' AND g.kind = 'government'
), below(id) AS (
    SELECT id FROM heads
    UNION
    SELECT o.id FROM organs_organ o JOIN below b
        ON o.parent_id = b.id OR o.line_superior_id = b.id
)
SELECT id FROM below
"""
_NOBODY = Q(pk__in=())


def is_below(*organ_ids: int) -> Q:
    """Return the condition of the organs below these, at any depth, as `organs_below` has them."""
    ids = sorted(organ_ids)
    if not ids:
        return _NOBODY
    below = RawSQL(_BELOW, [ids, ids])  # noqa: S611 - a constant; the ids are parameters
    return Q(pk__in=below) & ~Q(pk__in=ids)


def is_overseen_by(viewer: Viewer) -> Q:
    """Return the condition of the organs that the viewer looks over, as `overseen_by` has them."""
    ids = sorted(viewer.organs_as(*OVERSEERS))
    if not ids:
        return _NOBODY
    return Q(pk__in=RawSQL(_OVERSEEN, [ids, ids]))  # noqa: S611 - as above
