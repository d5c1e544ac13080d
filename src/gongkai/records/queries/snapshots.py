"""The public catalogue of one organ at one moment, and what of it may be read later.

A snapshot keeps ids alone. What an entry says is asked anew each time, under the one predicate of
what is public: a record that was taken back since then is silent in every old snapshot too.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from gongkai.kernel.types import Viewer
from gongkai.records.access import is_public, is_readable
from gongkai.records.models import RecordVersion
from gongkai.records.queries.cards import card_of, public_records
from gongkai.records.queries.values import RecordCard


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotEntry:
    """One record as it stands in the catalogue now."""

    record_id: int
    version_id: int
    index_number: str
    class_code: str


def public_snapshot(viewer: Viewer, organ_id: int) -> tuple[SnapshotEntry, ...]:
    """Return every public record of an organ with its standing version, by class and number.

    One query, without any text.
    """
    rows = public_records().select_related(None).defer(None).filter(organ_id=organ_id)
    found = rows.order_by("class_code", "index_number").values_list(
        "pk", "public_version_id", "index_number", "class_code"
    )
    return tuple(
        SnapshotEntry(record_id=pk, version_id=version, index_number=number, class_code=code)
        for pk, version, number, code in found
        if number
    )


def cards_of_versions(viewer: Viewer, version_ids: Collection[int]) -> dict[int, RecordCard]:
    """Return the cards of those versions that everybody may read now, by version (one query).

    A version is left out whose record is not public any more, and one that was open and was closed
    since: its record was listed (★) meanwhile.
    """
    standing = Q(public_for__isnull=False)
    public = public_records().select_related(None).defer(None).filter(is_public()).values("pk")
    rows = (
        RecordVersion.objects.filter(standing | is_readable(), pk__in=version_ids)
        .filter(record__in=public)
        .select_related("record__organ", "theme")
        .defer("text", "history", "record__organ__introduction")
    )
    return {row.pk: card_of(row.record, row) for row in rows}
