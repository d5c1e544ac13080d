"""What an organ must disclose by the statutory lists, with what there is (requirement P5)."""

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.models import Organ
from gongkai.records.models import Record
from gongkai.records.queries.cards import public_card, public_records
from gongkai.records.queries.catalogue import default_regime
from gongkai.records.queries.values import ObligationCell, RecordCard
from gongkai.records.rules.statutory import SET_UP, items_for

_SHOWN = 3
_SET_UP_CLASS = "90"


def obligations(viewer: Viewer, organ_id: int) -> tuple[ObligationCell, ...]:
    """Return every item that binds the organ's level, with its records or with none.

    Set-up, functions and procedures are a fixed cell; it holds class 90 too. Three queries,
    however many items. Raises NotFound.
    """
    level = Organ.objects.filter(pk=organ_id).values_list("level", flat=True).first()
    if level is None:
        raise NotFound("There is no such organ.")
    rows = _in_cells(organ_id)
    counts = dict(rows.order_by().values_list("cell").annotate(n=Count("pk")))
    shown = _newest_of_each(rows)
    return tuple(
        ObligationCell(
            item=item.code,
            article=item.article,
            name_zh=item.name_zh,
            name_en=item.name_en,
            class_code=item.class_code,
            count=counts.get(item.code, 0),
            records=tuple(shown.get(item.code, ())),
        )
        for item in items_for(regime=default_regime(), level=level)
    )


def _in_cells(organ_id: int) -> QuerySet[Record]:
    return (
        public_records()
        .filter(organ_id=organ_id)
        .annotate(
            cell=Case(
                When(class_code=_SET_UP_CLASS, then=Value(SET_UP)),
                default=F("public_version__statutory_item"),
                output_field=CharField(),
            )
        )
    )


def _newest_of_each(rows: QuerySet[Record]) -> dict[str, list[RecordCard]]:
    place = Window(
        RowNumber(), partition_by=[F("cell")], order_by=[F("released_on").desc(), F("pk").desc()]
    )
    shown: dict[str, list[RecordCard]] = {}
    for row in rows.annotate(place=place).filter(place__lte=_SHOWN).order_by("place"):
        shown.setdefault(row.cell, []).append(public_card(row))
    return shown
