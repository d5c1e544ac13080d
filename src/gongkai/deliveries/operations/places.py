"""Enter, change and close reading places (Regulations 2007 art. 16)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.deliveries.access import EDITORS
from gongkai.deliveries.models import Delivery, PlaceKind, ReadingPlace
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person, require_own_organ
from gongkai.organs.operations.merging import require_not_merged


class NotInTheList(Refusal):
    """There is no such kind of place."""


class PlaceKnownAlready(Refusal):
    """The organ has an open place of this name."""


class PlaceClosed(Refusal):
    """People can read at the place no more."""


class DeliveryUnderWay(Refusal):
    """Something that was sent to the place has not been received."""


def enter_place(
    *,
    actor: Actor,
    organ_id: int,
    kind: str,
    name: str,
    address: str,
    hours: str,
    telephone: str,
    public_note: str = "",
    takes_deliveries: bool = False,
    place_id: int | None = None,
) -> ReadingPlace:
    """Enter a reading place of the organ, or change the one named by `place_id`.

    Raises NotAllowed, NotInTheList, PlaceKnownAlready, PlaceClosed, NotFound, WasMerged.
    """
    require_own_organ(actor, *EDITORS, organ_id=organ_id)
    if kind not in PlaceKind.values:
        raise NotInTheList(_("Choose a kind from the list."), field="kind")
    said = {
        "name": name,
        "address": address,
        "hours": hours,
        "telephone": telephone,
        "public_note": public_note,
    }
    values = {field: clean_line(text) for field, text in said.items()}
    with transaction.atomic():
        require_not_merged([organ_id])
        place = _new(actor, organ_id) if place_id is None else _locked(place_id, organ_id)
        for field, text in values.items():
            setattr(place, field, text)
        place.kind, place.takes_deliveries = kind, takes_deliveries
        _save(place)
        _tell(actor, place, "enter_place", {**values, "kind": kind})
    return place


def close_place(*, actor: Actor, organ_id: int, place_id: int) -> ReadingPlace:
    """Close a place: it disappears from the pages, what was delivered to it stays on record.

    Raises NotAllowed, NotFound, PlaceClosed, DeliveryUnderWay.
    """
    require_own_organ(actor, *EDITORS, organ_id=organ_id)
    with transaction.atomic():
        place = _locked(place_id, organ_id)
        if Delivery.objects.filter(
            place=place, handed_over_on__isnull=False, received_on__isnull=True
        ).exists():
            raise DeliveryUnderWay(
                _("A delivery to this place has no receipt yet. Enter its receipt first.")
            )
        place.closed_by_id, place.closed_at = acting_person(actor), time.now()
        place.save(update_fields=["closed_by", "closed_at"])
        _tell(actor, place, "close_place", {})
    return place


def _new(actor: Actor, organ_id: int) -> ReadingPlace:
    return ReadingPlace(
        organ_id=organ_id, entered_by_id=acting_person(actor), entered_at=time.now()
    )


def _locked(place_id: int, organ_id: int) -> ReadingPlace:
    rows = ReadingPlace.objects.select_for_update()
    place = rows.filter(pk=place_id, organ=organ_id).first()
    if place is None:
        raise NotFound(_("There is no such reading place."))
    if place.closed_at is not None:
        raise PlaceClosed(
            _("It was closed meanwhile. Enter it anew where people can still read there.")
        )
    return place


def _save(place: ReadingPlace) -> None:
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as error:
        if "one_open_place_of_a_name" not in str(error):
            raise
        raise PlaceKnownAlready(
            _("There is a place of this name already. Change that one, or use another name."),
            field="name",
        ) from error


def _tell(actor: Actor, place: ReadingPlace, action: str, details: dict[str, str]) -> None:
    mark_public_change(kind="reading_place", object_id=place.pk)
    record_entry(
        actor=actor,
        action=f"deliveries.{action}",
        object_kind="reading_place",
        object_id=place.pk,
        object_label=place.name,
        organ_id=place.organ_id,
        details=details,
    )
