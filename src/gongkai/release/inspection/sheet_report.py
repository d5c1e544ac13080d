"""What is said of one sheet: personal data by cell, and what is there and not seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.sheet_cells import Area, cell_name, column_name, runs_of
from gongkai.release.inspection.sheet_text import SheetText
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.tables import CellMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Something opaque that lies over the cells of an area."""

    area: Area


def add_sheet(
    gathered: Gathered, name: str, text: SheetText, drawings: Sequence[Drawing] = ()
) -> None:
    """Gather what one sheet shows and hides."""
    rows, columns, table = text.grid.table()
    if text.is_cut or len(rows) < len(text.grid.rows):
        gathered.cut()

    def where(match: CellMatch) -> Place:
        area = Area(
            top=rows[match.row],
            left=columns[match.column],
            bottom=rows[match.last_row],
            right=columns[match.last_column],
        )
        return Place(sheet=name, cell=str(area))

    gathered.show(name, "\n".join("\t".join(cells).rstrip("\t") for cells in table))
    gathered.tabulate(table, where)
    _add_hidden(gathered, name, text)
    _add_unseen(gathered, name, text, drawings)
    _add_aside(gathered, name, text)


def _add_hidden(gathered: Gathered, name: str, text: SheetText) -> None:
    for first, last in runs_of(text.hidden_rows()):
        rows = f"{first + 1}" if first == last else f"{first + 1}:{last + 1}"
        gathered.add(FindingKind.HIDDEN_ROW, Place(sheet=name, cell=rows))
    for first, last in runs_of(text.hidden_columns()):
        ends = column_name(first), column_name(last)
        columns = ends[0] if first == last else ":".join(ends)
        gathered.add(FindingKind.HIDDEN_COLUMN, Place(sheet=name, cell=columns))


def _add_unseen(
    gathered: Gathered, name: str, text: SheetText, drawings: Iterable[Drawing]
) -> None:
    for row, column in text.unseen:
        _add_cell(gathered, FindingKind.HIDDEN_TEXT, name, text, row, column)
    for row, column in text.under_merged():
        _add_cell(gathered, FindingKind.HIDDEN_TEXT, name, text, row, column)
    for area in text.covering:
        if any(True for _ in text.within(area)):
            gathered.add(FindingKind.HIDDEN_TEXT, Place(sheet=name, cell=str(area)))
    for drawing in drawings:
        values = [text.grid.rows[row][column] for row, column in text.within(drawing.area)]
        if covered := " ".join(values).strip():
            place = Place(sheet=name, cell=str(drawing.area))
            gathered.add(FindingKind.COVERED_TEXT, place, excerpt=covered)


def _add_cell(
    gathered: Gathered, kind: FindingKind, name: str, text: SheetText, row: int, column: int
) -> None:
    value = text.grid.rows[row][column]
    if value.strip():
        gathered.add(kind, Place(sheet=name, cell=cell_name(row, column)), excerpt=value)


def _add_aside(gathered: Gathered, name: str, text: SheetText) -> None:
    gathered.search_each(text.codes, Place(sheet=name, part="formulas and lists"))
    gathered.search_each(text.edges, Place(sheet=name, part="header"))
    for scenario in filter(None, text.scenarios):
        place = Place(sheet=name, part="scenarios")
        gathered.add(FindingKind.HIDDEN_TEXT, place, excerpt=scenario)
        gathered.search(scenario, place)
