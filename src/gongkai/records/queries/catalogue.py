"""The public catalogue: lists by organ, region, class, theme, year and form, with their counts."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypedDict, Unpack, cast

from django.conf import settings
from django.db.models import CharField, Count, F, Func, Q, QuerySet, TextChoices, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear, NullIf, Substr

from gongkai.kernel import time
from gongkai.kernel.types import Viewer
from gongkai.records.access import text_is_public
from gongkai.records.models import InformationClass, Record, RecordVersion, ThemeClass, Withdrawal
from gongkai.records.models.choices import Assembly, ServiceObject
from gongkai.records.models.record import Form, Validity
from gongkai.records.queries.cards import (
    in_language,
    name_of_organ,
    public_card,
    public_records,
)
from gongkai.records.queries.validity import has_validity, shown_validity
from gongkai.records.queries.values import (
    CatalogueFacets,
    ChangeLine,
    FacetCount,
    Page,
    PublicCounts,
    RecordCard,
    page_of,
)
from gongkai.records.rules.regions import region_prefix
from gongkai.records.rules.vocabulary import Standing

MAX_SIZE = 100
_FETCHED_AT_ONCE = 1_000
_FIRST_LEVEL = 2
"""Characters of the code of a theme of the first level."""


class CatalogueFilters(TypedDict, total=False):
    """By what the catalogue is narrowed; what is None or not there narrows nothing.

    A region and a theme stand for all below them, `year` is the year of generation, `validity`
    is as it is today.
    """

    organ_id: int | None
    region_code: str | None
    class_code: str | None
    theme_code: str | None
    year: int | None
    form: str | None
    genre: str | None
    assembly: str | None
    service_object: str | None
    validity: str | None


_EXACTLY = {
    "organ_id": "organ_id",
    "class_code": "class_code",
    "theme_code": "public_version__theme__code__startswith",
    "year": "public_version__generated_on__year",
    "genre": "public_version__genre",
    "assembly": "public_version__assembly",
    "service_object": "public_version__service_object",
}


def _condition(filters: CatalogueFilters, *, today: date) -> Q:
    """Return the filters as one condition on Record."""
    given = {name: value for name, value in filters.items() if value not in (None, "")}
    exact = {_EXACTLY[name]: value for name, value in given.items() if name in _EXACTLY}
    condition = Q(**exact)
    if region := filters.get("region_code"):
        condition &= Q(organ__region__code__startswith=region_prefix(region))
    if form := filters.get("form"):
        condition &= Q(public_version__forms__contains=[form])
    if validity := filters.get("validity"):
        condition &= has_validity(validity, today=today)
    return condition


def catalogue(
    viewer: Viewer, *, page: int = 1, size: int = 20, **filters: Unpack[CatalogueFilters]
) -> Page[RecordCard]:
    """Return one page of the public catalogue, the newest first (two queries).

    A page beyond the last is empty.
    """
    rows = public_records().filter(_condition(filters, today=time.today()))
    page, size = max(page, 1), min(max(size, 1), MAX_SIZE)
    total = rows.count()
    start = (page - 1) * size
    found = rows.order_by("-released_on", "-pk")[start : start + size] if start < total else ()
    return page_of([public_card(row) for row in found], total=total, page=page, size=size)


def catalogue_cards(
    viewer: Viewer, *, most: int, **filters: Unpack[CatalogueFilters]
) -> Iterator[RecordCard]:
    """Yield the cards of the whole narrowed catalogue, the newest first, `most` at most.

    One query, whose rows are fetched while they are used: all of them as of one moment.
    """
    rows = public_records().filter(_condition(filters, today=time.today()))
    found = rows.order_by("-released_on", "-pk")[:most]
    yield from map(public_card, found.iterator(chunk_size=_FETCHED_AT_ONCE))


def catalogue_facets(viewer: Viewer, **filters: Unpack[CatalogueFilters]) -> CatalogueFacets:
    """Return the counts of the list under the same filters (three queries).

    Every list is ordered by its count, years by year. Classes go by the names of the chosen
    organ's own table.
    """
    today = time.today()
    rows = public_records().select_related(None).defer(None)
    counts = _counts(rows.filter(_condition(filters, today=today)), filters, today=today)
    return CatalogueFacets(
        organs=_facet(counts, "organ", {}),
        classes=_facet(counts, "class", _class_labels(filters.get("organ_id"))),
        themes=_facet(counts, "theme", _theme_labels()),
        years=tuple(sorted(_facet(counts, "year", {}), key=lambda f: f.value, reverse=True)),
        forms=_facet(counts, "form", _labels(Form)),
        genres=_facet(counts, "genre", {}),
        assemblies=_facet(counts, "assembly", _labels(Assembly)),
        service_objects=_facet(counts, "service_object", _labels(ServiceObject)),
        validities=_facet(counts, "validity", _labels(Validity)),
    )


def newest(viewer: Viewer, limit: int = 10) -> tuple[RecordCard, ...]:
    """Return the records released last (one query)."""
    return tuple(
        public_card(row) for row in public_records().order_by("-released_on", "-pk")[:limit]
    )


def recent_changes(viewer: Viewer, limit: int = 10) -> tuple[ChangeLine, ...]:
    """Return the latest corrections and withdrawals, the newest first (two queries).

    A withdrawn record's title is there only where the withdrawer confirmed that it may be.
    """
    lines = [_corrected(row) for row in _corrections()[:limit]]
    lines += [_withdrawn(row) for row in _withdrawals()[:limit]]
    return tuple(sorted(lines, key=lambda line: line.changed_on, reverse=True)[:limit])


def public_counts(viewer: Viewer) -> PublicCounts:
    """Return the figures of the home page (one query)."""
    year = time.today().year
    row = Record.objects.filter(pk__in=public_records().values("pk")).aggregate(
        published=Count("pk", filter=Q(standing=Standing.PUBLISHED.value)),
        listed=Count("pk", filter=Q(standing=Standing.LISTED.value)),
        organs=Count("organ_id", distinct=True),
        this_year=Count("pk", filter=Q(released_on__year=year)),
    )
    return PublicCounts(**row)


_Counts = dict[str, list[tuple[str, str, int]]]


def _counts(rows: QuerySet[Record], filters: CatalogueFilters, *, today: date) -> _Counts:
    named_in_english = Coalesce(NullIf("organ__name_en", Value("")), "organ__name")
    language_name = named_in_english if in_language("zh", "en") == "en" else F("organ__name")
    kinds: dict[str, tuple[object, object]] = {
        "organ": (Cast("organ_id", CharField()), language_name),
        "class": (F("class_code"), Value("")),
        "theme": (_theme_level(filters.get("theme_code")), Value("")),
        "year": (Cast(ExtractYear("public_version__generated_on"), CharField()), Value("")),
        "form": (_Unnest(F("public_version__forms")), Value("")),
        "genre": (F("public_version__genre"), Value("")),
        "assembly": (F("public_version__assembly"), Value("")),
        "service_object": (F("public_version__service_object"), Value("")),
        "validity": (shown_validity(today=today), Value("")),
    }
    queries = [_grouped(rows, kind, value, label) for kind, (value, label) in kinds.items()]
    counts: _Counts = {kind: [] for kind in kinds}
    rows_of_all = cast(
        Iterable[tuple[str, str, str, int]], queries[0].union(*queries[1:], all=True)
    )
    for kind, value, label, count in rows_of_all:
        if value:
            counts[kind].append((value, label or value, count))
    return counts


def _theme_level(chosen: str | None) -> object:
    """Return the level at which themes are counted: the second within one that is chosen."""
    code = "public_version__theme__code"
    return F(code) if chosen else Substr(code, 1, _FIRST_LEVEL)


class _Unnest(Func):
    function = "unnest"
    set_returning = True
    output_field = CharField()


def _grouped(
    rows: QuerySet[Record], kind: str, value: object, label: object
) -> QuerySet[Record, tuple[object, ...]]:
    named = rows.order_by().annotate(
        _kind=Value(kind, output_field=CharField()), _value=value, _label=label
    )
    return named.values_list("_kind", "_value", "_label").annotate(_count=Count("pk"))


def _facet(counts: _Counts, kind: str, labels: dict[str, str]) -> tuple[FacetCount, ...]:
    found = [
        FacetCount(value=value, label=labels.get(value, label), count=count)
        for value, label, count in counts[kind]
    ]
    return tuple(sorted(found, key=lambda facet: (-facet.count, facet.value)))


def _class_labels(organ_id: int | None) -> dict[str, str]:
    rows = InformationClass.objects.filter(Q(organ__isnull=True) | Q(organ_id=organ_id))
    # The organ's own names come last and replace the others.
    return {
        row.code: in_language(row.name_zh, row.name_en)
        for row in sorted(rows, key=lambda row: row.organ_id is not None)
    }


def _theme_labels() -> dict[str, str]:
    return {row.code: in_language(row.name_zh, row.name_en) for row in ThemeClass.objects.all()}


def _labels(choices: type[TextChoices]) -> dict[str, str]:
    return {choice.value: str(choice.label) for choice in choices}


def _corrections() -> QuerySet[RecordVersion]:
    return (
        RecordVersion.objects.filter(
            number__gt=1, public_for__in=public_records().values("pk"), released_at__isnull=False
        )
        .select_related("record__organ")
        .defer("text", "history")
        .order_by("-released_at", "-pk")
    )


def _corrected(version: RecordVersion) -> ChangeLine:
    record = version.record
    # What changed in a text is not told where the text is closed (★).
    is_open = text_is_public(standing=record.standing, category=version.category)
    return ChangeLine(
        kind="corrected",
        record_id=record.pk,
        index_number=record.index_number or "",
        title=version.title,
        organ_id=record.organ_id,
        organ_name=name_of_organ(record.organ),
        changed_on=time.local_date(version.released_at or record.registered_at),
        note=version.change_note if is_open else "",
    )


def _withdrawals() -> QuerySet[Withdrawal]:
    return (
        Withdrawal.objects.exclude(outcome="restored")
        .filter(Q(version=None) | Q(record__standing=Standing.PUBLISHED))
        .select_related("record__organ", "record__public_version", "version")
        .defer("version__text", "version__history")
        .defer("record__public_version__text", "record__public_version__history")
        .order_by("-hidden_at", "-pk")
    )


def _withdrawn(withdrawal: Withdrawal) -> ChangeLine:
    record = withdrawal.record
    # Of a version the record's page shows the title of the one that stands; never its own.
    may_show = withdrawal.title_may_show or withdrawal.version is not None
    shown = record.public_version if may_show else None
    return ChangeLine(
        kind="version_withdrawn" if withdrawal.version else "withdrawn",
        version_number=withdrawal.version.number if withdrawal.version else 0,
        record_id=record.pk,
        index_number=record.index_number or "",
        title=shown.title if shown else "",
        organ_id=record.organ_id,
        organ_name=name_of_organ(record.organ),
        changed_on=time.local_date(withdrawal.hidden_at),
        note=str(withdrawal.get_reason_display()),
    )


def default_regime() -> str:
    """Return the regime whose lists and grounds are in use (setting GONGKAI_REGIME)."""
    return str(settings.REGIME)
