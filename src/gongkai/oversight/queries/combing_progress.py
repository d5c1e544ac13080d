"""How far a combing campaign has come, counted from its items and from what became of records."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import OrganCard, organ_cards
from gongkai.oversight.combing_access import counted_by, sight_of
from gongkai.oversight.combing_records import to_look_at
from gongkai.oversight.models import (
    CombingCampaign,
    CombingDecision,
    CombingItem,
    CombingOrgan,
)
from gongkai.oversight.queries.combing_campaigns import (
    CampaignLine,
    line_of,
    visible_campaigns,
)
from gongkai.oversight.rules.combing import BurnPoint, added, burn_down
from gongkai.records.models import RecordVersion
from gongkai.records.rules.vocabulary import Category, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many items there are of each kind; `unfinished` and `overdue` are items too."""

    total: int = 0
    undecided: int = 0
    voluntary: int = 0
    on_application: int = 0
    exempt: int = 0
    registered: int = 0
    """With a record, released or not."""
    released: int = 0
    """Whose record was published, listed or held back."""
    to_recheck: int = 0
    """Records that were public when the campaign began."""
    rechecked: int = 0
    withdrawn: int = 0
    """Of those that were looked at again: taken back."""
    overdue: int = 0
    """Items that were not finished when the deadline passed."""

    @property
    def unfinished(self) -> int:
        """Return how many items are not released yet."""
        return self.total - self.released

    @property
    def unchecked(self) -> int:
        """Return how many public records nobody looked at again yet."""
        return self.to_recheck - self.rechecked

    def __add__(self, other: "Figures") -> "Figures":
        names = [field.name for field in fields(self)]
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganProgress:
    """The figures of one organ."""

    organ: OrganCard
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The figures of every organ that the viewer may count, in the order of lists, and all."""

    organs: tuple[OrganProgress, ...]
    whole: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A campaign as its page shows it; without figures before it begins."""

    line: CampaignLine
    organs: tuple[OrganCard, ...]
    """Those that take part and that the viewer may count."""
    opened: frozenset[int]
    """Those of which the viewer reads more than figures."""
    progress: Progress | None = None
    points: tuple[BurnPoint, ...] = ()


def overview(viewer: Viewer, campaign_id: int, *, on: date) -> Overview:
    """Return everything that the page of a campaign shows, in nine queries for any organs.

    Raises NotFound where there is none that the viewer may know of.
    """
    sight = sight_of(viewer)
    rows = visible_campaigns(viewer, sight.counted).filter(pk=campaign_id)
    row = rows.annotate(organ_ids=ArrayAgg("organs__organ_id", default=[])).first()
    if row is None:
        raise NotFound(_("There is no such campaign."))
    area = sight.counted if row.opened_at else frozenset(row.organ_ids)
    cards = organ_cards({row.organ_id, *area.intersection(row.organ_ids)})
    line = line_of(row, cards[row.organ_id].name, viewer, on)
    if row.organ_id not in row.organ_ids:
        del cards[row.organ_id]
    organs = tuple(cards.values())
    if not row.opened_at:
        return Overview(line=line, organs=organs, opened=frozenset())
    return Overview(
        line=line,
        organs=organs,
        opened=sight.opened,
        progress=_progress(row, organs, on),
        points=_burn_down(row, cards, on),
    )


def progress(viewer: Viewer, campaign_id: int, *, on: date) -> Progress:
    """Return the figures of the campaign's organs; the number of queries does not grow with them.

    Raises NotFound where there is no campaign of which the viewer reads figures.
    """
    campaign, organs = _seen(viewer, campaign_id)
    return _progress(campaign, tuple(organ_cards(organs).values()), on)


def _progress(campaign: CombingCampaign, cards: Sequence[OrganCard], on: date) -> Progress:
    organs = [card.id for card in cards]
    items = _items(campaign, organs, on)
    records = _records(campaign, organs)
    lines = tuple(
        OrganProgress(
            organ=card,
            figures=items.get(card.id, Figures()) + records.get(card.id, Figures()),
        )
        for card in cards
    )
    return Progress(organs=lines, whole=sum((line.figures for line in lines), Figures()))


def organ_progress(viewer: Viewer, campaign_id: int, organ_id: int, *, on: date) -> Figures:
    """Return the figures of one organ; raises NotFound where the viewer may not count it."""
    campaign, organs = _seen(viewer, campaign_id)
    if organ_id not in organs:
        raise NotFound(_("The organ takes no part in this campaign."))
    only = frozenset({organ_id})
    items = _items(campaign, only, on)
    records = _records(campaign, only)
    return items.get(organ_id, Figures()) + records.get(organ_id, Figures())


def burn_down_of(
    viewer: Viewer, campaign_id: int, *, on: date, organ_id: int | None = None
) -> tuple[BurnPoint, ...]:
    """Return what was left day by day, of one organ or of all that the viewer may count.

    Empty before the first item came in. Three queries on top of who may see it; raises NotFound.
    """
    campaign, organs = _seen(viewer, campaign_id)
    if organ_id is not None:
        organs &= {organ_id}
    return _burn_down(campaign, organs, on)


