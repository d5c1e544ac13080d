"""A workbook made anew from what is shown of another: values and looks, nothing behind them."""

import re
import tempfile
import zipfile
from collections.abc import Mapping
from copy import copy
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.redaction.cell_text import shown_value
from gongkai.release.redaction.embedded import save_picture
from gongkai.release.redaction.office_files import open_office
from gongkai.release.redaction.repacking import write_package
from gongkai.release.redaction.sheet_reading import (
    open_workbook,
    visible_columns,
    visible_rows,
    visible_sheets,
)
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.inspection import FileProblem

_LOOKS = ("font", "fill", "border", "alignment", "number_format")
_CACHED = FindingKind.CACHED_DATA
_PARTS = (
    (re.compile(r"xl/comments|xl/threadedComments|xl/persons", re.I), FindingKind.COMMENT),
    (re.compile(r"pivotCache|externalLink|queryTable|connections\.xml", re.I), _CACHED),
    (re.compile(r"xl/embeddings/|xl/activeX/", re.I), FindingKind.EMBEDDED_FILE),
    (re.compile(r"xl/revisions/", re.I), FindingKind.TRACKED_CHANGE),
    (re.compile(r"docProps/|customXml/", re.I), FindingKind.PROPERTIES),
)
_MOST_CELLS = 2_000_000


def clean_sheet(source: Path, out: Path) -> frozenset[FindingKind]:
    """Write the visible sheets into a new workbook; return the kinds of what was removed.

    Formulas become the values that they showed. Raises CannotRead.
    """
    with open_office(source) as office:
        names = "\n".join(office.package.parts)
        removed = {kind for pattern, kind in _PARTS if pattern.search(names)}
    made = Workbook()
    made.remove(made.worksheets[0])
    with tempfile.TemporaryDirectory() as name, open_workbook(source) as book:
        sheets = visible_sheets(book)
        if not sheets:
            raise CannotRead(FileProblem.EMPTY)
        if len(sheets) < len(book.sheetnames):
            removed.add(FindingKind.HIDDEN_SHEET)
        for sheet in sheets:
            copied = made.create_sheet(sheet.title)
            removed |= _Copy(sheet, copied).run()
            _pictures(sheet, copied, Path(name))
        plain = Path(name) / "plain.xlsx"
        made.save(plain)
        _repack(plain, out)
    return frozenset(removed)


class _Copy:
    """The copying of one sheet; rows and columns that are not shown close up."""

    def __init__(self, sheet: Worksheet, copied: Worksheet) -> None:
        self.sheet, self.copied = sheet, copied
        rows, columns = visible_rows(sheet), visible_columns(sheet)
        if len(rows) * len(columns) > _MOST_CELLS:
            raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
        self.rows = {row: at for at, row in enumerate(rows, start=1)}
        self.columns = {column: at for at, column in enumerate(columns, start=1)}
        self.removed: set[FindingKind] = set()

    def run(self) -> set[FindingKind]:
        if len(self.rows) < self.sheet.max_row:
            self.removed.add(FindingKind.HIDDEN_ROW)
        if len(self.columns) < self.sheet.max_column:
            self.removed.add(FindingKind.HIDDEN_COLUMN)
        for cells in self.sheet.iter_rows():
            for cell in cells:
                if cell.row in self.rows and cell.column in self.columns:
                    self._cell(cell)
        self._sizes()
        self._merges()
        return self.removed

    def _cell(self, cell: Cell | MergedCell) -> None:
        if isinstance(cell, MergedCell):
            return
        made = self.copied.cell(self.rows[cell.row], self.columns[cell.column])
        if cell.value is not None and not shown_value(cell.value, cell.number_format):
            # A format of three semicolons hides the value and keeps it.
            self.removed.add(FindingKind.HIDDEN_TEXT)
        else:
            made.value = cell.value
            if isinstance(cell.value, str):
                # A text that begins with = is a text, not a formula.
                made.data_type = "s"
        if cell.has_style:
            for look in _LOOKS:
                setattr(made, look, copy(getattr(cell, look)))

    def _sizes(self) -> None:
        for dimension in list(self.sheet.column_dimensions.values()):
            for column in range(dimension.min or 0, (dimension.max or 0) + 1):
                if column in self.columns and dimension.width:
                    letter = get_column_letter(self.columns[column])
                    self.copied.column_dimensions[letter].width = dimension.width
        for row, at in self.rows.items():
            height = self.sheet.row_dimensions[row].height
            if height:
                self.copied.row_dimensions[at].height = height
        self.copied.page_setup.orientation = self.sheet.page_setup.orientation

    def _merges(self) -> None:
        for merged in self.sheet.merged_cells.ranges:
            rows = _shown(self.rows, merged.min_row, merged.max_row)
            columns = _shown(self.columns, merged.min_col, merged.max_col)
            if not rows or not columns:
                continue
            value = self.sheet.cell(merged.min_row, merged.min_col).value
            self.copied.cell(rows[0], columns[0]).value = value
            if len(rows) * len(columns) > 1:
                first, last = (get_column_letter(columns[end]) for end in (0, -1))
                self.copied.merge_cells(f"{first}{rows[0]}:{last}{rows[-1]}")


def _shown(places: Mapping[int, int], first: int, last: int) -> list[int]:
    return [places[one] for one in range(first, last + 1) if one in places]


def _pictures(sheet: Worksheet, copied: Worksheet, folder: Path) -> None:
    for at, image in enumerate(getattr(sheet, "_images", [])):
        path = folder / f"{id(copied)}-{at}.png"
        if save_picture(image._data(), path):  # noqa: SLF001 - the library has no other way
            fresh = SheetImage(str(path))
            fresh.width, fresh.height = image.width, image.height
            start = image.anchor._from  # noqa: SLF001
            copied.add_image(fresh, f"{get_column_letter(start.col + 1)}{start.row + 1}")


def _repack(source: Path, out: Path) -> None:
    """Write the workbook without the names and moments that the library notes in it."""
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts.pop("docProps/core.xml", None)
    parts.pop("docProps/app.xml", None)
    parts.pop("docProps/custom.xml", None)
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = _PROPERTIES.sub(b"", parts[name])
    write_package(parts, out)


_PROPERTIES = re.compile(rb"<(?:Relationship|Override)\b[^>]*docProps/[^>]*/>")
