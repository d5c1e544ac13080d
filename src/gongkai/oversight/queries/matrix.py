"""The obligation matrix: organ by item in a period, for whoever looks over the organs."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.oversight.access import rows_seen_by
from gongkai.oversight.queries.expectations import expectations, organ_lines
from gongkai.oversight.queries.matrix_values import Matrix, MatrixFilter, MatrixRow
from gongkai.oversight.queries.rows import matrix_rows
from gongkai.oversight.rules.matrix import CellState, Coverage, Period, coverage_of
from gongkai.records.queries.catalogue import default_regime
from gongkai.records.queries.obligations import held_cells
from gongkai.records.rules.regions import region_prefix
from gongkai.records.rules.statutory import StatutoryItem, cells_of_regime

EVERYTHING = MatrixFilter()


def matrix(
    viewer: Viewer,
    *,
    period: Period,
    today: date,
    wanted: MatrixFilter = EVERYTHING,
    page: int = 1,
    size: int | None = None,
) -> Matrix:
    """Return the matrix of the organs that the viewer sees, a page of `size` organs or all.

    It is judged on the last day of the period, or today while the period runs, by what is public
    now. Three queries, however many organs and items; a page beyond the last is the last.
    """
    judged_on = period.looked_at_on(today)
    everybody = _rows(rows_seen_by(viewer), period, judged_on)
    rows = [row for row in everybody if _is_wanted(row, wanted)]
    pages = max(1, -(-len(rows) // size)) if size else 1
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * size : page * size] if size else rows
    return Matrix(
        period=period,
        judged_on=judged_on,
        items=_items_of(shown),
        rows=tuple(shown),
        total=len(rows),
        page=page,
        pages=pages,
        coverage=sum((row.coverage for row in rows), Coverage()),
        of_items={item.code: _of_item(rows, item.code) for item in _items_of(rows)},
        regions=tuple(dict.fromkeys((row.region_code, row.region_name) for row in everybody)),
    )


def matrix_row(viewer: Viewer, organ_id: int, *, period: Period, today: date) -> MatrixRow:
    """Return the row of one organ; raises NotFound where the viewer does not see it."""
    seen = rows_seen_by(viewer) & Q(pk=organ_id)
    rows = _rows(seen, period, period.looked_at_on(today))
    if not rows:
        raise NotFound(_("There is no such page."))
    return rows[0]


def _rows(seen: Q, period: Period, on: date) -> list[MatrixRow]:
    everybody = organ_lines(seen)
    asked_for = [line for line in everybody.values() if line.is_seen]
    if not asked_for:
        return []
    return matrix_rows(
        asked_for,
        everybody=everybody,
        held=held_cells([line.id for line in asked_for], on=on, since=period.first_on),
        expected=expectations(on=on),
        on=on,
    )


def _is_wanted(row: MatrixRow, wanted: MatrixFilter) -> bool:
    if wanted.region_code and not row.region_code.startswith(region_prefix(wanted.region_code)):
        return False
    if wanted.level and row.level != wanted.level:
        return False
    cells = [cell for cell in row.cells.values() if wanted.item in ("", cell.item)]
    if wanted.state:
        return any(cell.state is CellState(wanted.state) for cell in cells)
    return bool(cells) or not wanted.item


def _items_of(rows: Iterable[MatrixRow]) -> tuple[StatutoryItem, ...]:
    codes = {code for row in rows for code in row.cells}
    return tuple(item for item in cells_of_regime(default_regime()) if item.code in codes)


def _of_item(rows: Sequence[MatrixRow], code: str) -> Coverage:
    cells = (row.cells[code] for row in rows if code in row.cells)
    return coverage_of((cell.state, cell.held.fresh) for cell in cells)
