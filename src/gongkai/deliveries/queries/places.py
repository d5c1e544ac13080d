"""Reading places as pages and guides show them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.deliveries.models import PlaceKind, ReadingPlace
from gongkai.kernel.refusals import NotFound
from gongkai.organs.models import Organ


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place where everybody can read, with what one needs to get there."""

    id: int
    organ_id: int
    organ_name: str
    region_name: str
    kind: str
    kind_label: str
    name: str
    address: str
    hours: str
    telephone: str
    public_note: str
    takes_deliveries: bool


def reading_places(*, organ_id: int | None = None) -> tuple[PlaceCard, ...]:
    """Return the open places, by region and name: all, or those that serve one organ.

    An organ is served by its own places and by those that the organs of its region keep for all
    (archives, libraries, service halls). One query, two with an organ; an unknown organ has none.
    """
    rows = _open_places()
    if organ_id is not None:
        region_id = Organ.objects.filter(pk=organ_id).values_list("region_id", flat=True).first()
        rows = rows.filter(
            Q(organ=organ_id) | Q(organ__region=region_id, kind__in=_KEPT_FOR_ALL),
        )
    return tuple(_card(place) for place in rows)


def places_by_organ(organ_ids: Collection[int]) -> dict[int, tuple[PlaceCard, ...]]:
    """Return what `reading_places` says of each of many organs, in two queries."""
    regions = dict(Organ.objects.filter(pk__in=organ_ids).values_list("pk", "region_id"))
    served: dict[int, list[PlaceCard]] = {organ_id: [] for organ_id in organ_ids}
    at_home = defaultdict[int, list[int]](list)
    for organ_id, region_id in regions.items():
        at_home[region_id].append(organ_id)
    for place in _open_places():
        for_all = at_home[place.organ.region_id] if place.kind in _KEPT_FOR_ALL else []
        for organ_id in {place.organ_id, *for_all} & set(regions):
            served[organ_id].append(_card(place))
    return {organ_id: tuple(cards) for organ_id, cards in served.items()}


def places_of(organ_id: int) -> tuple[PlaceCard, ...]:
    """Return the open places that the organ entered itself, by name."""
    return tuple(_card(place) for place in _open_places().filter(organ=organ_id))


def place_card(place_id: int, *, also_closed: bool = False) -> PlaceCard:
    """Return one place; raises NotFound, for one that was closed too unless asked for."""
    rows = ReadingPlace.objects.select_related("organ") if also_closed else _open_places()
    place = rows.filter(pk=place_id).first() if 0 < place_id < 2**63 else None
    if place is None:
        raise NotFound(_("There is no such reading place."))
    return _card(place)


_KEPT_FOR_ALL = (
    PlaceKind.ARCHIVES.value,
    PlaceKind.LIBRARY.value,
    PlaceKind.SERVICE_HALL.value,
)


def _open_places() -> QuerySet[ReadingPlace]:
    return (
        ReadingPlace.objects.filter(closed_at__isnull=True)
        .select_related("organ__region")
        .order_by("organ__region__code", "organ__position", "name", "pk")
    )


def _card(place: ReadingPlace) -> PlaceCard:
    return PlaceCard(
        id=place.pk,
        organ_id=place.organ_id,
        organ_name=place.organ.name,
        region_name=place.organ.region.name,
        kind=place.kind,
        kind_label=place.get_kind_display(),
        name=place.name,
        address=place.address,
        hours=place.hours,
        telephone=place.telephone,
        public_note=place.public_note,
        takes_deliveries=place.takes_deliveries,
    )
