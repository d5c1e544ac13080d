"""How the sending of notices stands, in figures and without a single address: for the operator."""

from dataclasses import dataclass

from django.db.models import Count, Q

from gongkai.kernel import time
from gongkai.notices.models import Notice
from gongkai.notices.rules.retries import LOST_AFTER
from gongkai.notices.rules.vocabulary import NoticeState


@dataclass(frozen=True, slots=True)
class NoticeHealth:
    """Counts of notices; of those that wait for a person only what is neither settled nor over."""

    waiting: int
    overdue: int
    """Waiting although their time is long past."""
    uncertain: int
    refused: int
    given_up: int
    off: int


def notice_health() -> NoticeHealth:
    """Return how notices stand over all organs, in one query."""
    open_ = Q(settled_at__isnull=True, forgotten_at__isnull=True)
    waiting = Q(state=NoticeState.WAITING)
    overdue = waiting & Q(next_try_at__lt=time.now() - LOST_AFTER)
    counts = Notice.objects.aggregate(
        waiting=Count("pk", filter=waiting),
        overdue=Count("pk", filter=overdue),
        uncertain=Count("pk", filter=open_ & Q(state=NoticeState.UNCERTAIN)),
        refused=Count("pk", filter=open_ & Q(state=NoticeState.REFUSED)),
        given_up=Count("pk", filter=open_ & Q(state=NoticeState.GIVEN_UP)),
        off=Count("pk", filter=open_ & Q(state=NoticeState.OFF)),
    )
    return NoticeHealth(**counts)
