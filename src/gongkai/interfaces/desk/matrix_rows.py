"""The obligation matrix as its pages and files show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.interfaces.desk.wording import Label
from gongkai.interfaces.shared.sheets import Row, Table, csv_file, xlsx_file
from gongkai.organs.models import Level
from gongkai.oversight.queries.matrix_values import Matrix, MatrixCell, MatrixRow
from gongkai.oversight.rules.matrix import CellState, Coverage
from gongkai.oversight.wording import RHYTHMS, STATES
from gongkai.records.queries.cards import in_language
from gongkai.records.rules.statutory import StatutoryItem

TAGS = {
    CellState.FILLED: "green",
    CellState.DUE_SOON: "yellow",
    CellState.OVERDUE: "orange",
    CellState.EMPTY: "red",
    CellState.DOES_NOT_APPLY: "grey",
}
"""The colour that helps a state; its words carry the meaning."""
_LEVELS = {level.value: level.label for level in Level}
_WIDTHS = (10, 24, 34, 10, 8, 44, 12, 16, 10, 10, 8, 14, 50, 14, 44)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell in words; `cell` is None where the item does not concern the organ's level."""

    item: StatutoryItem
    name: str
    cell: MatrixCell | None
    state: Label = ""
    colour: str = ""
    rhythm: Label = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """An organ with a cell for each column."""

    row: MatrixRow
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A column: the item, its name, and how it stands in all organs together."""

    item: StatutoryItem
    name: str
    coverage: Coverage


def name_of(item: StatutoryItem) -> str:
    """Return the name of an item in the language of the request."""
    return in_language(item.name_zh, item.name_en)


def shown_items(found: Matrix) -> list[ShownItem]:
    """Return the columns of the rows that are shown."""
    return [
        ShownItem(item, name_of(item), found.of_items.get(item.code, Coverage()))
        for item in found.items
    ]


def shown_row(row: MatrixRow, items: Iterable[StatutoryItem]) -> ShownRow:
    """Return an organ's cells in the order of the columns."""
    return ShownRow(row, tuple(_shown(item, row.cells.get(item.code)) for item in items))


def matrix_csv(found: Matrix) -> bytes:
    """Return a row for each cell, for machines and pivot tables."""
    return csv_file(_headings(), _cells(found))


def matrix_xlsx(found: Matrix) -> bytes:
    """Return two sheets: organs by items, and a row for each cell."""
    wide = Table(
        title=_("Matrix"),
        headings=_wide_headings(found),
        rows=_wide_rows(found),
        widths=(24, 34, 10, 10, 10, 10, *(18 for _item in found.items)),
        frozen="C2",
    )
    long = Table(title=_("Items"), headings=_headings(), rows=_cells(found), widths=_WIDTHS)
    return xlsx_file([wide, long])


def _shown(item: StatutoryItem, cell: MatrixCell | None) -> ShownCell:
    if cell is None:
        return ShownCell(item, name_of(item), None)
    return ShownCell(
        item, name_of(item), cell, STATES[cell.state], TAGS[cell.state], RHYTHMS[cell.rhythm]
    )


def _wide_headings(found: Matrix) -> list[str]:
    fixed = [_("Region"), _("Organ"), _("Items that apply"), _("Filled"), _("Overdue"), "%"]
    return [*fixed, *(f"{item.code} {name_of(item)}" for item in found.items)]


def _wide_rows(found: Matrix) -> Iterator[Row]:
    for row in found.rows:
        figures = row.coverage
        percent = "" if figures.percent is None else str(figures.percent)
        yield [
            row.region_name,
            row.name,
            *(str(figures.expected), str(figures.filled), str(figures.overdue), percent),
            *(_in_short(row.cells.get(item.code)) for item in found.items),
        ]
    of_all = (found.of_items.get(item.code, Coverage()) for item in found.items)
    yield ["", _("Filled"), "", "", "", "", *(f"{one.filled}/{one.expected}" for one in of_all)]


def _in_short(cell: MatrixCell | None) -> str:
    if cell is None:
        return "–"
    return " ".join(filter(None, [str(STATES[cell.state]), _day(cell.held.last_on)]))


def _headings() -> list[str]:
    return [
        *(_("Region code"), _("Region"), _("Organ"), _("Level"), _("Code of the item")),
        *(_("Item"), _("State"), _("Expected"), _("Published"), _("In the period"), "★"),
        *(_("Last published on"), _("Last published"), _("Next due on"), _("Why not")),
    ]


def _cells(found: Matrix) -> Iterator[Row]:
    for row in found.rows:
        for item in found.items:
            cell = row.cells.get(item.code)
            if cell is not None:
                yield _cell_row(row, item, cell)


def _cell_row(row: MatrixRow, item: StatutoryItem, cell: MatrixCell) -> Row:
    held = cell.held
    return [
        row.region_code,
        row.region_name,
        row.name,
        str(_LEVELS[row.level]),
        item.code,
        name_of(item),
        str(STATES[cell.state]),
        str(RHYTHMS[cell.rhythm]),
        *(str(held.published), str(held.fresh), str(held.listed)),
        _day(held.last_on),
        held.last_title,
        _day(cell.next_due),
        cell.reason if cell.state is CellState.DOES_NOT_APPLY else "",
    ]


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
