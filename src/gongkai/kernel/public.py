"""The public epoch: the number in every cache key of the public side.

A change marks itself inside its transaction. A trigger that PostgreSQL defers to the commit moves
the epoch, so that the one row is locked for the length of a commit and never while an operation
still waits for other locks. Rolled back with the operation, it never moves for nothing.
"""

from collections.abc import Iterable

from gongkai.kernel import time
from gongkai.kernel.models import PublicChange, PublicEpoch


def mark_public_change(*, kind: str, object_id: int) -> None:
    """Say, inside a transaction, that the public sees something else once it commits."""
    PublicChange.objects.create(kind=kind, object_id=object_id, marked_at=time.now())


def mark_public_changes(*, kind: str, object_ids: Iterable[int]) -> None:
    """Say the same of many objects in one statement."""
    at = time.now()
    PublicChange.objects.bulk_create(
        [PublicChange(kind=kind, object_id=pk, marked_at=at) for pk in object_ids]
    )


def public_epoch() -> int:
    """Return the number of committed changes of what the public sees."""
    return PublicEpoch.objects.filter(pk=1).values_list("epoch", flat=True).first() or 0
