"""What is held back: when it is looked at again, what was decided, which part is told apart."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from gongkai.kernel.types import Viewer
from gongkai.records.access import STAFF
from gongkai.records.latest import not_given_up
from gongkai.records.models import (
    ExemptionReview,
    LinkKind,
    Record,
    RecordLink,
    RecordVersion,
    ReviewDecision,
    SecrecyLevel,
)
from gongkai.records.queries.cards import in_language, name_of_organ
from gongkai.records.queries.values import Page, page_of
from gongkai.records.rules.exemption import SOON
from gongkai.records.rules.vocabulary import IN_WORK, Category, Standing, VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptLine:
    """A record that is held back, for the staff of its organ."""

    record_id: int
    title: str
    organ_name: str
    ground_name: str
    secrecy_level: str
    """In words; empty where it has none."""
    held_at: datetime
    review_on: date | None
    is_overdue: bool
    is_soon: bool
    is_being_decided: bool
    """A new version is worked on, by which it may be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptCounts:
    """How many reviews are due."""

    overdue: int = 0
    soon: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One review of an exemption."""

    decision_label: str
    reason: str
    next_on: date | None
    reviewed_by_name: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """A record that is the part of another, or the whole of it."""

    record_id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The whole that a record is a part of, and the parts of it that can be disclosed."""

    wholes: tuple[PartLine, ...]
    parts: tuple[PartLine, ...]


def exempt_records(
    viewer: Viewer,
    *,
    on: date,
    organ_ids: Collection[int] | None = None,
    which: str = "",
    page: int = 1,
    size: int = 50,
) -> Page[ExemptLine]:
    """Return what is held back, the longest due first.

    `which` is '' (all), `overdue` or `soon`. Only of organs where the viewer works with records
    (requirement P3). The queries do not grow with the rows.
    """
    rows = _held(viewer, organ_ids)
    if which == "overdue":
        rows = rows.filter(_overdue(on), ~_is_being_decided())
    elif which == "soon":
        rows = rows.filter(_soon(on), ~_is_being_decided())
    total, start = rows.count(), (max(page, 1) - 1) * size
    found = rows.order_by(F("review_on").asc(nulls_first=True), "pk")[start : start + size]
    lines = _lines(list(found), on)
    return page_of(lines, total=total, page=max(page, 1), size=size)


def exempt_counts(viewer: Viewer, *, on: date) -> ExemptCounts:
    """Return how many reviews are overdue and how many are due soon; one query."""
    rows = _held(viewer, None).filter(~_is_being_decided())
    found = rows.aggregate(
        overdue=Count("pk", filter=_overdue(on)), soon=Count("pk", filter=_soon(on))
    )
    return ExemptCounts(overdue=found["overdue"], soon=found["soon"])


def next_review_of(record_id: int) -> date | None:
    """Return when a record that is held back is looked at again; None for every other one."""
    rows = Record.objects.filter(pk=record_id, standing=Standing.HELD.value)
    return rows.values_list("review_on", flat=True).first()


def exemption_reviews_of(record_id: int) -> tuple[ReviewLine, ...]:
    """Return the reviews of a record, the latest first; who may see it is the caller's to know."""
    rows = ExemptionReview.objects.filter(record_id=record_id).select_related("reviewed_by")
    return tuple(
        ReviewLine(
            decision_label=str(ReviewDecision(row.decision).label),
            reason=row.reason,
            next_on=row.next_on,
            reviewed_by_name=row.reviewed_by.name,
            reviewed_at=row.reviewed_at,
        )
        for row in rows.order_by("-pk")
    )


def parts_of(record_id: int) -> Parts:
    """Return whole and parts of a record for the staff of its organ, who see both."""
    links = RecordLink.objects.filter(kind=LinkKind.PART_OF, removed_at__isnull=True)
    wholes = links.filter(record_id=record_id, target__isnull=False)
    parts = links.filter(target_id=record_id)
    ids = {row: True for row in wholes.values_list("target_id", flat=True) if row}
    others = list(parts.values_list("record_id", flat=True))
    titles = _titles([*ids, *others])
    return Parts(
        wholes=tuple(PartLine(record_id=pk, title=titles[pk]) for pk in ids),
        parts=tuple(PartLine(record_id=pk, title=titles[pk]) for pk in others),
    )


def _held(viewer: Viewer, organ_ids: Collection[int] | None) -> QuerySet[Record]:
    organs = viewer.organs_as(*STAFF)
    if organ_ids is not None:
        organs &= frozenset(organ_ids)
    return Record.objects.filter(standing=Standing.HELD.value, organ_id__in=organs)


def _is_being_decided() -> Exists:
    return Exists(_deciding(RecordVersion.objects.filter(record=OuterRef("pk"))))


def _deciding(rows: QuerySet[RecordVersion]) -> QuerySet[RecordVersion]:
    """Return those in work by which the category is decided anew.

    One that leaves the record exempt takes its review off nobody: elements alone are put right.
    """
    return rows.filter(state__in=IN_WORK).exclude(category=Category.EXEMPT.value)


def _overdue(on: date) -> Q:
    return Q(review_on__isnull=True) | Q(review_on__lt=on)


def _soon(on: date) -> Q:
    return Q(review_on__gte=on, review_on__lte=on + timedelta(days=SOON))


def _lines(records: list[Record], on: date) -> list[ExemptLine]:
    versions = {
        version.record_id: version
        for version in RecordVersion.objects.filter(
            record__in=records, state=VersionState.RELEASED.value
        )
        .select_related("ground", "record__organ")
        .defer("text", "history", "record__organ__introduction")
    }
    in_work = _deciding(RecordVersion.objects.filter(record__in=records))
    decided = set(in_work.values_list("record_id", flat=True))
    return [
        _line(record, versions[record.pk], on, is_being_decided=record.pk in decided)
        for record in records
        if record.pk in versions
    ]


def _line(
    record: Record, version: RecordVersion, on: date, *, is_being_decided: bool
) -> ExemptLine:
    ground, review_on = version.ground, record.review_on
    level = version.secrecy_level
    return ExemptLine(
        record_id=record.pk,
        title=version.title,
        organ_name=name_of_organ(version.record.organ),
        ground_name=in_language(ground.name_zh, ground.name_en) if ground else "",
        secrecy_level=str(SecrecyLevel(level).label) if level else "",
        held_at=version.released_at or version.created_at,
        review_on=review_on,
        is_overdue=not is_being_decided and (review_on is None or review_on < on),
        is_soon=review_on is not None and on <= review_on <= on + timedelta(days=SOON),
        is_being_decided=is_being_decided,
    )


def _titles(record_ids: list[int]) -> dict[int, str]:
    rows = RecordVersion.objects.filter(not_given_up(), record_id__in=record_ids)
    rows = rows.order_by("record_id", "-number")
    return dict(rows.distinct("record_id").values_list("record_id", "title"))
