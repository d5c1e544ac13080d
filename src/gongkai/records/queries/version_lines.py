"""The versions of a record as the public lists them, those that were taken back among them."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from django.db.models import Q

from gongkai.kernel import time
from gongkai.records.access import is_readable
from gongkai.records.models import ChangeKind, Record, RecordVersion, Withdrawal
from gongkai.records.queries.cards import name_of_organ
from gongkai.records.queries.values import Gone, Tombstone, VersionLine
from gongkai.records.rules.vocabulary import TAKEN_BACK, Category, Standing


def told_versions(path: str = "") -> Q:
    """Return the condition on RecordVersion under which the public knows of it by its number.

    Its text can be read, or was taken back from a record that is published: of that a tombstone
    stays. `path` is as in records.access.is_readable.
    """
    tombstone = {
        "state__in": TAKEN_BACK,
        "category": Category.VOLUNTARY.value,
        "record__standing": Standing.PUBLISHED.value,
    }
    taken_back = Q(**{f"{path}{name}": value for name, value in tombstone.items()})
    return is_readable(path) | taken_back


def version_lines(record: Record) -> tuple[VersionLine, ...]:
    """Return the versions whose text is public or was taken back, the latest first (two queries).

    Of one that was taken back only number, days and reason stay. Empty unless it is published.
    """
    if record.standing != Standing.PUBLISHED:
        return ()
    rows = record.versions.filter(told_versions(), released_at__isnull=False).order_by("-number")
    names = ("number", "state", "released_at", "change_note", "change_kind", "record_id")
    found = list(rows.only(*names))
    withdrawn = _withdrawals(row for row in found if row.state in TAKEN_BACK)
    lines = [_line(record, row, withdrawn.get(row.pk)) for row in found]
    readable = [line.number for line in lines if line.withdrawn_on is None]
    before = dict(pairwise(readable))
    return tuple(replace(line, compared_with=before.get(line.number, 0)) for line in lines)


def raise_if_withdrawn(record: Record, version: RecordVersion) -> None:
    """Raise Gone where the public knows that this version was taken back."""
    if version.state in TAKEN_BACK:
        raise Gone(_tombstone(record, version, _withdrawals([version])[version.pk]))


def _withdrawals(versions: Iterable[RecordVersion]) -> dict[int, Withdrawal]:
    ids = [version.pk for version in versions]
    if not ids:
        return {}
    rows = Withdrawal.objects.filter(version__in=ids).exclude(outcome="restored")
    return {row.version_id: row for row in rows if row.version_id is not None}


def _line(record: Record, row: RecordVersion, withdrawal: Withdrawal | None) -> VersionLine:
    is_later = row.number > 1
    return VersionLine(
        number=row.number,
        released_on=time.local_date(row.released_at or row.created_at),
        change_note=row.change_note if is_later and withdrawal is None else "",
        change_kind=row.change_kind if is_later else "",
        change_kind_name=str(ChangeKind(row.change_kind).label) if row.change_kind else "",
        is_current=row.pk == record.public_version_id,
        withdrawn_on=time.local_date(withdrawal.hidden_at) if withdrawal else None,
        withdrawal_reason=str(withdrawal.get_reason_display()) if withdrawal else "",
    )


def _tombstone(record: Record, version: RecordVersion, withdrawal: Withdrawal) -> Tombstone:
    return Tombstone(
        index_number=record.index_number or "",
        organ_id=record.organ_id,
        organ_name=name_of_organ(record.organ),
        withdrawn_on=time.local_date(withdrawal.hidden_at),
        reason=withdrawal.reason,
        reason_label=str(withdrawal.get_reason_display()),
        title_or_empty="",
        version_number=version.number,
        record_id=record.pk,
    )
