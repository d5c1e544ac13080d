"""Which records a campaign looks at again: what was public already when it began."""

from datetime import datetime

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Exists,
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

from gongkai.oversight.models import CombingCampaign, CombingOrgan, CombingRecheck
from gongkai.oversight.rules.combing import RecheckOutcome
from gongkai.records.access import is_public
from gongkai.records.models import Record, RecordTransfer, RecordVersion, Withdrawal
from gongkai.records.rules.vocabulary import AWAY, Category

_FOR_THE_PUBLIC = (Category.VOLUNTARY.value, Category.ON_APPLICATION.value)


def to_look_at(campaign: CombingCampaign) -> QuerySet[Record]:
    """Return the records of the period that were public when the campaign began.

    What an import brought as public since then belongs to them: nobody reviewed it here. A record
    that was looked at stays among them whatever became of it. Each has `said`, what was said of it
    last or None, and `is_looked_at`: what stays is looked at in the version that was seen, and
    once more where another is public now; `is_away`, whether it was taken back; and `counted_for`,
    the organ of the campaign that has to look at it. Of a closed campaign all of it is told as it
    was at the end, whatever was published or taken back since.
    """
    last = CombingRecheck.objects.filter(campaign=campaign, record=OuterRef("pk")).order_by("-pk")
    said = Record.objects.annotate(
        said=Subquery(last.values("outcome")[:1]), said_of=Subquery(last.values("digest")[:1])
    )
    rows = _with_what_stands(said, campaign.closed_at)
    of_period = Q(generated_seen__range=(campaign.from_on, campaign.until_on))
    from_before = Q(released_at__lte=campaign.opened_at) | Q(import_seen__isnull=False)
    rows = rows.filter(Q(said__isnull=False) | (Q(is_seen=True) & of_period & from_before))
    stays = Q(said=RecheckOutcome.STAYS.value)
    holds = ~stays | Q(said_of=F("digest_seen")) | Q(is_seen=False)
    return rows.annotate(
        is_looked_at=_flag(Q(said__isnull=False) & holds), counted_for=_counted_for(campaign)
    )


def _with_what_stands(rows: QuerySet[Record], closed_at: datetime | None) -> QuerySet[Record]:
    """Return the records with what the public sees of them, or saw when the campaign closed."""
    if closed_at is None:
        return rows.annotate(
            digest_seen=F("public_version__digest"),
            generated_seen=F("public_version__generated_on"),
            import_seen=F("public_version__import_row"),
            is_seen=_flag(is_public()),
            is_away=_flag(Q(standing__in=AWAY)),
        )
    released = RecordVersion.objects.filter(record=OuterRef("pk"), released_at__lte=closed_at)
    last = released.order_by("-released_at", "-pk")
    taken_back = Withdrawal.objects.filter(
        record=OuterRef("pk"), version__isnull=True, hidden_at__lte=closed_at
    ).exclude(outcome="restored", decided_at__lte=closed_at)
    return rows.annotate(
        digest_seen=Subquery(last.values("digest")[:1]),
        generated_seen=Subquery(last.values("generated_on")[:1]),
        import_seen=Subquery(last.values("import_row")[:1]),
        category_seen=Subquery(last.values("category")[:1]),
        is_away=Exists(taken_back),
        is_seen=_flag(Q(category_seen__in=_FOR_THE_PUBLIC, is_away=False)),
    )


def _flag(condition: Q) -> Combinable:
    return ExpressionWrapper(condition, output_field=BooleanField())


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
    # A merger that was ordered first may yet have ended last: then the organ has its seat still.
    seats = CombingOrgan.objects.filter(campaign=campaign, organ_id=OuterRef("from_organ_id"))
    transfers = RecordTransfer.objects.annotate(has_seat=Exists(seats))
    mergers = transfers.values_list("from_organ_id", "to_organ_id", "ordered_at", "has_seat")
    before, since = {}, set()
    for one, into, at, has_seat in mergers:
        if at <= closed_at and not has_seat:
            before[one] = into
        else:
            since.add(one)
    found = []
    for minted_by in sorted({*before, *since}):
        had_by = minted_by
        while had_by in before:
            had_by = before[had_by]
        if had_by in since:
            found.append((minted_by, had_by))
    return found
