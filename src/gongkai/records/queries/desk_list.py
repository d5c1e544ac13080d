"""The list of an organ's records at the desk: narrowed, sorted, a page at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gongkai.audit.queries import acted_upon_by
from gongkai.clock.queries import running_clocks
from gongkai.kernel import time
from gongkai.kernel.types import Viewer
from gongkai.records.access import STAFF
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations.disclosure_clock import PUBLISH
from gongkai.records.queries.desk import SUBJECT_KIND, cards_of_versions, latest_versions
from gongkai.records.queries.desk_values import DeskCard
from gongkai.records.queries.values import Page, page_of
from gongkai.records.rules.documents import normalise_document_number

SORTS: Mapping[str, tuple[str, ...]] = {
    "registered": ("-record__registered_at", "-record_id"),
    "registered_first": ("record__registered_at", "record_id"),
    "generated": ("-generated_on", "-record_id"),
    "generated_first": ("generated_on", "record_id"),
    "released": ("-record__released_on", "-record_id"),
    "number": ("record__index_number", "record_id"),
}
"""Orders of the list, by the words that stand in its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilters:
    """What the list is narrowed to; empty values narrow nothing.

    `text` looks in title, document number and index number. `theme` is a theme with all below it,
    `changed_by` the id of a person who did anything to the record. `is_overdue` leaves those whose
    limit of disclosure has passed.
    """

    text: str = ""
    state: str = ""
    standing: str = ""
    category: str = ""
    class_code: str = ""
    statutory_item: str = ""
    theme: str = ""
    genre: str = ""
    year: int | None = None
    organ_id: int | None = None
    changed_by: int | None = None
    is_overdue: bool = False
    sort: str = ""


EVERYTHING = RecordFilters()


def desk_records(
    viewer: Viewer, filters: RecordFilters = EVERYTHING, *, page: int = 1, size: int = 20
) -> Page[DeskCard]:
    """Return the records of the viewer's organs, the latest registered first unless sorted.

    Only organs where the viewer works with records; the number of queries does not grow with the
    rows.
    """
    rows = _narrowed(viewer, filters)
    page, size = max(page, 1), min(max(size, 1), 100)
    total = rows.count()
    start = (page - 1) * size
    found = rows.order_by(*_order(filters))[start : start + size]
    return page_of(cards_of_versions(found), total=total, page=page, size=size)


def matching_records(viewer: Viewer, filters: RecordFilters, *, most: int) -> tuple[int, ...]:
    """Return the ids of the records that the list holds on all of its pages, `most` at most."""
    rows = _narrowed(viewer, filters).order_by(*_order(filters))
    return tuple(rows.values_list("record_id", flat=True)[:most])


def organs_of_records(viewer: Viewer, record_ids: Collection[int]) -> frozenset[int]:
    """Return the organs of these records, as far as the viewer works with their records."""
    rows = Record.objects.filter(pk__in=record_ids, organ_id__in=viewer.organs_as(*STAFF))
    return frozenset(rows.values_list("organ_id", flat=True))


def _order(filters: RecordFilters) -> tuple[str, ...]:
    return SORTS.get(filters.sort, SORTS["registered"])


def _narrowed(viewer: Viewer, filters: RecordFilters) -> QuerySet[RecordVersion]:
    organ_ids = None if filters.organ_id is None else [filters.organ_id]
    exact = {
        "state": filters.state,
        "record__standing": filters.standing,
        "category": filters.category,
        "record__class_code": filters.class_code,
        "statutory_item": filters.statutory_item,
        "genre": filters.genre,
        "generated_on__year": filters.year,
    }
    rows = latest_versions(viewer, organ_ids).filter(
        **{field: value for field, value in exact.items() if value}
    )
    if filters.theme:
        rows = rows.filter(Q(theme__code=filters.theme) | Q(theme__parent__code=filters.theme))
    if filters.changed_by is not None:
        acted = acted_upon_by(filters.changed_by, object_kind="record", outer="record_id")
        rows = rows.filter(acted)
    if filters.is_overdue:
        rows = rows.filter(_overdue(viewer, organ_ids))
    return rows.filter(_says(words)) if (words := filters.text.replace("\0", "").strip()) else rows


def _says(words: str) -> Q:
    said = Q(title__icontains=words) | Q(record__index_number__icontains=words)
    number = normalise_document_number(words)
    return said | Q(document_number_normalised__icontains=number) if number else said


def _overdue(viewer: Viewer, organ_ids: Collection[int] | None) -> Q:
    late = [
        line
        for line in running_clocks(
            viewer=viewer, organ_ids=organ_ids, on=time.today(), limit_keys=[PUBLISH]
        )
        if line.reading.overdue
    ]
    records = [line.subject_id for line in late if line.subject_kind == "record"]
    versions = [line.subject_id for line in late if line.subject_kind == SUBJECT_KIND]
    return Q(record_id__in=records, number=1) | Q(pk__in=versions)
