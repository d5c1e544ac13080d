"""Forget what reports say and where their answers went, once they are long closed."""

from django.db import transaction
from django.db.models import Q

from gongkai.kernel import time
from gongkai.notices.operations import forget_addresses
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.remedies.models import GapReport, ReportState
from gongkai.remedies.operations.reporting import SUBJECT_KIND
from gongkai.remedies.rules.gaps import KEPT_AFTER_CLOSING


def forget_old_reports() -> int:
    """Forget text and address of reports closed KEPT_AFTER_CLOSING ago; return how many.

    Those whose promise was for a day so long ago are forgotten too, though they stay open. Number,
    item, days and answers stay. Notices that told of the answer lose their address too.
    """
    old = time.now() - KEPT_AFTER_CLOSING
    with transaction.atomic():
        done = GapReport.objects.filter(
            Q(closed_at__lt=old)
            | Q(state=ReportState.PROMISED, promised_on__lt=time.local_date(old))
        )
        fresh = done.filter(forgotten_at__isnull=True)
        forgotten = fresh.update(sealed_text="", sealed_email="", forgotten_at=time.now())
        # All of them, not only the new ones: a notice that was under way then is not now.
        forget_addresses(
            kinds=[NoticeKind.GAP_ANSWERED],
            subject_kind=SUBJECT_KIND,
            subject_ids=list(done.values_list("pk", flat=True)),
        )
    return forgotten
