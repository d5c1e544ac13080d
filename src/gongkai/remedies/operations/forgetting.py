"""Forget what reports say and where their answers went, once they are long closed."""

from django.db import transaction

from gongkai.kernel import time
from gongkai.notices.operations import forget_addresses
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.remedies.models import GapReport
from gongkai.remedies.operations.reporting import SUBJECT_KIND
from gongkai.remedies.rules.gaps import KEPT_AFTER_CLOSING


def forget_old_reports() -> int:
    """Forget text and address of reports closed KEPT_AFTER_CLOSING ago; return how many.

    Number, item, days and answers stay. Notices that told of the answer lose their address too.
    """
    old = time.now() - KEPT_AFTER_CLOSING
    with transaction.atomic():
        closed = GapReport.objects.filter(closed_at__lt=old)
        fresh = closed.filter(forgotten_at__isnull=True)
        forgotten = fresh.update(sealed_text="", sealed_email="", forgotten_at=time.now())
        # All that are closed, not only the new ones: a notice that was under way then is not now.
        forget_addresses(
            kinds=[NoticeKind.GAP_ANSWERED],
            subject_kind=SUBJECT_KIND,
            subject_ids=list(closed.values_list("pk", flat=True)),
        )
    return forgotten
