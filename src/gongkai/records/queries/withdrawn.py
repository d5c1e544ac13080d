"""The public list of what was taken back: number, day, reason, the title only where it may show."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.types import Viewer
from gongkai.organs.models import Organ
from gongkai.records.models import Record, RecordVersion, Withdrawal, WithdrawalReason
from gongkai.records.queries.cards import name_of_organ
from gongkai.records.queries.values import FacetCount, Page, page_of
from gongkai.records.rules.vocabulary import (
    READABLE,
    TAKEN_BACK,
    Category,
    Standing,
)

MAX_SIZE = 100
_TOLD = (Category.VOLUNTARY.value, Category.ON_APPLICATION.value)
"""Categories of which the public is told at least that there is such information."""
_Row = tuple[int, int, datetime, str, bool]
"""Record, number of the version (0: the whole record), moment, reason, whether the title shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnLine:
    """Something that was taken back.

    `version_number` is 0 where the whole record was; else the record stays public, and `title` is
    the one it has now.
    """

    record_id: int
    index_number: str
    version_number: int
    title: str
    organ_id: int
    organ_name: str
    withdrawn_on: date
    reason: str
    reason_label: str


def closing_versions() -> QuerySet[RecordVersion]:
    """Return the exempt versions after which nothing was public, of each record the closing first.

    What is held back and gets another exempt version was closed by the first of them.
    """
    opened_later = RecordVersion.objects.filter(
        record=OuterRef("record"),
        number__gt=OuterRef("number"),
        released_at__isnull=False,
        category__in=_TOLD,
    )
    rows = RecordVersion.objects.filter(
        ~Exists(opened_later), released_at__isnull=False, category=Category.EXEMPT.value
    )
    return rows.order_by("number")


def withdrawn_items(
    viewer: Viewer,
    *,
    organ_id: int | None = None,
    year: int | None = None,
    page: int = 1,
    size: int = 20,
) -> Page[WithdrawnLine]:
    """Return one page of what was taken back and is not public again, the latest first.

    Records, earlier versions, and what was decided exempt after it was public. Three queries
    whatever the page holds; a page beyond the last is empty.
    """
    rows = _all(organ_id, year)
    page, size = max(page, 1), min(max(size, 1), MAX_SIZE)
    total = rows.count()
    start = (page - 1) * size
    found: list[_Row] = list(rows[start : start + size]) if start < total else []
    records = _records({row[0] for row in found})
    lines = [_line(records[row[0]], row) for row in found]
    return page_of(lines, total=total, page=page, size=size)


@dataclass(frozen=True, slots=True)
class WithdrawnIndex:
    """What the list can be narrowed to: organs with their counts, years, the latest first."""

    organs: tuple[FacetCount, ...]
    years: tuple[int, ...]


def withdrawn_index(viewer: Viewer) -> WithdrawnIndex:
    """Return the organs and years of which something is in the list (three queries)."""
    counts, years = Counter[int](), set[int]()
    withdrawals = _by_withdrawal(None, None).values_list("record__organ", ExtractYear("hidden_at"))
    categories = _by_category(None, None).values_list("organ", ExtractYear("at"))
    for grouped in (withdrawals, categories):
        for organ_id, year, count in grouped.order_by().annotate(count=Count("pk")):
            counts[organ_id] += count
            years.add(year)
    organs = Organ.objects.filter(pk__in=counts).defer("introduction").order_by("sort_key", "pk")
    return WithdrawnIndex(
        organs=tuple(
            FacetCount(value=str(organ.pk), label=name_of_organ(organ), count=counts[organ.pk])
            for organ in organs
        ),
        years=tuple(sorted(years, reverse=True)),
    )


def _all(organ_id: int | None, year: int | None) -> QuerySet[Withdrawal, _Row]:
    """Return what was taken back by a withdrawal and by a category, the latest first."""
    withdrawals = _by_withdrawal(organ_id, year).annotate(
        number=Coalesce(F("version__number"), 0), at=F("hidden_at"), why=F("reason")
    )
    categories = _by_category(organ_id, year).annotate(
        number=Value(0, output_field=IntegerField()),
        why=Value(Category.EXEMPT.value, output_field=CharField()),
        shows=Value(value=False),
    )
    rows = withdrawals.values_list("record_id", "number", "at", "why", "title_may_show")
    others = categories.values_list("pk", "number", "at", "why", "shows")
    return rows.union(others, all=True).order_by("-at", "-record_id", "-number")


def _by_withdrawal(organ_id: int | None, year: int | None) -> QuerySet[Withdrawal]:
    """Return the withdrawals of records, and of versions whose record is public still."""
    of_record = Q(version=None, record__standing__in=(Standing.HIDDEN, Standing.WITHDRAWN))
    of_version = Q(version__state__in=TAKEN_BACK, record__standing=Standing.PUBLISHED)
    wanted = of_record | of_version
    if organ_id is not None:
        wanted &= Q(record__organ_id=organ_id)
    if year is not None:
        wanted &= Q(hidden_at__year=year)
    return Withdrawal.objects.exclude(outcome="restored").filter(wanted)


def _by_category(organ_id: int | None, year: int | None) -> QuerySet[Record]:
    """Return the records that a later version closed after the public had known of them."""
    was_public = RecordVersion.objects.filter(
        record=OuterRef("pk"), state__in=(*READABLE, *TAKEN_BACK), category__in=_TOLD
    )
    closing = closing_versions().filter(record=OuterRef("pk"))
    wanted = Q(Exists(was_public), standing=Standing.HELD, index_number__isnull=False)
    if organ_id is not None:
        wanted &= Q(organ_id=organ_id)
    rows = Record.objects.filter(wanted).annotate(
        at=Subquery(closing.values("released_at")[:1], output_field=DateTimeField())
    )
    return rows if year is None else rows.filter(at__year=year)


def _records(ids: set[int]) -> Mapping[int, Record]:
    rows = Record.objects.filter(pk__in=ids).select_related("organ", "public_version")
    heavy = ("public_version__text", "public_version__history", "organ__introduction")
    return {row.pk: row for row in rows.defer(*heavy)}


def _line(record: Record, row: _Row) -> WithdrawnLine:
    _record_id, number, at, reason, title_may_show = row
    shows = title_may_show or number > 0
    title = record.public_version.title if shows and record.public_version else ""
    return WithdrawnLine(
        record_id=record.pk,
        index_number=record.index_number or "",
        version_number=number,
        title=title,
        organ_id=record.organ_id,
        organ_name=name_of_organ(record.organ),
        withdrawn_on=time.local_date(at),
        reason=reason,
        reason_label=_reason_label(reason),
    )


def _reason_label(reason: str) -> str:
    if reason == Category.EXEMPT:
        return _("Not disclosed")
    return str(WithdrawalReason(reason).label)
