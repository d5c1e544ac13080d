"""The rows of the spreadsheet that goes out, to be changed and taken back."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Viewer
from gongkai.records.access import STAFF
from gongkai.records.contents import content_of
from gongkai.records.latest import not_given_up
from gongkai.records.models import RecordVersion, Standing, VersionState
from gongkai.records.queries.cards import name_of_organ
from gongkai.records.rules.bulk import MOST_RECORDS
from gongkai.records.rules.sheet import COLUMNS, DIGEST, RECORD, Lists, cell_of
from gongkai.records.rules.sheet import Kind as CellKind
from gongkai.records.sheet_words import YES_AND_NO

_AT_ONCE = 200


class TooManyToExport(Refusal):
    """More records than one spreadsheet may hold."""


def sheet_rows(
    viewer: Viewer, record_ids: Collection[int], *, lists: Lists
) -> Iterator[tuple[str, ...]]:
    """Yield the cells of the records in the order of records.rules.sheet.COLUMNS.

    As the version in work says them, else the one that stands. Only records of organs where the
    viewer works with them; others are passed over. Raises TooManyToExport.
    """
    if len(record_ids) > MOST_RECORDS:
        raise TooManyToExport(
            _("One spreadsheet holds %(most)d records at most. Narrow the list first.")
            % {"most": MOST_RECORDS}
        )
    ordered = list(record_ids)
    for start in range(0, len(ordered), _AT_ONCE):
        piece = ordered[start : start + _AT_ONCE]
        found = {version.record_id: version for version in _versions(viewer, piece)}
        for record_id in piece:
            if record_id in found:
                yield _row(found[record_id], lists)


def _versions(viewer: Viewer, record_ids: Collection[int]) -> Iterator[RecordVersion]:
    rows = RecordVersion.objects.filter(
        not_given_up(), record_id__in=record_ids, record__organ_id__in=viewer.organs_as(*STAFF)
    )
    yield from (
        rows.order_by("record_id", "-number")
        .distinct("record_id")
        .select_related("record__organ", "theme", "ground")
        .prefetch_related("files")
    )


def _row(version: RecordVersion, lists: Lists) -> tuple[str, ...]:
    record, content = version.record, content_of(version)
    known = {
        RECORD: str(record.pk),
        "index_number": record.index_number or "",
        "organ": name_of_organ(record.organ),
        "standing": str(Standing(record.standing).label),
        "state": str(VersionState(version.state).label),
        "has_text": str(YES_AND_NO["yes" if version.text else "no"]),
        DIGEST: version.digest,
    }
    return tuple(
        known[column.key] if column.kind is CellKind.IDENTITY else cell_of(content, column, lists)
        for column in COLUMNS
    )
