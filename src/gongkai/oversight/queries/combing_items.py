"""The items of a backlog in a list, and the tables they came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.oversight.combing_access import NAMED_OUTSIDE, overseen, works_for
from gongkai.oversight.models import (
    CombingIntake,
    CombingIntakeRow,
    CombingItem,
    CombingOrgan,
)
from gongkai.oversight.rules.combing import CampaignState, IntakeState
from gongkai.oversight.rules.combing_table import CellFault, Column
from gongkai.records.access import PUBLIC_STANDINGS
from gongkai.records.models import RecordVersion
from gongkai.records.queries import Page
from gongkai.records.queries.cards import in_language
from gongkai.records.queries.values import page_of
from gongkai.records.rules.vocabulary import Category, Standing, VersionState


class Stage(StrEnum):
    """How far an item has come, for the filter of the list."""

    UNDECIDED = "undecided"
    DECIDED = "decided"
    REGISTERED = "registered"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """An item in the list; grounds are named in the language of the request."""

    id: int
    title: str
    generated_on: date
    document_number: str
    kept_at: str
    proposed_category: str
    proposed_ground: str
    proposed_reason: str
    category: str
    ground: str
    ground_reason: str
    disclosed_on: date | None
    disclosed_at_place: str
    index_number: str
    note: str
    record_id: int | None
    standing: str

    @property
    def may_be_decided(self) -> bool:
        """Say whether the item can still be decided here: its record is not registered."""
        return self.record_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeLine:
    """A table that was sent in."""

    id: int
    campaign_id: int
    organ_id: int
    name: str
    state: IntakeState
    state_label: str
    problem: str
    missing: tuple[Column, ...]
    good: int
    faulty: int
    known: int
    taken: int
    sent_by_name: str
    sent_at: datetime

    @property
    def is_under_way(self) -> bool:
        """Say whether it is being read or taken over just now."""
        return self.state in {IntakeState.WAITING, IntakeState.TAKING}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow:
    """A row of a table that was read."""

    line: int
    cells: Mapping[Column, str]
    state: str
    faults: tuple[tuple[Column, CellFault], ...] = field(default=())


def combing_items(
    viewer: Viewer,
    *,
    campaign_id: int,
    organ_id: int,
    stage: str = "",
    category: str = "",
    text: str = "",
    page: int = 1,
    size: int = 50,
) -> Page[ItemLine]:
    """Return the items of an organ, the latest generated first.

    Who oversees the organ reads of the items to be disclosed alone, by their names and what was
    decided. Three queries, however many rows; raises NotFound where the viewer reads no items of
    the organ.
    """
    rows, is_own = _readable(viewer, campaign_id, organ_id), organ_id in works_for(viewer)
    if stage in set(Stage):
        rows = rows.filter(_of_stage(Stage(stage)))
    if category in set(Category):
        rows = rows.filter(category=category)
    if words := text.replace("\0", "").strip():
        named = Q(title__icontains=words) | Q(document_number__icontains=words)
        rows = rows.filter(named | Q(kept_at__icontains=words) if is_own else named)
    page, size = max(page, 1), min(max(size, 1), 100)
    total, start = rows.count(), (page - 1) * size
    found = rows.select_related("ground", "proposed_ground", "record").order_by(
        "-generated_on", "id"
    )
    lines = [_line(row) for row in found[start : start + size]]
    if not is_own:
        lines = [_without_inner_matters(line) for line in lines]
    return page_of(lines, total=total, page=page, size=size)


def intakes(viewer: Viewer, *, campaign_id: int, organ_id: int) -> tuple[IntakeLine, ...]:
    """Return the tables of an organ, the latest first; none to who does not work for it."""
    if organ_id not in works_for(viewer):
        return ()
    rows = CombingIntake.objects.filter(campaign_id=campaign_id, organ_id=organ_id)
    return tuple(_intake(row) for row in rows.select_related("sent_by").order_by("-pk")[:50])


def intake(viewer: Viewer, intake_id: int) -> IntakeLine:
    """Return one table; raises NotFound where it is not of an organ the viewer works for."""
    rows = CombingIntake.objects.filter(pk=intake_id, organ_id__in=works_for(viewer))
    row = rows.select_related("sent_by").first()
    if row is None:
        raise NotFound(_("There is no such table."))
    return _intake(row)


def intake_rows(
    viewer: Viewer, intake_id: int, *, state: str = "", page: int = 1, size: int = 50
) -> Page[IntakeRow]:
    """Return the rows of a table in their order, a page at a time; raises NotFound."""
    intake(viewer, intake_id)
    rows = CombingIntakeRow.objects.filter(intake_id=intake_id)
    if state in CombingIntakeRow.State.values:
        rows = rows.filter(state=state)
    total, start = rows.count(), (max(page, 1) - 1) * size
    found = rows.order_by("line")[start : start + size]
    return page_of([_row(row) for row in found], total=total, page=max(page, 1), size=size)


def faulty_rows(viewer: Viewer, intake_id: int) -> tuple[IntakeRow, ...]:
    """Return every row that is to be corrected; raises NotFound."""
    intake(viewer, intake_id)
    rows = CombingIntakeRow.objects.filter(intake_id=intake_id, state=CombingIntakeRow.State.FAULTY)
    return tuple(_row(row) for row in rows.order_by("line"))


def _readable(viewer: Viewer, campaign_id: int, organ_id: int) -> QuerySet[CombingItem]:
    is_seen = organ_id in works_for(viewer) or organ_id in overseen(viewer)
    seats = CombingOrgan.objects.filter(campaign_id=campaign_id, organ_id=organ_id)
    if not is_seen or not seats.exclude(campaign__state=CampaignState.DRAFTED.value).exists():
        raise NotFound(_("There is no such campaign."))
    rows = CombingItem.objects.filter(campaign_id=campaign_id, organ_id=organ_id)
    if organ_id not in works_for(viewer):
        rows = _named_still(rows.filter(category__in=NAMED_OUTSIDE))
    return rows


def _named_still(rows: QuerySet[CombingItem]) -> QuerySet[CombingItem]:
    """Return the items without a record, and those whose record is to be disclosed still.

    An item keeps what was decided of it; what is decided later is decided of its record.
    """
    versions = RecordVersion.objects.filter(record=OuterRef("record"))
    newest = versions.exclude(state=VersionState.ABANDONED.value).order_by("-number")
    stands = Q(record__standing__in=(*PUBLIC_STANDINGS, Standing.UNRELEASED.value))
    return rows.alias(now=Subquery(newest.values("category")[:1])).filter(
        Q(record__isnull=True) | stands & Q(now__in=NAMED_OUTSIDE)
    )


def _of_stage(stage: Stage) -> Q:
    open_ones = Q(category=Category.UNDETERMINED.value)
    unreleased = Q(record__standing=Standing.UNRELEASED.value)
    return {
        Stage.UNDECIDED: open_ones,
        Stage.DECIDED: ~open_ones & Q(record__isnull=True),
        Stage.REGISTERED: unreleased,
        Stage.RELEASED: Q(record__isnull=False) & ~unreleased,
    }[stage]


def _line(row: CombingItem) -> ItemLine:
    return ItemLine(
        id=row.pk,
        title=row.title,
        generated_on=row.generated_on,
        document_number=row.document_number,
        kept_at=row.kept_at,
        proposed_category=row.proposed_category,
        proposed_ground=_name(row, "proposed_ground"),
        proposed_reason=row.proposed_reason,
        category=row.category,
        ground=_name(row, "ground"),
        ground_reason=row.ground_reason,
        disclosed_on=row.disclosed_on,
        disclosed_at_place=row.disclosed_at_place,
        index_number=row.index_number,
        note=row.note,
        record_id=row.record_id,
        standing=row.record.standing if row.record else "",
    )


def _without_inner_matters(line: ItemLine) -> ItemLine:
    """Return the line as who oversees the organ reads it: its name and what was decided."""
    return replace(
        line,
        kept_at="",
        proposed_category="",
        proposed_ground="",
        proposed_reason="",
        ground_reason="",
        note="",
    )


def _name(row: CombingItem, which: str) -> str:
    ground = row.ground if which == "ground" else row.proposed_ground
    return in_language(ground.name_zh, ground.name_en) if ground else ""


def _intake(row: CombingIntake) -> IntakeLine:
    return IntakeLine(
        id=row.pk,
        campaign_id=row.campaign_id,
        organ_id=row.organ_id,
        name=row.name,
        state=IntakeState(row.state),
        state_label=row.get_state_display(),
        problem=row.problem,
        missing=tuple(map(Column, row.missing)),
        good=row.good,
        faulty=row.faulty,
        known=row.known,
        taken=row.taken,
        sent_by_name=row.sent_by.name,
        sent_at=row.sent_at,
    )


def _row(row: CombingIntakeRow) -> IntakeRow:
    return IntakeRow(
        line=row.line,
        cells={Column(column): said for column, said in row.cells.items()},
        state=row.state,
        faults=tuple((Column(column), CellFault(fault)) for column, fault in row.faults),
    )
