"""Rows of the obligation matrix, put together from what is held and what is expected."""

from collections.abc import Iterable, Mapping
from datetime import date

from gongkai.oversight.queries.expectations import Expectations, OrganLine, with_all_above
from gongkai.oversight.queries.matrix_values import MatrixCell, MatrixRow
from gongkai.oversight.rules.matrix import CellState, coverage_of, next_due, state_of
from gongkai.records.queries.cards import in_language
from gongkai.records.queries.obligations import NOTHING_HELD, HeldCell, items_of_cells

Held = Mapping[tuple[int, str], HeldCell]


def matrix_rows(
    organs: Iterable[OrganLine],
    *,
    everybody: Mapping[int, OrganLine],
    held: Held,
    expected: Expectations,
    on: date,
) -> list[MatrixRow]:
    """Return the row of each organ, judged on a day.

    `everybody` are all organs, among which those above one are looked for.
    """
    items: dict[int, set[str]] = {}
    for organ_id, item in held:
        items.setdefault(organ_id, set()).add(item)
    return [
        _row(
            organ,
            above=with_all_above(everybody, organ.id),
            codes=items.get(organ.id, set()),
            held=held,
            expected=expected,
            on=on,
        )
        for organ in organs
    ]


def _row(
    organ: OrganLine,
    *,
    above: frozenset[int],
    codes: set[str],
    held: Held,
    expected: Expectations,
    on: date,
) -> MatrixRow:
    cells = {
        item.code: _cell(
            organ,
            item.code,
            above=above,
            held=held.get((organ.id, item.code), NOTHING_HELD),
            expected=expected,
            on=on,
        )
        for item in items_of_cells(level=organ.level, kind=organ.kind, held=codes)
    }
    return MatrixRow(
        organ_id=organ.id,
        name=in_language(organ.name, organ.name_en),
        level=organ.level,
        kind=organ.kind,
        region_code=organ.region_code,
        region_name=organ.region_name,
        cells=cells,
        coverage=coverage_of((cell.state, cell.held.fresh) for cell in cells.values()),
    )


def _cell(
    organ: OrganLine,
    item: str,
    *,
    above: frozenset[int],
    held: HeldCell,
    expected: Expectations,
    on: date,
) -> MatrixCell:
    rhythm, is_default = expected.rhythm(organ, item, above)
    reason = expected.inapplicable.get((organ.id, item), "")
    state = state_of(rhythm, last_on=held.last_on, on=on)
    # What stands in the catalogue shows that the item does apply, whatever was confirmed before.
    applies = not reason or held.published + held.listed > 0
    return MatrixCell(
        item=item,
        state=state if applies else CellState.DOES_NOT_APPLY,
        held=held,
        rhythm=rhythm,
        is_default=is_default,
        next_due=next_due(rhythm, last_on=held.last_on, on=on) if applies else None,
        reason=reason,
        is_stated=(organ.id, item) in expected.stated,
    )
