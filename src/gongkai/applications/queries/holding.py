"""Which cases hold a stored file as a file of their reply."""

from collections.abc import Collection, Iterator

from gongkai.applications.leaving import subject_of
from gongkai.applications.models import ReplyFile
from gongkai.release.holders import Held


def cases_holding(digests: Collection[str]) -> Iterator[Held]:
    """Return the cases with whose reply these files go."""
    rows = ReplyFile.objects.filter(stored_id__in=digests).order_by("pk")
    for row in rows.select_related("reply__case__application"):
        yield Held(digest=row.stored_id, name=row.name, subject=subject_of(row.reply.case))
