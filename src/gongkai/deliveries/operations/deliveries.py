"""A delivery: drawn up, handed over, received (Regulations 2007 art. 16, 2019 art. 25)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.deliveries.access import RECEIVERS, SENDERS
from gongkai.deliveries.models import Delivery, DeliveryItem, Means, ReadingPlace
from gongkai.deliveries.operations.places import NotInTheList
from gongkai.deliveries.package import build_bag
from gongkai.deliveries.queries.deliveries import page_of_delivery
from gongkai.deliveries.queries.due import due_for, ready_lines
from gongkai.deliveries.rules.due import DueLine
from gongkai.kernel import time
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person, require_own_organ
from gongkai.organs.models import Organ
from gongkai.organs.queries import who_goes_on

MOST_LINES = 1000
"""Lines of one delivery; what is over follows with the next one."""


class NothingDue(Refusal):
    """The place has everything that the public can read of the organ, or the rest is held back."""


class NotADeliveryPlace(Refusal):
    """The place is not supplied."""


class WrongMoment(Refusal):
    """The delivery is not at the point where this can be said of it."""


class ImpossibleDay(Refusal):
    """The day lies in the future, or before what came earlier."""


class ReceiptIncomplete(Refusal):
    """A receipt says who signed it."""


def draw_up_delivery(*, actor: Actor, organ_id: int, place_id: int) -> Delivery:
    """Draw up what brings the place up to date with what the organ discloses.

    Only what everybody can read now stands in it, and what the place must take away. Numbers are
    gapless in organ and year. Raises NotAllowed, NotFound, NotADeliveryPlace, NothingDue.
    """
    require_own_organ(actor, *SENDERS, organ_id=organ_id)
    with transaction.atomic():
        organ = Organ.objects.select_for_update(no_key=True).get(pk=organ_id)
        place = _place(place_id)
        lines = _lines(organ_id, place_id)
        delivery = Delivery.objects.create(
            organ=organ,
            place=place,
            year=time.today().year,
            serial=_next_serial(organ_id, time.today().year),
            until_on=time.today(),
            drawn_up_by_id=acting_person(actor),
            drawn_up_at=time.now(),
        )
        DeliveryItem.objects.bulk_create(
            DeliveryItem(
                delivery=delivery,
                position=position,
                record_id=line.record_id,
                version_id=line.version_id,
                kind=line.kind.value,
            )
            for position, line in enumerate(lines, start=1)
        )
        _trail(actor, delivery, "draw_up", {"lines": str(len(lines))})
    return delivery


def _lines(organ_id: int, place_id: int) -> Sequence[DueLine]:
    due = due_for(organ_id=organ_id, place_id=place_id)
    if not due:
        raise NothingDue(_("The place has everything that this organ discloses."))
    if lines := ready_lines(due, most=MOST_LINES):
        return lines
    raise NothingDue(
        _(
            "The release gate or the virus scanner holds back now what waits for this place. See "
            "to that first; nothing of it is lost."
        )
    )


def hand_over_delivery(*, actor: Actor, delivery_id: int, on: date, means: str) -> Delivery:
    """Say on which day and how the delivery was handed over.

    What has no file by then counts as not given: the place gets it with a later delivery. Where
    the organ was merged since, its successor's people hand it over under its number. Raises
    NotAllowed, NotFound, NotInTheList, WrongMoment, ImpossibleDay.
    """
    if means not in Means.values:
        raise NotInTheList(_("Choose a way from the list."), field="means")
    with transaction.atomic():
        delivery = _locked(delivery_id)
        require_own_organ(actor, *SENDERS, organ_id=who_goes_on(delivery.organ_id))
        if delivery.handed_over_on is not None:
            raise WrongMoment(_("This delivery was handed over already."))
        if not delivery.until_on <= on <= time.today():
            raise ImpossibleDay(
                _("Enter a day from %(first)s to today.")
                % {"first": delivery.until_on.isoformat()},
                field="on",
            )
        delivery.handed_over_on, delivery.means = on, means
        page = page_of_delivery(delivery)
        delivery.manifest_digest = build_bag(page, office=None, on=delivery.until_on).digest
        delivery.not_given = [item.record_id for item in page.items if item.lacks_files]
        delivery.save(update_fields=["handed_over_on", "means", "manifest_digest", "not_given"])
        said = {"on": on.isoformat(), "means": means, "manifest": delivery.manifest_digest}
        _trail(actor, delivery, "hand_over", said)
    return delivery


def enter_receipt(
    *,
    actor: Actor,
    delivery_id: int,
    on: date,
    received_by_name: str,
    receipt: StoredFile | None = None,
    receipt_name: str = "",
    receipt_media_type: str = "",
) -> Delivery:
    """Enter that the place received the delivery, with the signed receipt where there is one.

    The sender enters it, or the archives' people of the place. Raises NotAllowed, NotFound,
    WrongMoment, ImpossibleDay, ReceiptIncomplete.
    """
    name = clean_line(received_by_name)
    if not name:
        raise ReceiptIncomplete(_("Enter who signed for it."), field="received_by_name")
    with transaction.atomic():
        delivery = _locked(delivery_id)
        _require_receiver(actor, delivery)
        if delivery.handed_over_on is None or delivery.received_on is not None:
            raise WrongMoment(_("This delivery is not on its way to its place."))
        if not delivery.handed_over_on <= on <= time.today():
            raise ImpossibleDay(
                _("Enter a day from %(first)s to today.")
                % {"first": delivery.handed_over_on.isoformat()},
                field="on",
            )
        delivery.received_on, delivery.received_by_name = on, name
        delivery.receipt, delivery.receipt_name = receipt, receipt_name
        delivery.receipt_media_type = receipt_media_type
        delivery.save()
        _trail(
            actor,
            delivery,
            "receive",
            {"on": on.isoformat(), "receipt": receipt.digest if receipt else ""},
        )
    return delivery


def _require_receiver(actor: Actor, delivery: Delivery) -> None:
    is_sender = actor.role in RECEIVERS and actor.organ_id == who_goes_on(delivery.organ_id)
    is_of_the_place = actor.role is Role.ARCHIVES and actor.organ_id == delivery.place.organ_id
    if actor.person_id is None or not (is_sender or is_of_the_place):
        raise NotAllowed(_("The sender or the people of the place enter the receipt."))


def _place(place_id: int) -> ReadingPlace:
    place = ReadingPlace.objects.filter(pk=place_id, closed_at__isnull=True).first()
    if place is None:
        raise NotFound(_("There is no such reading place."))
    if not place.takes_deliveries:
        raise NotADeliveryPlace(_("This place is not supplied by organs."))
    return place


def _next_serial(organ_id: int, year: int) -> int:
    last = Delivery.objects.filter(organ=organ_id, year=year).order_by("-serial").first()
    return last.serial + 1 if last else 1


def _locked(delivery_id: int) -> Delivery:
    found = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("place", "organ")
        .filter(pk=delivery_id)
        .first()
        if 0 < delivery_id < 2**63
        else None
    )
    if found is None:
        raise NotFound(_("There is no such delivery."))
    return found


def _trail(actor: Actor, delivery: Delivery, action: str, details: dict[str, str]) -> None:
    record_entry(
        actor=actor,
        action=f"deliveries.{action}",
        object_kind="delivery",
        object_id=delivery.pk,
        object_label=f"{delivery.year}-{delivery.serial:04d}",
        organ_id=delivery.organ_id,
        details={"place": delivery.place.name, **details},
    )
