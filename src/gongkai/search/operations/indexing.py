"""Bringing the index in line with what is public, inside the transaction that changes it."""

from collections.abc import Collection, Mapping

from django.db import transaction

from gongkai.organs.models import Region
from gongkai.records.access import is_public, text_is_public
from gongkai.records.models import Record
from gongkai.records.queries.files import attached_texts
from gongkai.records.rules.validity import valid_until_on
from gongkai.records.rules.vocabulary import Standing
from gongkai.search.engine import backend
from gongkai.search.rules.lexemes import IndexEntry

MOST_ATTACHED = 1_000_000
"""Characters of a record's attachments that are indexed; the release waits for it."""


def index_record(*, record_id: int) -> None:
    """Make the index say of one record what the public may know: all, the listing, or nothing."""
    index_records(record_ids=[record_id])


def index_records(*, record_ids: Collection[int]) -> int:
    """Do the same for many records in few statements; return how many are in the index now.

    Whatever the caller believes about a record, only what is findable is written and everything
    else is taken out, so a late or repeated call can leak nothing.
    """
    with transaction.atomic():
        _wait_for_moves_of(record_ids)
        entries = _entries(record_ids)
        backend().put(entries)
        gone = set(record_ids) - {entry.record_id for entry in entries}
        if gone:
            backend().remove(gone)
    return len(entries)


def remove_record(*, record_id: int) -> None:
    """Take the record out of the index at once."""
    backend().remove([record_id])


def _wait_for_moves_of(record_ids: Collection[int]) -> None:
    # A withdrawal that commits between our reading and our writing would be undone in the index.
    # With the rows locked it has either committed and is read, or waits until we have written.
    rows = Record.objects.select_for_update(no_key=True).filter(pk__in=record_ids).order_by("pk")
    list(rows.values_list("pk"))


def _entries(record_ids: Collection[int]) -> list[IndexEntry]:
    records = list(
        Record.objects.filter(is_public(), pk__in=record_ids)
        .select_related("public_version__theme__parent", "organ")
        .order_by("pk")
    )
    regions = _region_chains() if records else {}
    attached = attached_texts(
        [record.public_version_id for record in records if record.public_version_id]
    )
    return [
        _entry(
            record,
            regions[record.organ.region_id],
            attached.get(record.public_version_id or 0, ""),
        )
        for record in records
    ]


def _entry(record: Record, region_codes: tuple[str, ...], attached: str) -> IndexEntry:
    version = record.public_version
    # The database holds both to be there for what the public sees.
    assert version is not None and record.released_on is not None  # noqa: S101, PT018
    theme = version.theme
    open_text = text_is_public(standing=record.standing, category=version.category)
    return IndexEntry(
        record_id=record.pk,
        published_on=record.released_on,
        organ_id=record.organ_id,
        region_codes=region_codes,
        class_code=record.class_code,
        theme_code=theme.code if theme else "",
        theme_parent_code=theme.parent.code if theme and theme.parent else "",
        year=version.generated_on.year,
        is_listed=record.standing == Standing.LISTED,
        title=version.title,
        summary=version.summary,
        text=version.text if open_text else "",
        attached=attached[:MOST_ATTACHED] if open_text else "",
        document_number=version.document_number,
        index_number=record.index_number or "",
        genre=version.genre,
        assembly=version.assembly,
        service_object=version.service_object,
        forms=tuple(version.forms),
        validity=version.validity,
        valid_until_on=valid_until_on(
            version.validity, is_normative=version.is_normative, expires_on=version.expires_on
        ),
    )


def _region_chains() -> Mapping[int, tuple[str, ...]]:
    """Return for each region its code and those above it; a few thousand rows at most."""
    regions = {
        pk: (code, parent)
        for pk, code, parent in Region.objects.values_list("pk", "code", "parent_id")
    }
    chains: dict[int, tuple[str, ...]] = {}
    for start in regions:
        codes: list[str] = []
        at: int | None = start
        while at is not None and len(codes) < len(regions):
            code, at = regions[at]
            codes.append(code)
        chains[start] = tuple(codes)
    return chains
