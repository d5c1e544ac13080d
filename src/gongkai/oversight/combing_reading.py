"""A table of a backlog, read: its rows with what is wrong in them and which are there already."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings

from gongkai.kernel import time
from gongkai.oversight.combing_wording import (
    COLUMNS_MISSING,
    NO_ROWS,
    TOO_MANY_ROWS,
    category_names,
    heading_names,
)
from gongkai.oversight.models import CombingCampaign, CombingIntakeRow, CombingItem
from gongkai.oversight.rules.combing_table import (
    MOST_ROWS,
    Bounds,
    Column,
    Faults,
    Lists,
    ReadItem,
    cells_by_column,
    cells_to_correct,
    columns_of,
    read_cells,
)
from gongkai.records.models import Ground
from gongkai.records.rules.statutory import statutory_items
from gongkai.release.tables import (
    NotLookedThrough,
    SentTable,
    TableUnreadable,
    marked_rows_apart,
    read_stored_table,
)

_MOST_COLUMNS = 40
State = CombingIntakeRow.State


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row; `cells` are the values of a good one, and what is kept of a faulty one."""

    line: int
    cells: Mapping[Column, str]
    state: str
    digest: str = ""
    faults: Faults = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """A table that was read, or the problem that kept it from being read."""

    problem: str = ""
    missing: tuple[Column, ...] = ()
    rows: tuple[TableRow, ...] = field(default=())

    def counts(self) -> Counter[str]:
        """Return how many rows there are of each state."""
        return Counter(row.state for row in self.rows)


def read_table(digest: str, name: str, campaign: CombingCampaign, organ_id: int) -> ReadTable:
    """Return what stands in a stored table that was sent for the campaign by the organ."""
    try:
        # One row more than are taken, for the headings.
        sent = read_stored_table(digest, name, most_rows=MOST_ROWS + 1, most_columns=_MOST_COLUMNS)
    except TableUnreadable as unreadable:
        return ReadTable(problem=unreadable.problem.value)
    if sent.is_cut:
        return ReadTable(problem=TOO_MANY_ROWS)
    if len(sent.rows) < 2:
        return ReadTable(problem=NO_ROWS)
    places, missing = columns_of(sent.rows[0][1], heading_names())
    if missing:
        return ReadTable(problem=COLUMNS_MISSING, missing=missing)
    known = CombingItem.objects.filter(campaign=campaign, organ_id=organ_id)
    digests = set(known.values_list("digest", flat=True))
    return ReadTable(rows=tuple(_rows(sent, places, campaign, digests)))


def marked_lines(path: Path, name: str) -> tuple[str, ...]:
    """Return in which lines of a table, not stored yet, a mark of secrecy stands: 12, Sheet2!12.

    All rows of all sheets are looked at. None where it is nothing that can be read: why not is
    said when it is read to be taken over. Raises NotLookedThrough where there is more in it than
    can be looked at, or one sheet of several is damaged.
    """
    try:
        marked = marked_rows_apart(path, name)
    except NotLookedThrough:
        raise
    except TableUnreadable:
        return ()
    return tuple(f"{sheet}!{line}" if sheet else str(line) for sheet, line in marked)


def _rows(
    sent: SentTable, places: Mapping[Column, int], campaign: CombingCampaign, known: set[str]
) -> Iterable[TableRow]:
    lists, bounds = _lists(), _bounds(campaign)
    for line, said in sent.rows[1:]:
        cells = cells_by_column(said, places)
        if not any(cells.values()):
            continue
        read = read_cells(cells, lists=lists, bounds=bounds, from_1904=sent.counts_from_1904)
        if read.item is None:
            typed = cells_to_correct(cells, read.faults, from_1904=sent.counts_from_1904)
            yield TableRow(line=line, cells=typed, state=State.FAULTY, faults=read.faults)
            continue
        digest = read.item.identity()
        state = State.KNOWN if digest in known else State.GOOD
        known.add(digest)
        yield TableRow(line=line, cells=_values(read.item), state=state, digest=digest)


def _values(item: ReadItem) -> dict[Column, str]:
    return {
        Column.TITLE: item.title,
        Column.GENERATED_ON: item.generated_on.isoformat(),
        Column.DOCUMENT_NUMBER: item.document_number,
        Column.KEPT_AT: item.kept_at,
        Column.CATEGORY: item.category,
        Column.GROUND: item.ground_code,
        Column.REASON: item.reason,
        Column.STATUTORY_ITEM: item.statutory_item,
        Column.SUMMARY: item.summary,
        Column.DISCLOSED_ON: _iso(item.disclosed_on),
        Column.DISCLOSED_AT_PLACE: item.disclosed_at_place,
        Column.INDEX_NUMBER: item.index_number,
        Column.NOTE: item.note,
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _lists() -> Lists:
    grounds = Ground.objects.filter(regime=settings.REGIME)
    return Lists(
        categories=category_names(),
        grounds=dict(grounds.values_list("code", "category")),
        statutory_items={item.code for item in statutory_items()},
    )


def _bounds(campaign: CombingCampaign) -> Bounds:
    return Bounds(from_on=campaign.from_on, until_on=campaign.until_on, today=time.today())
