"""Whatever stood below an organ that was merged stands below its successor from then on."""

from django.db.models import Q

from gongkai.audit.operations import record_entry
from gongkai.kernel.locks import hold
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.types import Actor
from gongkai.organs.models import Organ
from gongkai.organs.queries.hierarchy import superiors_of
from gongkai.organs.rules.levels import may_stand_below

_SUPERIORS = ("parent", "line_superior")
_ONE_AT_A_TIME = 52_2013
"""Key of the advisory lock: two who change what stands below what would not see each other's."""


def one_hanging_at_a_time() -> None:
    """Wait until nobody else changes what stands below what; held until the commit.

    Taken before any organ is locked: row by row two mergers, or a merger and a change, would wait
    for each other.
    """
    hold(_ONE_AT_A_TIME)


def hang_below_successor(*, actor: Actor, organ: Organ, successor: Organ) -> None:
    """Give the organs below one that was merged its successor as their superior.

    An organ for which the successor cannot be that, because it stands below it itself or is of a
    lower level, gets the superior of the organ that ended. The caller holds both locked.
    """
    above = superiors_of(successor.pk)
    rows = Organ.objects.select_for_update(no_key=True).filter(
        Q(parent=organ) | Q(line_superior=organ)
    )
    for row in rows.order_by("pk"):
        changed = [name for name in _SUPERIORS if getattr(row, f"{name}_id") == organ.pk]
        fits = row.pk not in {successor.pk, *above} and may_stand_below(
            level=row.level, superior_level=successor.level
        )
        for name in changed:
            following = successor.pk if fits else getattr(organ, f"{name}_id")
            setattr(row, f"{name}_id", None if following == row.pk else following)
        row.save(update_fields=changed)
        _tell(actor, row, organ, changed)


def _tell(actor: Actor, row: Organ, organ: Organ, changed: list[str]) -> None:
    mark_public_change(kind="organ", object_id=row.pk)
    now = {name: str(getattr(row, f"{name}_id") or "") for name in changed}
    record_entry(
        actor=actor,
        action="organs.hang_below_successor",
        object_kind="organ",
        object_id=row.pk,
        object_label=row.name,
        organ_id=row.pk,
        details={"from": str(organ.pk), **now},
    )
