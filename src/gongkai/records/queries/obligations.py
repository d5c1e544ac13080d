"""What an organ must disclose by the statutory lists, with what there is (requirement P5)."""

from django.db.models import Case, CharField, Count, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.models import Organ
from gongkai.records.queries.cards import public_card, public_records
from gongkai.records.queries.catalogue import default_regime
from gongkai.records.queries.values import ObligationCell, RecordCard
from gongkai.records.rules.statutory import SET_UP, items_for, lists_bind

_SHOWN = 3
_SET_UP_CLASS = "90"


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
            count=counts.get(item.code, 0),
            records=tuple(shown.get(item.code, ())),
        )
        for item in items_for(regime=default_regime(), level=level)
        if lists_bind(kind) or item.code == SET_UP or item.code in counts
    )


def _cell() -> Case:
    return Case(
        When(class_code=_SET_UP_CLASS, then=Value(SET_UP)),
        default=F("public_version__statutory_item"),
        output_field=CharField(),
    )


def _counts(organ_id: int) -> dict[str, int]:
    rows = public_records().filter(organ_id=organ_id).order_by().values(cell=_cell())
    return {row["cell"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def _newest_of_each(organ_id: int) -> dict[str, list[RecordCard]]:
    newest_first = [F("released_on").desc(), F("pk").desc()]
    rows = (
        public_records()
        .filter(organ_id=organ_id)
        .annotate(cell=_cell())
        .annotate(place=Window(RowNumber(), partition_by=[F("cell")], order_by=newest_first))
        .filter(place__lte=_SHOWN)
        .order_by("place")
    )
    shown: dict[str, list[RecordCard]] = {}
    for row in rows:
        shown.setdefault(row.cell, []).append(public_card(row))
    return shown
