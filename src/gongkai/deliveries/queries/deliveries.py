"""Deliveries as the desk lists and shows them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.deliveries.access import RECEIVERS, SENDERS
from gongkai.deliveries.models import Delivery, DeliveryItem, ItemKind
from gongkai.deliveries.queries.ready import Ready, ready_records
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import organs_merged_into, overseen_by, who_go_on, who_goes_on
from gongkai.records.models import Record
from gongkai.records.queries.values import Page, page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """A delivery in a list."""

    id: int
    number: str
    organ_id: int
    organ_name: str
    sender_id: int
    """The organ that hands it over: the one that drew it up, or whoever that was merged into."""
    place_organ_id: int
    place_name: str
    lines: int
    drawn_up_on: date
    drawn_up_by: str
    handed_over_on: date | None
    means_label: str
    received_on: date | None
    received_by_name: str
    receipt_digest: str
    receipt_name: str
    receipt_media_type: str
    manifest_digest: str
    """'' until it is handed over."""
    not_given: int
    """Entries without a file when it was handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """A line of a delivery. `ready` is None where the place gets no file for it.

    That is where it is to be taken away, and where the record was changed or withdrawn after the
    list was drawn up, or is held back now (`lacks_files`).
    """

    position: int
    kind: str
    kind_label: str
    index_number: str
    record_id: int
    ready: Ready | None
    lacks_files: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """A delivery with its lines."""

    line: DeliveryLine
    items: tuple[ItemLine, ...]


def deliveries(viewer: Viewer, *, page: int = 1, size: int = 50) -> Page[DeliveryLine]:
    """Return the deliveries that concern the viewer, the newest first (four queries).

    Those of their organs and of whoever was merged into these, those to places of organs for which
    they are the archives' people, and those of organs over which they look.
    """
    rows = _seen_by(viewer)
    start = (page - 1) * size
    found = rows.order_by("-drawn_up_at", "-pk")[start : start + size]
    senders = who_go_on(*{row.organ_id for row in found})
    lines = [_line(row, senders[row.organ_id]) for row in found]
    return page_of(lines, total=rows.count(), page=page, size=size)


def delivery(viewer: Viewer, delivery_id: int) -> DeliveryPage:
    """Return a delivery with its lines as they stand now; raises NotFound.

    The number of queries does not grow with the lines.
    """
    row = _seen_by(viewer).filter(pk=delivery_id).first() if 0 < delivery_id < 2**63 else None
    if row is None:
        raise NotFound(_("There is no such delivery."))
    return page_of_delivery(row)


def page_of_delivery(row: Delivery) -> DeliveryPage:
    """Return the page of a row, for who has asked already whether it may be seen."""
    items = list(row.items.all())
    ready = ready_records([item.record_id for item in items if item.kind != ItemKind.WITHDRAWN])
    numbers = dict(
        Record.objects.filter(pk__in=[item.record_id for item in items]).values_list(
            "pk", "index_number"
        )
    )
    return DeliveryPage(
        line=_line(row, who_goes_on(row.organ_id)),
        items=tuple(
            _item(item, numbers[item.record_id] or "", ready.get(item.record_id)) for item in items
        ),
    )


def is_sender(viewer: Viewer, line: DeliveryLine) -> bool:
    """Say whether the viewer may hand the delivery over."""
    return line.sender_id in viewer.organs_as(*SENDERS)


def is_receiver(viewer: Viewer, line: DeliveryLine) -> bool:
    """Say whether the viewer may enter the receipt."""
    mine = viewer.organs_as(*RECEIVERS)
    return line.sender_id in mine or line.place_organ_id in viewer.organs_as(Role.ARCHIVES)


def _seen_by(viewer: Viewer) -> QuerySet[Delivery]:
    own = viewer.organs_as(*SENDERS, *RECEIVERS) | overseen_by(viewer)
    own |= organs_merged_into(*own)
    places = viewer.organs_as(Role.ARCHIVES)
    return (
        Delivery.objects.filter(Q(organ__in=own) | Q(place__organ__in=places))
        .select_related("organ", "place", "drawn_up_by")
        .annotate(number_of_lines=Count("items"))
    )


def _line(row: Delivery, sender_id: int) -> DeliveryLine:
    return DeliveryLine(
        id=row.pk,
        number=f"{row.year}-{row.serial:04d}",
        organ_id=row.organ_id,
        organ_name=row.organ.name,
        sender_id=sender_id,
        place_organ_id=row.place.organ_id,
        place_name=row.place.name,
        lines=getattr(row, "number_of_lines", 0),
        drawn_up_on=time.local_date(row.drawn_up_at),
        drawn_up_by=row.drawn_up_by.name,
        handed_over_on=row.handed_over_on,
        means_label=row.get_means_display(),
        received_on=row.received_on,
        received_by_name=row.received_by_name,
        receipt_digest=row.receipt_id or "",
        receipt_name=row.receipt_name,
        receipt_media_type=row.receipt_media_type,
        manifest_digest=row.manifest_digest,
        not_given=len(row.not_given),
    )


def _item(item: DeliveryItem, index_number: str, ready: Ready | None) -> ItemLine:
    is_given = item.kind != ItemKind.WITHDRAWN
    stands = is_given and ready is not None and ready.bundle.version_id == item.version_id
    return ItemLine(
        position=item.position,
        kind=item.kind,
        kind_label=item.get_kind_display(),
        index_number=index_number,
        record_id=item.record_id,
        ready=ready if stands else None,
        lacks_files=is_given and not stands,
    )