def _burn_down(
    campaign: CombingCampaign, organs: Collection[int], on: date
) -> tuple[BurnPoint, ...]:
    items = CombingItem.objects.filter(campaign=campaign, organ_id__in=list(organs))
    came = _per_day(items, "taken_at", Count("pk"))
    if not came:
        return ()
    decisions = CombingDecision.objects.filter(
        item__campaign=campaign, item__organ_id__in=list(organs)
    )
    decided = _per_day(decisions, "decided_at", Sum("change"))
    out = _per_day(
        items.annotate(out_at=Subquery(_released(campaign).values("released_at")[:1])).filter(
            out_at__isnull=False
        ),
        "out_at",
        Count("pk"),
    )
    last = time.local_date(campaign.closed_at) if campaign.closed_at else on
    first = min(day for day, _number in came)
    return burn_down(
        from_on=first,
        until_on=max(first, last),
        undecided=added(came, decided),
        unfinished=added(came, [(day, -number) for day, number in out]),
    )


def _per_day(
    rows: QuerySet[CombingItem] | QuerySet[CombingDecision], moment: str, how: Aggregate
) -> list[tuple[date, int]]:
    days = rows.order_by().annotate(day=TruncDate(moment, tzinfo=time.local_zone()))
    return list(days.values("day").annotate(number=how).values_list("day", "number"))


def _seen(viewer: Viewer, campaign_id: int) -> tuple[CombingCampaign, frozenset[int]]:
    """Return the campaign and those of its organs that the viewer may count."""
    campaign = CombingCampaign.objects.filter(pk=campaign_id).first()
    seats = CombingOrgan.objects.filter(campaign_id=campaign_id, organ_id__in=counted_by(viewer))
    organs = frozenset(seats.values_list("organ_id", flat=True))
    if campaign is None or not organs or not campaign.opened_at:
        raise NotFound(_("There is no such campaign."))
    return campaign, organs


def _items(campaign: CombingCampaign, organs: Collection[int], on: date) -> dict[int, Figures]:
    rows = (
        CombingItem.objects.filter(campaign=campaign, organ_id__in=list(organs))
        .order_by()
        .values("organ_id")
        .annotate(
            total=Count("pk"),
            registered=Count("pk", filter=Q(record__isnull=False)),
            released=Count("pk", filter=_is_out(campaign)),
            overdue=Count("pk", filter=_was_late(campaign, on)),
            undecided=_of(Category.UNDETERMINED),
            voluntary=_of(Category.VOLUNTARY),
            on_application=_of(Category.ON_APPLICATION),
            exempt=_of(Category.EXEMPT),
        )
    )
    return {
        row["organ_id"]: Figures(
            total=row["total"],
            undecided=row["undecided"],
            voluntary=row["voluntary"],
            on_application=row["on_application"],
            exempt=row["exempt"],
            registered=row["registered"],
            released=row["released"],
            overdue=row["overdue"],
        )
        for row in rows
    }


def _is_out(campaign: CombingCampaign) -> Q:
    """Return the condition of items that are released, or were when the campaign closed."""
    if campaign.closed_at is not None:
        return Q(Exists(_released(campaign)))
    return Q(record__isnull=False) & ~Q(record__standing=Standing.UNRELEASED.value)


def _was_late(campaign: CombingCampaign, on: date) -> Q:
    """Return the condition of items that were not finished when the deadline passed.

    None were where it did not pass: it is still to come, or the campaign was closed before.
    """
    last = min(on, time.local_date(campaign.closed_at)) if campaign.closed_at else on
    if last <= campaign.due_on:
        return Q(pk__in=())
    passed = datetime.combine(
        campaign.due_on + timedelta(days=1), clock_time.min, time.local_zone()
    )
    return Q(~Exists(_released(campaign).filter(released_at__lt=passed)))


def _released(campaign: CombingCampaign) -> QuerySet[RecordVersion]:
    """Return the releases of an item's record until the campaign closed, the first in front.

    Not the record's own moment: what was held back in time and opened later was finished in time.
    """
    rows = RecordVersion.objects.filter(record=OuterRef("record"), released_at__isnull=False)
    if campaign.closed_at is not None:
        rows = rows.filter(released_at__lte=campaign.closed_at)
    return rows.order_by("released_at")


def _of(category: Category) -> Count:
    return Count("pk", filter=Q(category=category.value))


def _records(campaign: CombingCampaign, organs: Collection[int]) -> dict[int, Figures]:
    rows = (
        to_look_at(campaign)
        .filter(Q(counted_for__in=list(organs)))
        .order_by()
        .values(seat=F("counted_for"))
        .annotate(
            to_recheck=Count("pk"),
            rechecked=Count("pk", filter=Q(is_looked_at=True)),
            withdrawn=Count("pk", filter=Q(is_looked_at=True, is_away=True)),
        )
    )
    return {
        row["seat"]: Figures(
            to_recheck=row["to_recheck"],
            rechecked=row["rechecked"],
            withdrawn=row["withdrawn"],
        )
        for row in rows
    }
