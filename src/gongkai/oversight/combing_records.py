"""Which records a campaign looks at again: what was public already when it began."""

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable

from gongkai.oversight.models import CombingCampaign, CombingRecheck
from gongkai.oversight.rules.combing import RecheckOutcome
from gongkai.records.access import is_public
from gongkai.records.models import Record, RecordTransfer


def to_look_at(campaign: CombingCampaign) -> QuerySet[Record]:
    """Return the records of the period that were public when the campaign began.

    What an import brought as public since then belongs to them: nobody reviewed it here. A record
    that was looked at stays among them whatever became of it. Each has `said`, what was said of it
    last or None, and `is_looked_at`: what stays is looked at in the version that was seen, and
    once more where another is public now; and `counted_for`, the organ of the campaign that has to
    look at it.
    """
    last = CombingRecheck.objects.filter(campaign=campaign, record=OuterRef("pk")).order_by("-pk")
    rows = Record.objects.annotate(
        said=Subquery(last.values("outcome")[:1]), said_of=Subquery(last.values("digest")[:1])
    )
    of_period = Q(public_version__generated_on__range=(campaign.from_on, campaign.until_on))
    from_before = Q(released_at__lte=campaign.opened_at) | Q(
        public_version__import_row__isnull=False
    )
    rows = rows.filter(Q(said__isnull=False) | (is_public() & of_period & from_before))
    return rows.annotate(
        is_looked_at=ExpressionWrapper(_is_looked_at(campaign), output_field=BooleanField()),
        counted_for=_counted_for(campaign),
    )


def _is_looked_at(campaign: CombingCampaign) -> Q:
    as_seen = Q(said_of=F("public_version__digest"))
    if campaign.closed_at is not None:
        # What was published after the end changes nothing of what was counted.
        as_seen |= Q(public_version__released_at__gt=campaign.closed_at)
    holds = ~Q(said=RecheckOutcome.STAYS.value) | as_seen | ~is_public()
    return Q(said__isnull=False) & holds


def _counted_for(campaign: CombingCampaign) -> Combinable:
    """Return the organ for which a record counts: the one that has it.

    Once the campaign is closed it is the one that had it then, whatever was merged since: whoever
    minted the number had it, until a merger, and then the successor.
    """
    had = _had_at_the_end(campaign)
    if not had:
        return F("organ_id")
    whens = (When(index_organ_id=minted_by, then=Value(had_by)) for minted_by, had_by in had)
    return Case(*whens, default=F("organ_id"), output_field=BigIntegerField())


def _had_at_the_end(campaign: CombingCampaign) -> list[tuple[int, int]]:
    """Return by whom were had, when the campaign closed, the numbers of organs that ended since."""
    closed_at = campaign.closed_at
    if closed_at is None:
        return []
    mergers = RecordTransfer.objects.values_list("from_organ_id", "to_organ_id", "ordered_at")
    before = {one: into for one, into, at in mergers if at <= closed_at}
    since = {one for one, _into, at in mergers if at > closed_at}
    found = []
    for minted_by in sorted({*before, *since}):
        had_by = minted_by
        while had_by in before:
            had_by = before[had_by]
        if had_by in since:
            found.append((minted_by, had_by))
    return found
