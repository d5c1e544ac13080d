"""What the obligation matrix hands out: frozen values, safe to pass to any door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.oversight.rules.matrix import CellState, Coverage, Period, Rhythm
from gongkai.records.queries.obligations import HeldCell
from gongkai.records.rules.statutory import StatutoryItem


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """One item of one organ: what is there, what is expected, how it stands.

    `reason` says why it does not apply; `is_stated` that the organ says so and nobody has
    confirmed it. `next_due` is None where there is no day by which something is due.
    """

    item: str
    state: CellState
    held: HeldCell
    rhythm: Rhythm
    is_default: bool
    next_due: date | None
    reason: str = ""
    is_stated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """An organ with its cells by item; items that do not concern its level are missing."""

    organ_id: int
    name: str
    level: str
    kind: str
    region_code: str
    region_name: str
    cells: Mapping[str, MatrixCell]
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The rows that were asked for, all items that are a cell of any of them, and the figures.

    `regions` are (code, name) of all that the viewer sees, whatever the filters leave. Figures are
    those of all rows that the filters leave, also of those on other pages.
    """

    period: Period
    judged_on: date
    items: tuple[StatutoryItem, ...]
    rows: tuple[MatrixRow, ...]
    total: int
    page: int
    pages: int
    coverage: Coverage
    of_items: Mapping[str, Coverage]
    regions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixFilter:
    """Which organs to show; empty values filter nothing. A region stands for all below it."""

    region_code: str = ""
    level: str = ""
    state: str = ""
    """A state of cells: organs with at least one such cell."""
    item: str = ""
    """The item that `state` is asked of; any item where empty."""
