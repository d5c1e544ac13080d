"""What organs must disclose by the statutory lists, with what there is (requirement P5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models import Window as Over
from django.db.models.functions import Coalesce, RowNumber, TruncDate
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.models import Organ
from gongkai.records.access import is_public
from gongkai.records.models import ChangeKind, Record, RecordVersion
from gongkai.records.queries.cards import public_card, public_records
from gongkai.records.queries.catalogue import default_regime
from gongkai.records.queries.values import ObligationCell, RecordCard
from gongkai.records.rules.statutory import (
    SET_UP_CLASS,
    StatutoryItem,
    cells_for,
    lists_bind,
    set_up_cell,
    statutory_items,
)
from gongkai.records.rules.vocabulary import Category, Standing

_SHOWN = 3
_PUBLISHED = Q(standing=Standing.PUBLISHED.value)
_LISTED = Q(standing=Standing.LISTED.value)


@dataclass(frozen=True, slots=True)
class HeldCell:
    """What the public finds under one item of one organ.

    `published` and `listed` (★) count what is public now; `fresh` what of the published came
    within the period. The last is the newest published one up to the day that was asked for, by
    the day on which its text came: a replacement counts as something new, a correction does not.
    """

    published: int
    fresh: int
    listed: int
    last_id: int | None
    last_title: str
    last_on: date | None


NOTHING_HELD = HeldCell(0, 0, 0, None, "", None)


def items_of_cells(*, level: str, kind: str, held: Collection[str]) -> tuple[StatutoryItem, ...]:
    """Return the items that are cells of an organ: all that bind it, set-up always among them.

    Where the lists do not bind an organ of the kind, only those under which it holds something.
    """
    regime = default_regime()
    fixed = set_up_cell(regime)
    return tuple(
        item
        for item in cells_for(regime=regime, level=level)
        if lists_bind(kind) or item.code == fixed or item.code in held
    )


def obligations(viewer: Viewer, organ_id: int) -> tuple[ObligationCell, ...]:
    """Return every item that binds the organ's level, with its records or with none.

    Where the lists do not bind the organ, only the items under which it disclosed something.
    Set-up, functions and procedures are a fixed cell; it holds class 90 too. Three queries,
    however many items. Raises NotFound.
    """
    organ = Organ.objects.filter(pk=organ_id).values_list("level", "kind").first()
    if organ is None:
        raise NotFound(_("There is no such organ."))
    level, kind = organ
    counts = _counts(organ_id)
    shown = _newest_of_each(organ_id)
    return tuple(
        ObligationCell(
            item=item.code,
            article=item.article,
            name_zh=item.name_zh,
            name_en=item.name_en,
            class_code=item.class_code,
            count=sum(counts.get(item.code, (0, 0))),
            listed=counts.get(item.code, (0, 0))[1],
            records=tuple(shown.get(item.code, ())),
        )
        for item in items_of_cells(level=level, kind=kind, held=counts)
    )


def held_cells(
    organ_ids: Collection[int] | None, *, on: date, since: date
) -> dict[tuple[int, str], HeldCell]:
    """Return what the public finds under each item of these organs, of all where None: one query.

    By (organ, item); cells that hold nothing are left out. The newest is looked for up to `on`,
    and what came from `since` until then is fresh.
    """
    rows = Record.objects.filter(is_public()).annotate(came_on=_came_on(until=on))
    if organ_ids is not None:
        rows = rows.filter(organ_id__in=organ_ids)
    until_then = _PUBLISHED & Q(came_on__lte=on)
    counted = (
        rows.annotate(cell=_cell())
        .exclude(cell="")
        .annotate(
            place=Case(When(until_then, then=0), default=1, output_field=IntegerField()),
            published=_in_its_cell(_PUBLISHED),
            fresh=_in_its_cell(until_then & Q(came_on__gte=since)),
            listed=_in_its_cell(_LISTED),
        )
    )
    newest = counted.order_by("organ_id", "cell", "place", "-came_on", "-pk")
    found = newest.distinct("organ_id", "cell").values_list(
        *("organ_id", "cell", "published", "fresh", "listed", "place"),
        *("pk", "public_version__title", "came_on"),
    )
    return {
        (organ_id, cell): HeldCell(
            published,
            fresh,
            listed,
            *((None, "", None) if place else (pk, title, came_on)),
        )
        for organ_id, cell, published, fresh, listed, place, pk, title, came_on in found
    }


def _in_its_cell(counted: Q) -> Over:
    """Return how many records of the same organ and cell fulfil a condition."""
    partition = [F("organ_id"), F("cell")]
    return Over(Count("pk", filter=counted), partition_by=partition)


def _came_on(*, until: date) -> Case:
    """Return the day on which the text that is public now came.

    It is the day of the record's release, or a later one: of the newest replacement `until` that
    day, or of the first version that was published of what had been listed (★) before.
    """
    mine = RecordVersion.objects.filter(record=OuterRef("record"), released_at__isnull=False)
    before = mine.filter(number__lt=OuterRef("number"))
    was_listed = Exists(before.filter(category=Category.ON_APPLICATION.value))
    was_published = Exists(before.filter(category=Category.VOLUNTARY.value))
    later = RecordVersion.objects.filter(
        record=OuterRef("pk"), released_at__isnull=False, category=Category.VOLUNTARY.value
    ).annotate(day=TruncDate("released_at", tzinfo=time.local_zone()))
    brought = later.filter(
        Q(change_kind=ChangeKind.REPLACEMENT.value, day__lte=until) | was_listed & ~was_published
    )
    return Case(
        # Nearly all of them; the database then looks no further.
        When(public_version__number=1, then=F("released_on")),
        default=Coalesce(Subquery(brought.order_by("-number").values("day")[:1]), F("released_on")),
        output_field=DateField(),
    )


def _cell() -> Case:
    fixed = Value(set_up_cell(default_regime()))
    of_set_up = [item.code for item in statutory_items() if item.class_code == SET_UP_CLASS]
    return Case(
        When(class_code=SET_UP_CLASS, then=fixed),
        When(public_version__statutory_item__in=of_set_up, then=fixed),
        default=F("public_version__statutory_item"),
        output_field=CharField(),
    )


def _counts(organ_id: int) -> dict[str, tuple[int, int]]:
    """Return (published, listed) of each cell that holds something."""
    rows = public_records().filter(organ_id=organ_id).order_by().values(cell=_cell())
    counted = rows.annotate(
        published=Count("pk", filter=_PUBLISHED), listed=Count("pk", filter=_LISTED)
    )
    return {row["cell"]: (row["published"], row["listed"]) for row in counted if row["cell"]}


def _newest_of_each(organ_id: int) -> dict[str, list[RecordCard]]:
    newest_first = [F("released_on").desc(), F("pk").desc()]
    rows = (
        public_records()
        .filter(organ_id=organ_id)
        .annotate(cell=_cell())
        .annotate(place=Over(RowNumber(), partition_by=[F("cell")], order_by=newest_first))
        .filter(place__lte=_SHOWN)
        .order_by("place")
    )
    shown: dict[str, list[RecordCard]] = {}
    for row in rows:
        shown.setdefault(row.cell, []).append(public_card(row))
    return shown
