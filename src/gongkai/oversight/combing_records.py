"""Which records a campaign looks at again: what was public already when it began."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.oversight.models import CombingCampaign, CombingRecheck
from gongkai.records.access import is_public
from gongkai.records.models import Record


def to_look_at(campaign: CombingCampaign) -> QuerySet[Record]:
    """Return the records of the period that were public when the campaign began.

    What an import brought as public since then belongs to them: nobody reviewed it here. A record
    that was looked at stays among them whatever became of it. Each has `is_looked_at`.
    """
    looked_at = Exists(CombingRecheck.objects.filter(campaign=campaign, record=OuterRef("pk")))
    of_period = Q(public_version__generated_on__range=(campaign.from_on, campaign.until_on))
    from_before = Q(released_at__lte=campaign.opened_at) | Q(
        public_version__import_row__isnull=False
    )
    rows = Record.objects.annotate(is_looked_at=looked_at)
    return rows.filter(Q(is_looked_at=True) | (is_public() & of_period & from_before))
