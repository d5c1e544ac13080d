"""Runs over many records as their pages show them: to who works with the organ's records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.records.access import STAFF
from gongkai.records.models import BulkFile, BulkItem, BulkRun, BulkState, ItemOutcome
from gongkai.records.queries.values import Page, page_of
from gongkai.records.rules.sheet import EDITABLE, Lists, from_plain, shown
from gongkai.records.sheet_words import HEADINGS, sheet_lists

_NEWEST = 50
_COLUMNS = {column.key: column for column in EDITABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One cell: the element, what it said and what it is to say; `fault` where that cannot be."""

    column: str
    before: str
    after: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkItemLine:
    """One record of a run; `outcome` is a code of records.rules.bulk.ItemOutcome.

    `why` is in the language of the run. `is_worked_on` says that somebody went on with the record
    after the run, so that it cannot be undone.
    """

    line: int
    record_id: int
    title: str
    index_number: str
    outcome: str
    begins_version: bool
    cells: tuple[CellChange, ...]
    why: str
    is_worked_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRunLine:
    """A run in a list; kind and state are codes of records.rules.bulk."""

    id: int
    kind: str
    state: str
    organ_id: int
    asked_by_id: int
    asked_by_name: str
    asked_at: datetime
    file_name: str
    counts: Mapping[str, int]
    """Records by their outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRunPage:
    """A run with a page of its records."""

    run: BulkRunLine
    role: str
    language: str
    file_digest: str
    has_file: bool
    change_note: str
    reason: str
    note: str
    trouble: str
    finished_at: datetime | None
    undone_by_name: str
    undone_at: datetime | None
    begins_versions: int
    """How many of those that wait need a new version."""
    items: Page[BulkItemLine]


def bulk_runs(viewer: Viewer) -> tuple[BulkRunLine, ...]:
    """Return the newest runs of the organs where the viewer works with records."""
    return tuple(_line(row) for row in _runs(viewer).order_by("-pk")[:_NEWEST])


def bulk_run(
    viewer: Viewer, run_id: int, *, outcome: str = "", page: int = 1, size: int = 50
) -> BulkRunPage:
    """Return a run with its records, those of one outcome where it is named.

    Raises NotFound where the viewer does not work with the organ's records.
    """
    run = _run(viewer, run_id)
    rows = run.items.select_related("record", "version").defer("version__text", "version__history")
    rows = rows.filter(outcome=outcome) if outcome in ItemOutcome.values else rows
    page, size = max(page, 1), min(max(size, 1), 100)
    total = rows.count()
    shown_rows = rows.order_by("line")[(page - 1) * size : page * size]
    return BulkRunPage(
        run=_line(run),
        role=run.role,
        language=run.language,
        file_digest=run.file_digest,
        has_file=BulkFile.objects.filter(run=run).exists(),
        change_note=run.change_note,
        reason=run.reason,
        note=run.note,
        trouble=run.trouble,
        finished_at=run.finished_at,
        undone_by_name=run.undone_by.name if run.undone_by else "",
        undone_at=run.undone_at,
        begins_versions=run.items.filter(outcome=ItemOutcome.WAITING, begins_version=True).count(),
        items=page_of(_items(run, list(shown_rows)), total=total, page=page, size=size),
    )


def bulk_file(viewer: Viewer, run_id: int) -> tuple[str, bytes]:
    """Return name and content of the spreadsheet, to who sent it and as long as it is kept.

    Raises NotFound.
    """
    run = _run(viewer, run_id)
    kept = BulkFile.objects.filter(run=run, run__asked_by_id=viewer.person_id).first()
    if kept is None:
        raise NotFound(_("The file is not kept any more. Choose it again."))
    return run.file_name, bytes(kept.content)


def items_to_sign(viewer: Viewer, run_id: int) -> tuple[tuple[int, str], ...]:
    """Return the items of a run that wait, each with the digest of what is signed."""
    run = _run(viewer, run_id)
    waiting = run.items.filter(outcome=ItemOutcome.WAITING).order_by("line")
    return tuple(waiting.values_list("pk", "digest_before"))


def _runs(viewer: Viewer) -> QuerySet[BulkRun]:
    counts = {
        outcome: Count("items", filter=Q(items__outcome=outcome)) for outcome in ItemOutcome.values
    }
    rows = BulkRun.objects.filter(organ_id__in=viewer.organs_as(*STAFF))
    return rows.select_related("asked_by", "undone_by").annotate(
        **{f"count_{outcome}": count for outcome, count in counts.items()}
    )


def _run(viewer: Viewer, run_id: int) -> BulkRun:
    run = _runs(viewer).filter(pk=run_id if 0 < run_id < 2**63 else 0).first()
    if run is None:
        raise NotFound(_("There is no such run."))
    return run


def _line(run: BulkRun) -> BulkRunLine:
    return BulkRunLine(
        id=run.pk,
        kind=run.kind,
        state=run.state,
        organ_id=run.organ_id,
        asked_by_id=run.asked_by_id,
        asked_by_name=run.asked_by.name,
        asked_at=run.asked_at,
        file_name=run.file_name,
        counts={outcome: getattr(run, f"count_{outcome}") for outcome in ItemOutcome.values},
    )


def _items(run: BulkRun, rows: Sequence[BulkItem]) -> list[BulkItemLine]:
    lists = sheet_lists(run.organ_id) if any(row.changes for row in rows) else {}
    is_done = run.state == BulkState.DONE
    return [
        BulkItemLine(
            line=row.line,
            record_id=row.record_id,
            title=row.version.title,
            index_number=row.record.index_number or "",
            outcome=row.outcome,
            begins_version=row.begins_version,
            cells=tuple(_cells(row, lists)),
            why=row.why,
            is_worked_on=is_done and bool(row.digest_after) and not _is_as_left(row),
        )
        for row in rows
    ]


def _is_as_left(row: BulkItem) -> bool:
    return row.version.state == "draft" and row.version.digest == row.digest_after


def _cells(row: BulkItem, lists: Lists) -> list[CellChange]:
    keys = [key for key in HEADINGS if key in row.changes or key in row.faults]
    return [_cell(row, key, lists) for key in keys]


def _cell(row: BulkItem, key: str, lists: Lists) -> CellChange:
    before, after = row.changes.get(key, (None, None))
    return CellChange(
        column=str(HEADINGS[key]),
        before=_shown(key, before, lists),
        after=_shown(key, after, lists),
        fault=row.faults.get(key, ""),
    )


def _shown(key: str, plain: object, lists: Lists) -> str:
    if plain is None or key not in _COLUMNS:
        return ""
    return shown(_COLUMNS[key], from_plain(key, plain), lists)
