"""What becomes of an organ's reading places when it is merged: its successor keeps them."""

from gongkai.audit.operations import record_entry
from gongkai.deliveries.models import ReadingPlace
from gongkai.kernel import events
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.types import SYSTEM
from gongkai.records.events import RecordsTransferred


def hand_places_on(event: RecordsTransferred) -> None:
    """Make the open places of an organ that was merged those of its successor.

    People go on reading there, and what was delivered to a place stays on record with it. A name
    that the successor has given already is told apart by the organ whose place it was.
    """
    is_open = ReadingPlace.objects.filter(closed_at__isnull=True)
    taken = set(is_open.filter(organ=event.to_organ_id).values_list("name", flat=True))
    places = is_open.select_for_update(of=("self",)).filter(organ=event.from_organ_id)
    for place in places.select_related("organ").order_by("pk"):
        if place.name in taken:
            place.name = f"{place.name[:90]}（{place.organ.name[:100]}）"
        place.organ_id = event.to_organ_id
        place.save(update_fields=["organ", "name"])
        _tell(place, event)


def register() -> None:
    """Hang the handler into the event; called once when the application starts."""
    events.in_transaction(RecordsTransferred, hand_places_on)


def _tell(place: ReadingPlace, event: RecordsTransferred) -> None:
    mark_public_change(kind="reading_place", object_id=place.pk)
    record_entry(
        actor=SYSTEM,
        action="deliveries.hand_place_on",
        object_kind="reading_place",
        object_id=place.pk,
        object_label=place.name,
        organ_id=event.to_organ_id,
        details={"from": str(event.from_organ_id), "transfer": str(event.transfer_id)},
    )
