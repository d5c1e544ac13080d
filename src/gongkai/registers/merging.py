"""The registers of an organ that is merged into another go on there."""

from gongkai.kernel import events
from gongkai.kernel.types import SYSTEM
from gongkai.organs.models import Organ
from gongkai.records.events import RecordsTransferred
from gongkai.registers.models import CleanupRound, LicensingMatter
from gongkai.registers.operations.trail import leave_trail

_LONGEST = 200


def hand_on_registers(event: RecordsTransferred) -> None:
    """Give the licensing matters and the open rounds of an organ to its successor.

    What the successor has under the same name already is told apart by the name of the organ it
    came from, for its people to put together. Editions follow their records; rounds that were
    carried out and matters that ended stay where they were.
    """
    former = Organ.objects.get(pk=event.from_organ_id)
    matters = _hand_on_matters(former, event.to_organ_id)
    rounds = _hand_on_rounds(former, event.to_organ_id)
    if matters or rounds:
        leave_trail(
            SYSTEM,
            "hand_on",
            "organ",
            former.pk,
            former.name,
            event.to_organ_id,
            {"matters": str(matters), "rounds": str(rounds)},
        )


def register() -> None:
    """Hang the handler into the event; called once when the application starts."""
    events.in_transaction(RecordsTransferred, hand_on_registers)


def _hand_on_matters(former: Organ, to_organ_id: int) -> int:
    there = LicensingMatter.objects.filter(organ=to_organ_id, ended_at__isnull=True)
    known = {row.name: row.position for row in there}
    rows = LicensingMatter.objects.select_for_update().filter(organ=former, ended_at__isnull=True)
    moved = list(rows.order_by("position", "pk"))
    for position, row in enumerate(moved, start=max(known.values(), default=0) + 1):
        row.organ_id, row.position = to_organ_id, position
        row.name = _told_apart(row.name, former) if row.name in known else row.name
        row.save(update_fields=["organ", "position", "name"])
    return len(moved)


def _hand_on_rounds(former: Organ, to_organ_id: int) -> int:
    known = set(CleanupRound.objects.filter(organ=to_organ_id).values_list("title", flat=True))
    rows = CleanupRound.objects.select_for_update().filter(
        organ=former, carried_out_at__isnull=True
    )
    moved = list(rows.order_by("pk"))
    for row in moved:
        row.organ_id = to_organ_id
        row.title = _told_apart(row.title, former) if row.title in known else row.title
        row.save(update_fields=["organ", "title"])
    return len(moved)


def _told_apart(name: str, former: Organ) -> str:
    added = f"（原{former.name}）"
    return f"{name[: max(0, _LONGEST - len(added))]}{added}"[:_LONGEST]
