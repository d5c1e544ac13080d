"""The registers as the organ's staff keep them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import local_date
from gongkai.kernel.types import Viewer
from gongkai.records.queries.cards import name_of_organ
from gongkai.records.rules.vocabulary import Standing
from gongkai.registers.access import CLEANERS, KEEPERS
from gongkai.registers.models import (
    CleanupItem,
    CleanupRound,
    LicensingMatter,
    RegisterEdition,
    RegisterKind,
)
from gongkai.registers.queries.editions import says_now
from gongkai.registers.queries.matters import matter_of
from gongkai.registers.rules.cleanup import VALIDITY_AFTER
from gongkai.registers.rules.licensing import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterLine:
    """A licensing matter of an organ."""

    id: int
    organ_id: int
    matter: Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """An edition with the state of the version that carries it."""

    record_id: int
    compiled_on: date
    compiled_by: str
    state: str
    is_public: bool
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round of clean-up with how far it has come."""

    id: int
    organ_id: int
    organ_name: str
    title: str
    issued_until_on: date
    decide_by_on: date
    documents: int
    decided: int
    is_carried_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """A document of a round."""

    id: int
    record_id: int | None
    title: str
    document_number: str
    issued_on: date | None
    outcome: str
    outcome_label: str
    until_on: date | None
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage:
    """A round with a page of its documents and the editions of its list."""

    line: RoundLine
    items: tuple[ItemLine, ...]
    editions: tuple[EditionLine, ...]


def matters_of(viewer: Viewer, organ_id: int) -> tuple[MatterLine, ...]:
    """Return the organ's matters in their order; raises NotFound for others' people."""
    if organ_id not in viewer.organs_as(*KEEPERS):
        raise NotFound(_("There is no such page."))
    rows = LicensingMatter.objects.filter(organ=organ_id, ended_at__isnull=True)
    return tuple(MatterLine(id=row.pk, organ_id=organ_id, matter=matter_of(row)) for row in rows)


def matter(viewer: Viewer, matter_id: int, *, also_ended: bool = False) -> MatterLine:
    """Return one matter; raises NotFound, for one that was taken out too unless asked for."""
    rows = LicensingMatter.objects.filter(organ__in=viewer.organs_as(*KEEPERS))
    row = rows.filter(pk=matter_id).first() if 0 < matter_id < 2**63 else None
    if row is None or (row.ended_at is not None and not also_ended):
        raise NotFound(_("There is no such licensing matter."))
    return MatterLine(id=row.pk, organ_id=row.organ_id, matter=matter_of(row))


def licensing_editions(organ_id: int) -> tuple[EditionLine, ...]:
    """Return the editions of the organ's register, the newest first."""
    return _editions(Q(record__organ=organ_id, kind=RegisterKind.LICENSING))


def rounds_of(viewer: Viewer) -> tuple[RoundLine, ...]:
    """Return the rounds of the viewer's organs, the newest first (one query)."""
    rows = CleanupRound.objects.filter(organ__in=viewer.organs_as(*CLEANERS))
    return tuple(_round(row) for row in _counted(rows).order_by("-opened_at"))


def round_page(viewer: Viewer, round_id: int, *, page: int = 1, size: int = 50) -> RoundPage:
    """Return a round of the viewer's organs with a page of its documents; raises NotFound.

    A page beyond the last is the last.
    """
    line = round_line(viewer, round_id)
    start = (min(max(page, 1), max(1, -(-line.documents // size))) - 1) * size
    rows = _items(round_id)[start : start + size]
    return RoundPage(
        line=line, items=tuple(map(_item, rows)), editions=_editions(Q(round=round_id))
    )


def round_line(viewer: Viewer, round_id: int) -> RoundLine:
    """Return a round of the viewer's organs with how far it has come; raises NotFound."""
    rows = CleanupRound.objects.filter(pk=round_id, organ__in=viewer.organs_as(*CLEANERS))
    row = _counted(rows).first() if 0 < round_id < 2**63 else None
    if row is None:
        raise NotFound(_("There is no such round."))
    return _round(row)


def round_item(viewer: Viewer, round_id: int, item_id: int) -> ItemLine:
    """Return one document of a round of the viewer's organs; raises NotFound."""
    round_line(viewer, round_id)
    row = _items(round_id).filter(pk=item_id).first() if item_id < 2**63 else None
    if row is None:
        raise NotFound(_("There is no such document in the list."))
    return _item(row)


def ending_items(viewer: Viewer, round_id: int) -> tuple[ItemLine, ...]:
    """Return the documents that end with a round of the viewer's organs; raises NotFound."""
    round_line(viewer, round_id)
    return tuple(map(_item, _items(round_id).filter(outcome__in=VALIDITY_AFTER)))


def _items(round_id: int) -> QuerySet[CleanupItem]:
    return CleanupItem.objects.filter(round=round_id).select_related("decided_by")


def _item(item: CleanupItem) -> ItemLine:
    return ItemLine(
        id=item.pk,
        record_id=item.record_id,
        title=item.title,
        document_number=item.document_number,
        issued_on=item.issued_on,
        outcome=item.outcome,
        outcome_label=item.get_outcome_display(),
        until_on=item.until_on,
        reason=item.reason,
        decided_by=item.decided_by.name if item.decided_by else "",
    )


def _counted(rows: QuerySet[CleanupRound]) -> QuerySet[CleanupRound]:
    return rows.select_related("organ").annotate(
        documents=Count("items"), decided=Count("items", filter=~Q(items__outcome=""))
    )


def _round(row: CleanupRound) -> RoundLine:
    return RoundLine(
        id=row.pk,
        organ_id=row.organ_id,
        organ_name=name_of_organ(row.organ),
        title=row.title,
        issued_until_on=row.issued_until_on,
        decide_by_on=row.decide_by_on,
        documents=getattr(row, "documents", 0),
        decided=getattr(row, "decided", 0),
        is_carried_out=row.carried_out_at is not None,
    )


def _editions(which: Q) -> tuple[EditionLine, ...]:
    rows = (
        RegisterEdition.objects.filter(which)
        .annotate(is_standing=says_now())
        .select_related("record", "version", "compiled_by")
        .defer("version__text")
        .order_by("-compiled_at", "-pk")
    )
    return tuple(
        EditionLine(
            record_id=row.record_id,
            compiled_on=local_date(row.compiled_at),
            compiled_by=row.compiled_by.name,
            state=row.version.state,
            is_public=row.record.standing == Standing.PUBLISHED
            and bool(getattr(row, "is_standing", False)),
            entries=len(row.rows),
        )
        for row in rows
    )
