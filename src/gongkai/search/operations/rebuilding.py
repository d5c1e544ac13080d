"""Making the index anew, or only mending it, while the site goes on."""

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.records.access import is_public
from gongkai.records.models import Record
from gongkai.search.engine import backend
from gongkai.search.operations.indexing import index_records
from gongkai.search.operations.vocabulary import refresh_vocabulary

BATCH = 200

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a run did."""

    indexed: int
    removed: int


def _silent(done: int, whole: int) -> None:
    pass


def rebuild_index(*, progress: Progress = _silent) -> Rebuilt:
    """Write every public record's row anew and take out every other row.

    Each batch is a transaction of its own, so readers always find a whole index and a run that
    was broken off does no harm; running it again changes nothing. `progress` is told how many of
    how many records are done.
    """
    removed = _remove_strangers()
    whole = Record.objects.filter(is_public()).count()
    done, after = 0, 0
    while ids := _findable(after=after):
        done += index_records(record_ids=ids)
        after = ids[-1]
        progress(min(done, whole), whole)
    refresh_vocabulary()
    return Rebuilt(indexed=done, removed=removed)


def mend_index() -> Rebuilt:
    """Index what is public and missing, take out what is not public; cheap when all is well.

    Also indexes what was loaded past the operations, as by a restored backup of the records alone.
    """
    removed = _remove_strangers()
    added, after = 0, 0
    missing = Record.objects.filter(is_public(), search_document=None).order_by("pk")
    while ids := list(missing.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        added += index_records(record_ids=ids)
        after = ids[-1]
    if added or removed:
        refresh_vocabulary()
    return Rebuilt(indexed=added, removed=removed)


def _findable(*, after: int) -> list[int]:
    found = Record.objects.filter(is_public(), pk__gt=after).order_by("pk")
    return list(found.values_list("pk", flat=True)[:BATCH])


def _remove_strangers() -> int:
    removed, after = 0, 0
    while ids := backend().indexed(after=after, limit=BATCH * 10):
        public = set(Record.objects.filter(is_public(), pk__in=ids).values_list("pk", flat=True))
        if strangers := set(ids) - public:
            # Looked at again under a lock: a restored record is no stranger any more.
            removed += len(strangers) - index_records(record_ids=strangers)
        after = ids[-1]
    return removed
