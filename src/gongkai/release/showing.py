"""A finding where it stands: the picture of its page, the cells or the lines around it.

Files are opened apart, as everywhere. Pictures are made anew for each look and kept nowhere.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.kernel.files import path_of
from gongkai.release.apart import Limits, Task, TaskFailed, path_argument, run_apart
from gongkai.release.queries.examinations import TextLine, examination_texts
from gongkai.release.queries.merged import PlaceIn
from gongkai.release.redacting import convert_apart, page_png_apart
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.doors import TextOut
from gongkai.release.rules.findings import PERSONAL, FindingKind, Place
from gongkai.release.rules.inspection import FileKind
from gongkai.release.rules.masking import mask
from gongkai.release.rules.passages import PassageLine, masked_values, passage

_DRAWN = frozenset({FileKind.PDF})
"""Drawn as they are; the other pictured kinds become a PDF first."""
PICTURED = _DRAWN | {
    FileKind.OFD,
    FileKind.PNG,
    FileKind.JPEG,
    FileKind.TIFF,
    FileKind.GIF,
    FileKind.WEBP,
}
"""Kinds of files that have pages to be shown."""
_SHORT = Limits(seconds=60)
_LEAST_SIDE = 0.002
"""Of a frame around a place, so that what is thin can be seen."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell around a finding."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row around a finding; `number` as the sheet counts it."""

    number: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCells:
    """The cells around a finding."""

    sheet: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]


_WITHOUT_DIGITS = frozenset({FindingKind.NAME, FindingKind.ADDRESS})


@dataclass(frozen=True, slots=True)
class _Veil:
    """How the text of cells is masked around a finding of a kind."""

    kind: FindingKind
    excerpt: str
    others: Mapping[str, str]
    """Excerpts of what else is personal on the sheet, by cell: a name alone says not what it is."""

    def over(self, text: str, *, cell: str, is_meant: bool, is_beside: bool) -> str:
        """Return what is shown of a cell; beside the found value stand more of its kind."""
        if self.kind in PERSONAL and is_meant:
            return self.excerpt
        if cell in self.others:
            return self.others[cell]
        if self.kind in PERSONAL and is_beside and self._could_be(text):
            return mask(self.kind, text)
        return masked_values(text)

    def _could_be(self, text: str) -> bool:
        """Say whether a text can be of the kind at all: the head of a column of numbers is not."""
        return self.kind in _WITHOUT_DIGITS or any(map(str.isdecimal, text))


def has_picture(where: PlaceIn) -> bool:
    """Say whether a picture of the page can be shown on which a finding stands."""
    place = where.place
    return where.item.kind in PICTURED and not place.member and place.page > 0


def page_picture(where: PlaceIn) -> bytes:
    """Return the page as PNG with a frame around the finding.

    Raises gongkai.release.apart.TaskFailed where the page cannot be drawn.
    """
    source, marked = path_of(where.item.digest), _frame(where.place)
    if FileKind(where.item.kind) in _DRAWN:
        return page_png_apart(source, where.place.page, marked=marked)
    with tempfile.TemporaryDirectory(prefix="gongkai-paper-") as folder:
        paper = Path(folder) / "paper.pdf"
        convert_apart(source, where.item.name, paper)
        return page_png_apart(paper, where.place.page, marked=marked)


def has_cells(where: PlaceIn) -> bool:
    """Say whether a finding stands in a cell of a table."""
    return bool(where.place.cell) and not where.item.is_text


def cells_around(
    where: PlaceIn, *, kind: FindingKind, excerpt: str, in_full: bool
) -> ShownCells | None:
    """Return the cells around a finding, masked unless asked for in full; None without any.

    Masked, the cells of the found value show its excerpt, and what is personal in the others is
    masked as far as it can be known without the whole table.
    """
    asked = {
        "path": path_argument(path_of(where.item.digest)),
        "name": where.item.name,
        "place": where.place.as_row(),
    }
    try:
        answer: Mapping[str, Any] = run_apart(Task.SHOW_CELLS, asked, limits=_SHORT)
    except TaskFailed:
        return None
    if not answer["rows"] or not answer["columns"]:
        return None
    meant = set(answer["meant_columns"])
    veil = None if in_full else _Veil(kind, excerpt, _personal_cells(where))
    return ShownCells(
        sheet=where.place.sheet,
        columns=tuple(answer["columns"]),
        rows=tuple(_row(row, answer["columns"], meant, veil) for row in answer["rows"]),
    )


def lines_around(
    where: PlaceIn, *, texts: TextOut, kind: FindingKind, excerpt: str, in_full: bool
) -> tuple[PassageLine, ...]:
    """Return the lines around a finding in a text, or in what was read of a file."""
    text = _text_of(where, texts)
    return passage(text, kind=kind, excerpt=excerpt, line=where.place.line, in_full=in_full)


def _row(
    row: Mapping[str, Any], columns: Sequence[str], meant: set[str], veil: _Veil | None
) -> ShownRow:
    cells = []
    for column, text in zip(columns, row["cells"], strict=True):
        is_meant = bool(row["is_meant"]) and column in meant
        is_beside = column in meant
        cell = f"{column}{row['label']}"
        said = veil.over(text, cell=cell, is_meant=is_meant, is_beside=is_beside) if veil else text
        cells.append(ShownCell(said, is_meant))
    return ShownRow(row["label"], tuple(cells))


def _personal_cells(where: PlaceIn) -> dict[str, str]:
    """Return the excerpts of everything personal that was found on the same sheet, by cell."""
    here = (where.place.member, where.place.sheet)
    return {
        place.cell: line.excerpt
        for line in where.item.findings
        if line.kind in PERSONAL
        for place in line.places
        if place.cell and (place.member, place.sheet) == here
    }


def _text_of(where: PlaceIn, texts: TextOut) -> str:
    if where.item.is_text:
        return dict(texts.parts).get(where.place.part, "")
    read = examination_texts([where.item.digest]).get(where.item.digest, ())
    return _read(read, where.place)


def _read(read: tuple[TextLine, ...], place: Place) -> str:
    inner = str(place.page) if place.page else place.sheet or place.part
    label = "/".join(filter(None, (place.member, inner)))
    return next((line.text for line in read if line.label == label), "")


def _frame(place: Place) -> tuple[Box, ...]:
    if place.box is None:
        return ()
    left, right = _apart(place.box[0], place.box[2])
    top, bottom = _apart(place.box[1], place.box[3])
    return (Box(page=place.page, left=left, top=top, right=right, bottom=bottom),)


def _apart(first: float, second: float) -> tuple[float, float]:
    """Return two sides inside the page, the first before the second."""
    low = min(max(first, 0.0), 1.0 - _LEAST_SIDE)
    return low, min(max(second, low + _LEAST_SIDE), 1.0)
