"""Forget to whom notices went, once what they told of is long over."""

from collections.abc import Collection

from gongkai.kernel import time
from gongkai.notices.models import Notice, NoticeState
from gongkai.notices.rules.kinds import NoticeKind

_UNDER_WAY = (NoticeState.WAITING, NoticeState.SENDING)


def forget_addresses(
    *, kinds: Collection[NoticeKind], subject_kind: str, subject_ids: Collection[int]
) -> int:
    """Take the address off the notices of these kinds about these subjects; return how many.

    The notices stay, with what became of them; one that is still under way keeps its address, so
    call it again later. Who may forget is the caller's to say.
    """
    rows = Notice.objects.filter(
        kind__in=[kind.value for kind in kinds],
        subject_kind=subject_kind,
        subject_id__in=subject_ids,
        forgotten_at__isnull=True,
    )
    return rows.exclude(state__in=_UNDER_WAY).update(to_address="", forgotten_at=time.now())
