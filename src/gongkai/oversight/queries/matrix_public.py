"""What everybody sees of the obligation matrix: how one organ stands, and all by region."""

from dataclasses import dataclass
from datetime import date

from gongkai.oversight.queries.expectations import expectations, organ_lines
from gongkai.oversight.queries.matrix_values import MatrixRow
from gongkai.oversight.queries.rows import matrix_rows
from gongkai.oversight.rules.matrix import Coverage, Period, period_of
from gongkai.records.queries.obligations import held_cells


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCoverage:
    """The organs of one division with their figures, and the figures together."""

    code: str
    name: str
    rows: tuple[MatrixRow, ...]
    coverage: Coverage


def public_row(organ_id: int, *, today: date) -> MatrixRow | None:
    """Return how an organ stands today; None where it no longer works. Three queries."""
    everybody = organ_lines()
    organ = everybody.get(organ_id)
    if organ is None:
        return None
    rows = matrix_rows(
        [organ],
        everybody=everybody,
        held=held_cells([organ_id], on=today, since=_this_year(today).first_on),
        expected=expectations(on=today, organ_id=organ_id),
        on=today,
    )
    return rows[0]


def coverage_by_region(*, today: date) -> tuple[RegionCoverage, ...]:
    """Return every organ that is expected to disclose, by division; three queries."""
    everybody = organ_lines()
    rows = matrix_rows(
        everybody.values(),
        everybody=everybody,
        held=held_cells(None, on=today, since=_this_year(today).first_on),
        expected=expectations(on=today),
        on=today,
    )
    regions: dict[tuple[str, str], list[MatrixRow]] = {}
    for row in rows:
        regions.setdefault((row.region_code, row.region_name), []).append(row)
    return tuple(
        RegionCoverage(
            code=code,
            name=name,
            rows=tuple(found),
            coverage=sum((row.coverage for row in found), Coverage()),
        )
        for (code, name), found in regions.items()
    )


def _this_year(today: date) -> Period:
    found = period_of(str(today.year))
    if found is None:
        raise RuntimeError("every year is a period")
    return found
