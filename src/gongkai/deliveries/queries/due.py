"""What is to be delivered to a place."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.deliveries.models import DeliveryItem, ItemKind
from gongkai.deliveries.queries.places import PlaceCard, reading_places
from gongkai.deliveries.rules.due import Due, DueLine, due_lines
from gongkai.records.access import is_public
from gongkai.records.models import Record
from gongkai.records.rules.vocabulary import Standing


def due_for(*, organ_id: int, place_id: int) -> tuple[DueLine, ...]:
    """Return what brings the place up to date with the organ's published records (two queries)."""
    there = {record_id: version_id for _place, record_id, version_id in _held([place_id])}
    public = _published(organ_id)
    ours = _ours(organ_id, there)
    return due_lines(public=public, there=ours)


@dataclass(frozen=True, slots=True)
class DuePlace:
    """A place that takes deliveries, with how many lines wait for it by their kind."""

    place: PlaceCard
    new: int
    changed: int
    withdrawn: int

    @property
    def lines(self) -> int:
        """All lines that wait."""
        return self.new + self.changed + self.withdrawn


def due_places(organ_id: int) -> tuple[DuePlace, ...]:
    """Return the places that take deliveries with what waits for each (four queries)."""
    places = [place for place in reading_places() if place.takes_deliveries]
    held: dict[int, dict[int, int]] = {place.id: {} for place in places}
    for place_id, record_id, version_id in _held([place.id for place in places]):
        held[place_id][record_id] = version_id
    public = _published(organ_id)
    every = {record_id: 0 for records in held.values() for record_id in records}
    ours = _ours(organ_id, every)
    found = []
    for place in places:
        there = {pk: version for pk, version in held[place.id].items() if pk in ours}
        counted = Counter(line.kind for line in due_lines(public=public, there=there))
        found.append(
            DuePlace(place, counted[Due.NEW], counted[Due.CHANGED], counted[Due.WITHDRAWN])
        )
    return tuple(found)


def _published(organ_id: int) -> dict[int, int]:
    rows = Record.objects.filter(
        is_public(), organ=organ_id, standing=Standing.PUBLISHED, public_version__isnull=False
    )
    return dict(rows.values_list("pk", "public_version_id"))


def _held(place_ids: list[int]) -> list[tuple[int, int, int]]:
    """Return (place, record, version) of the last line about each record that was no withdrawal."""
    newest = (
        DeliveryItem.objects.filter(delivery__place__in=place_ids)
        .order_by("delivery__place", "record", "-delivery")
        .distinct("delivery__place", "record")
        .values_list("delivery__place", "record", "version", "kind")
    )
    return [
        (place, record, version)
        for place, record, version, kind in newest
        if kind != ItemKind.WITHDRAWN
    ]


def _ours(organ_id: int, there: Mapping[int, int]) -> dict[int, int]:
    mine = Record.objects.filter(pk__in=list(there), organ=organ_id).values_list("pk", flat=True)
    return {pk: there[pk] for pk in mine}
