"""What a document shows, as blocks that can be typeset anew: words, tables, pictures. No markup."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Letters of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph; `level` is 1 to 6 for a heading and 0 for body text."""

    pieces: tuple[Piece, ...]
    level: int = 0
    align: str = "start"
    """`start`, `center` or `end`."""
    marker: str = ""
    """Number or bullet of a list."""
    indent: int = 0
    """Of a list, in steps."""
    is_small: bool = False
    """Header, footer, note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in the working folder."""

    path: Path
    width: float
    """In points, as the document shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table; what it covers of its neighbours is counted in rows and columns."""

    row: int
    column: int
    blocks: tuple["Block", ...]
    rows: int = 1
    columns: int = 1
    align: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with the widths of its columns in any unit: only their proportion counts."""

    widths: tuple[float, ...]
    cells: tuple[Cell, ...]
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


Block = Paragraph | Picture | Table | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Pages of one shape."""

    blocks: tuple[Block, ...]
    is_landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """Letters at a place of their own; measures in points from the left upper corner."""

    text: str
    left: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPicture:
    """A picture at a place of its own."""

    path: Path
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPage:
    """One page of a document that says itself where everything stands."""

    width: float
    height: float
    texts: tuple[PlacedText, ...]
    pictures: tuple[PlacedPicture, ...] = ()


def plain(text: str, *, level: int = 0, align: str = "start") -> Paragraph:
    """Return a paragraph of one look."""
    return Paragraph(pieces=(Piece(text=text),), level=level, align=align)


def without_overlaps(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the cells with those that lie over others moved to the next free place of their row.

    Programs draw such tables without a word; the typesetter refuses them.
    """
    taken: set[tuple[int, int]] = set()
    kept: list[Cell] = []
    for cell in cells:
        fitting = cell
        if taken & _places(cell):
            column = cell.column
            while (cell.row, column) in taken:
                column += 1
            fitting = replace(cell, column=column, rows=1, columns=1)
        taken |= _places(fitting)
        kept.append(fitting)
    return tuple(kept)


def _places(cell: Cell) -> set[tuple[int, int]]:
    return {
        (cell.row + down, cell.column + across)
        for down in range(cell.rows)
        for across in range(cell.columns)
    }
