"""What was stated and ordered about the items of an organ, for its own people and who guides it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import superiors_of
from gongkai.oversight.access import STATERS, guided_organs, statements_seen_by
from gongkai.oversight.models import InapplicableItem, InapplicableState, RhythmChange
from gongkai.records.queries import Page
from gongkai.records.queries.cards import in_language, name_of_organ
from gongkai.records.queries.values import page_of
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


def statements(viewer: Viewer, *, organ_id: int) -> tuple[StatementLine, ...]:
    """Return the statements of one organ, those to be decided first, and which hold no more.

    None to who reads nothing of them.
    """
    return _lines(viewer, _in_order(_seen(viewer).filter(organ_id=organ_id)))


def standing_statements(viewer: Viewer, *, page: int = 1, size: int = 50) -> Page[StatementLine]:
    """Return the statements that hold or wait, of all organs of the viewer, by the page.

    Those to be decided come first.
    """
    known = [InapplicableState.STATED, InapplicableState.CONFIRMED]
    rows = _seen(viewer).filter(state__in=known)
    page, total = max(page, 1), rows.count()
    lines = _lines(viewer, _in_order(rows)[(page - 1) * size : page * size])
    return page_of(lines, total=total, page=page, size=size)


def statement(viewer: Viewer, statement_id: int) -> StatementLine:
    """Return one statement; raises NotFound where the viewer does not see it."""
    found = _lines(viewer, _seen(viewer).filter(pk=statement_id))
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


def _seen(viewer: Viewer) -> QuerySet[InapplicableItem]:
    rows = InapplicableItem.objects.filter(organ_id__in=statements_seen_by(viewer))
    return rows.select_related("organ", "stated_by", "decided_by")


def _in_order(rows: QuerySet[InapplicableItem]) -> QuerySet[InapplicableItem]:
    return rows.order_by("-state", "stated_at", "pk")


def _lines(viewer: Viewer, rows: QuerySet[InapplicableItem]) -> tuple[StatementLine, ...]:
    own, guided = viewer.organs_as(*STATERS), guided_organs(viewer)
    return tuple(_line(row, own=own, guided=guided, person_id=viewer.person_id) for row in rows)


def _line(
    row: InapplicableItem, *, own: frozenset[int], guided: frozenset[int], person_id: int | None
) -> StatementLine:
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
        may_decide=(
            state is InapplicableState.STATED
            and row.organ_id in guided
            and row.stated_by_id != person_id
        ),
        may_end=holds and row.organ_id in own | guided,
    )
