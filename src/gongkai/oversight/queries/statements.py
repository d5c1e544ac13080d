"""What was stated and ordered about the items of an organ, for its own people and who guides it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import superiors_of
from gongkai.oversight.access import STATERS, guided_organs, matrix_organs
from gongkai.oversight.models import InapplicableItem, InapplicableState, RhythmChange
from gongkai.records.queries.cards import in_language, name_of_organ
from gongkai.records.rules.statutory import item_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One statement that an item does not apply; `answer` is the competent department's."""

    id: int
    organ_id: int
    organ_name: str
    item: str
    item_name: str
    reason: str
    state: InapplicableState
    stated_at: datetime
    stated_by: str
    decided_at: datetime | None
    decided_by: str
    answer: str
    may_decide: bool
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmOrder:
    """Why another rhythm holds for an item, since when; `is_of_kind`: for all of its kind."""

    reason: str
    from_on: date
    ordered_by: str
    is_of_kind: bool


def statements(viewer: Viewer, *, organ_id: int | None = None) -> tuple[StatementLine, ...]:
    """Return the statements that the viewer sees, those to be decided first.

    Of one organ also those that hold no more; of all organs only those that hold or wait.
    """
    rows = InapplicableItem.objects.filter(organ_id__in=matrix_organs(viewer))
    if organ_id is None:
        known = [InapplicableState.STATED, InapplicableState.CONFIRMED]
        rows = rows.filter(state__in=known)
    else:
        rows = rows.filter(organ_id=organ_id)
    return _lines(viewer, rows.order_by("-state", "stated_at", "pk"))


def statement(viewer: Viewer, statement_id: int) -> StatementLine:
    """Return one statement; raises NotFound where the viewer does not see it."""
    rows = InapplicableItem.objects.filter(organ_id__in=matrix_organs(viewer), pk=statement_id)
    found = _lines(viewer, rows)
    if not found:
        raise NotFound(_("There is no such statement."))
    return found[0]


def rhythm_orders(*, organ_id: int, kind: str, on: date) -> dict[str, RhythmOrder]:
    """Return by item why another rhythm than the default holds for the organ on a day."""
    above = superiors_of(organ_id) | {organ_id}
    of_it = Q(organ_id=organ_id) | Q(organ__isnull=True, organ_kind=kind, area_id__in=above)
    in_force = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    rows = RhythmChange.objects.filter(of_it, in_force).select_related("ordered_by")
    # The organ's own come last and so prevail, as the later ordered do.
    ordered = sorted(rows, key=lambda row: (row.organ_id is not None, row.pk))
    return {
        row.item: RhythmOrder(
            reason=row.reason,
            from_on=row.from_on,
            ordered_by=row.ordered_by.name,
            is_of_kind=row.organ_id is None,
        )
        for row in ordered
    }


def _lines(viewer: Viewer, rows: QuerySet[InapplicableItem]) -> tuple[StatementLine, ...]:
    own, guided = viewer.organs_as(*STATERS), guided_organs(viewer)
    named = rows.select_related("organ", "stated_by", "decided_by")
    return tuple(_line(row, own=own, guided=guided) for row in named)


def _line(row: InapplicableItem, *, own: frozenset[int], guided: frozenset[int]) -> StatementLine:
    item = item_of(row.item)
    state = InapplicableState(row.state)
    holds = state in (InapplicableState.STATED, InapplicableState.CONFIRMED)
    return StatementLine(
        id=row.pk,
        organ_id=row.organ_id,
        organ_name=name_of_organ(row.organ),
        item=row.item,
        item_name=in_language(item.name_zh, item.name_en) if item else row.item,
        reason=row.reason,
        state=state,
        stated_at=row.stated_at,
        stated_by=row.stated_by.name,
        decided_at=row.decided_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        answer=row.answer,
        may_decide=state is InapplicableState.STATED and row.organ_id in guided,
        may_end=holds and row.organ_id in own | guided,
    )
