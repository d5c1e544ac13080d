"""What is to be delivered to a place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from gongkai.deliveries.models import DeliveryItem, ItemKind
from gongkai.deliveries.queries.places import PlaceCard, reading_places
from gongkai.deliveries.queries.ready import ready_records
from gongkai.deliveries.rules.due import Due, DueLine, due_lines
from gongkai.records.access import is_public
from gongkai.records.models import Record
from gongkai.records.rules.vocabulary import Standing


def due_for(*, organ_id: int, place_id: int) -> tuple[DueLine, ...]:
    """Return what brings the place up to date with the organ's published records (two queries).

    What is held back meanwhile stands in it too: `ready_lines` tells what can be handed over.
    """
    there = {record_id: version_id for _place, record_id, version_id in _held([place_id], organ_id)}
    return due_lines(public=_published(organ_id), there=there)


def ready_lines(lines: Sequence[DueLine], *, most: int) -> tuple[DueLine, ...]:
    """Return the first lines that can be handed over now, `most` at most, in their order.

    A withdrawal always can; what is held back waits (a fixed number of queries per `most` lines).
    """
    found: list[DueLine] = []
    for start in range(0, len(lines), most):
        part = lines[start : start + most]
        ready = ready_records([line.record_id for line in part if line.kind is not Due.WITHDRAWN])
        found += [
            line
            for line in part
            if line.kind is Due.WITHDRAWN
            or (
                line.record_id in ready
                and ready[line.record_id].bundle.version_id == line.version_id
            )
        ]
        if len(found) >= most:
            break
    return tuple(found[:most])


@dataclass(frozen=True, slots=True)
class DuePlace:
    """A place that takes deliveries, with how many lines wait for it by their kind.

    What is held back meanwhile is counted: it waits too.
    """

    place: PlaceCard
    new: int
    changed: int
    withdrawn: int

    @property
    def lines(self) -> int:
        """All lines that wait."""
        return self.new + self.changed + self.withdrawn


def due_places(organ_id: int) -> tuple[DuePlace, ...]:
    """Return the places that take deliveries with what waits for each (three queries)."""
    places = [place for place in reading_places() if place.takes_deliveries]
    held: dict[int, dict[int, int]] = {place.id: {} for place in places}
    for place_id, record_id, version_id in _held([place.id for place in places], organ_id):
        held[place_id][record_id] = version_id
    public = _published(organ_id)
    found = []
    for place in places:
        lines = due_lines(public=public, there=held[place.id])
        counted = Counter(line.kind for line in lines)
        found.append(
            DuePlace(place, counted[Due.NEW], counted[Due.CHANGED], counted[Due.WITHDRAWN])
        )
    return tuple(found)


def _published(organ_id: int) -> dict[int, int]:
    rows = Record.objects.filter(
        is_public(), organ=organ_id, standing=Standing.PUBLISHED, public_version__isnull=False
    )
    return dict(rows.values_list("pk", "public_version_id"))


def _held(place_ids: list[int], organ_id: int) -> list[tuple[int, int, int]]:
    """Return (place, record, version) of what places hold of the organ's records.

    That is the last line about each that was no withdrawal; a line with which no file was handed
    over left nothing at the place.
    """
    newest = (
        DeliveryItem.objects.filter(delivery__place__in=place_ids, record__organ=organ_id)
        .exclude(delivery__not_given__contains=[F("record_id")])
        .order_by("delivery__place", "record", "-delivery")
        .distinct("delivery__place", "record")
        .values_list("delivery__place", "record", "version", "kind")
    )
    return [
        (place, record, version)
        for place, record, version, kind in newest
        if kind != ItemKind.WITHDRAWN
    ]
