"""What of a record is to leave the house, and what is out: the very parts that the gate looks at.

The page of the findings and the recheck ask here; proposing and releasing look at the same parts
(records.clearing), so that all of them see the same bytes.
"""

from collections.abc import Collection, Iterator

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.records.access import is_public, is_readable
from gongkai.records.clearing import all_out, subject_of
from gongkai.records.models import Record, RecordVersion, VersionFile
from gongkai.release.outlets import OutItem
from gongkai.release.rules.doors import Door, FileOut, Subject, TextOut

_PIECE = 500

Leaving = tuple[Subject, tuple[FileOut, ...], TextOut]


def record_outgoing(version_id: int) -> Leaving:
    """Return what a version lets out once it is released; raises NotFound.

    The caller has checked the right to see it.
    """
    version = (
        RecordVersion.objects.select_related("record", "theme", "ground")
        .filter(pk=version_id)
        .first()
        if 0 < version_id < 2**63
        else None
    )
    if version is None:
        raise NotFound(_("There is no such version."))
    return leaving(version)


def leaving(version: RecordVersion) -> Leaving:
    """Return subject, files and texts of a version as it would be released; reads its record."""
    texts, files = all_out(version.record, version)
    return subject_of(version.record), files, texts


def released_records() -> Iterator[OutItem]:
    """Return all that the public sees now of records, by their ids: earlier versions included."""
    after = 0
    while ids := _public_ids(after):
        for version in _versions_out(ids):
            subject, files, texts = leaving(version)
            yield OutItem(door=Door.PUBLIC, subject=subject, files=files, texts=texts)
        after = ids[-1]


def is_record_out(record_id: int) -> bool:
    """Say whether the public sees the record now."""
    return Record.objects.filter(is_public(), pk=record_id).exists()


def records_out_among(record_ids: Collection[int]) -> frozenset[int]:
    """Return which of the records the public sees now."""
    out = Record.objects.filter(is_public(), pk__in=record_ids)
    return frozenset(out.values_list("pk", flat=True))


def record_files_out(record_id: int) -> frozenset[str]:
    """Return the digests of the record's files that the public can fetch now."""
    if not is_record_out(record_id):
        return frozenset()
    files = VersionFile.objects.filter(
        version__in=_out_of([record_id]).values("pk"), clearance__isnull=False
    )
    return frozenset(files.values_list("stored_id", flat=True))


def _public_ids(after: int) -> list[int]:
    records = Record.objects.filter(is_public(), pk__gt=after).order_by("pk")
    return list(records.values_list("pk", flat=True)[:_PIECE])


def _out_of(record_ids: Collection[int]) -> "QuerySet[RecordVersion]":
    standing = Q(pk=F("record__public_version"))
    return RecordVersion.objects.filter(standing | is_readable(), record__in=record_ids)


def _versions_out(record_ids: list[int]) -> Iterator[RecordVersion]:
    rows = _out_of(record_ids).select_related("record", "theme", "ground")
    rows = rows.prefetch_related("files", "record__links")
    return rows.order_by("record_id", "number").iterator(chunk_size=100)
