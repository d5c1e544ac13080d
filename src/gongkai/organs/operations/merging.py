"""An organ that was merged into another works no more and names its successor."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import SYSTEM, Actor, Role
from gongkai.organs.models import Organ
from gongkai.organs.operations.hanging import hang_below_successor, one_hanging_at_a_time
from gongkai.organs.operations.organs import WasMerged
from gongkai.organs.queries.hierarchy import is_superior


class CannotBeMerged(Refusal):
    """The two organs are one, or one of them works no more."""


class MergerNotYet(Refusal):
    """The day of the merger lies in the future."""


def require_merger(actor: Actor, *, from_id: int, to_id: int) -> None:
    """Raise NotAllowed unless the actor may order that one of the organs becomes the other.

    The system administrator, or a competent department above both.
    """
    if actor is SYSTEM or actor.role is Role.SYSTEM_ADMINISTRATOR:
        return
    own = actor.organ_id
    is_competent = actor.role is Role.COMPETENT_DEPARTMENT and own is not None
    if not is_competent or not all(is_superior(own or 0, of=one) for one in (from_id, to_id)):
        raise NotAllowed(
            _("The competent department above both organs, or the administrator, orders a merger.")
        )


def both_working(*, from_id: int, to_id: int, merged_on: date) -> tuple[Organ, Organ]:
    """Return the two organs, locked, where one can be merged into the other on the day.

    Raises NotFound, CannotBeMerged, MergerNotYet.
    """
    one_hanging_at_a_time()
    rows = Organ.objects.select_for_update(no_key=True)
    return _checked(rows, from_id=from_id, to_id=to_id, merged_on=merged_on)


def require_working(*, from_id: int, to_id: int, merged_on: date) -> None:
    """Raise what `both_working` raises, before anything is ordered; nothing is locked."""
    _checked(Organ.objects.all(), from_id=from_id, to_id=to_id, merged_on=merged_on)


def _checked(
    organs: QuerySet[Organ], *, from_id: int, to_id: int, merged_on: date
) -> tuple[Organ, Organ]:
    if merged_on > time.today():
        raise MergerNotYet(
            _("The day lies in the future. Order it once the organs are merged."),
            field="merged_on",
        )
    if from_id == to_id:
        raise CannotBeMerged(_("An organ cannot be merged into itself."), field="to_id")
    rows = organs.filter(pk__in=[from_id, to_id]).order_by("pk")
    found = {organ.pk: organ for organ in rows}
    if len(found) != 2:
        raise NotFound(_("There is no such organ."))
    if not all(organ.is_active for organ in found.values()):
        raise CannotBeMerged(
            _("One of the two works no more. Choose organs that work."), field="to_id"
        )
    return found[from_id], found[to_id]


def require_not_merged(organ_ids: Iterable[int]) -> None:
    """Raise WasMerged where one of the organs has ended in another.

    Who gives an organ something that a merger moves asks this first, in the same transaction: a
    merger waits for its end then, and moves that too.
    """
    with connection.cursor() as cursor:
        # Shared, which the ORM cannot say: those who register do not wait for each other.
        cursor.execute(
            "SELECT name, successor_id FROM organs_organ WHERE id = ANY(%s) ORDER BY id FOR SHARE",
            [sorted(set(organ_ids))],
        )
        merged = [name for name, successor_id in cursor.fetchall() if successor_id is not None]
    if merged:
        raise WasMerged(
            _("%(organ)s was merged into another organ. Enter this for that one.")
            % {"organ": merged[0]}
        )


def organ_at_work(organ_id: int) -> Organ:
    """Return an organ that works, held so until the transaction ends.

    Raises NotFound where it works no more, be it for a merger that ended a moment ago: whoever
    turns to it chooses again.
    """
    with suppress(WasMerged):
        # Only waits for a merger that is going on; what it left is read below.
        require_not_merged([organ_id])
    organ = Organ.objects.filter(pk=organ_id, is_active=True).first()
    if organ is None:
        raise NotFound(_("There is no such organ. Choose the organ again."))
    return organ


def close_merged_organ(*, actor: Actor, organ: Organ, successor: Organ, merged_on: date) -> Organ:
    """Let an organ end in its successor; its page, name and code stay for ever.

    What stood below it stands below the successor from now on. The caller has locked both
    (`both_working`) and has checked who orders it. Roles and offices stay as they are; the
    administrator ends them.
    """
    organ.is_active, organ.successor, organ.merged_on = False, successor, merged_on
    organ.save(update_fields=["is_active", "successor", "merged_on"])
    for one in (organ, successor):
        mark_public_change(kind="organ", object_id=one.pk)
    record_entry(
        actor=actor,
        action="organs.merge_organ",
        object_kind="organ",
        object_id=organ.pk,
        object_label=organ.name,
        organ_id=organ.pk,
        details={"into": successor.organisation_code, "on": merged_on.isoformat()},
    )
    hang_below_successor(actor=actor, organ=organ, successor=successor)
    return organ
