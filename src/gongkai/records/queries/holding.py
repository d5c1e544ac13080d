"""Which records hold a stored file as an attachment."""

from collections.abc import Collection, Iterator

from gongkai.records.clearing import subject_of
from gongkai.records.models import VersionFile
from gongkai.release.holders import Held


def records_holding(digests: Collection[str]) -> Iterator[Held]:
    """Return the records to which these files are attached; each record and file once."""
    rows = VersionFile.objects.filter(stored_id__in=digests).select_related("version__record")
    newest = rows.order_by("version__record", "stored", "-version")
    for row in newest.distinct("version__record", "stored"):
        yield Held(digest=row.stored_id, name=row.name, subject=subject_of(row.version.record))
