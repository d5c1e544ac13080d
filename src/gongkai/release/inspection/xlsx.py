"""Excel workbooks (ISO/IEC 29500): every sheet with its cells, and what is kept behind them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.release.inspection.bounds import MOST_TEXT
from gongkai.release.inspection.inner import Inside
from gongkai.release.inspection.office import Office
from gongkai.release.inspection.office_parts import Handler, inspect_parts
from gongkai.release.inspection.packages import open_package
from gongkai.release.inspection.sheet_cells import Grid
from gongkai.release.inspection.sheet_looks import SheetLooks
from gongkai.release.inspection.sheet_parts import SHEET_PARTS, add_comments, sheet_drawings
from gongkai.release.inspection.sheet_report import add_sheet
from gongkai.release.inspection.sheet_text import SheetText
from gongkai.release.inspection.workbook import Workbook, read_workbook
from gongkai.release.inspection.xml import End, Event, Start, Text
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileKind, Inspection

_MOST_LEFT_OVER = 20


def inspect_xlsx(path: Path, inside: Inside) -> Inspection:
    """Return what is in a workbook; raises CannotRead."""
    with open_package(path, inside.budget) as package:
        office = Office(package, inside)
        book = _Book(office, read_workbook(office))
        inspect_parts(office, book.handlers)
        book.add_left_over(office)
        office.gathered.pages = len(book.workbook.sheets)
    return office.gathered.inspection(FileKind.XLSX)


def read_grid(path: Path, sheet: str, inside: Inside) -> Grid:
    """Return the values of one sheet; empty where there is no such sheet. Raises CannotRead."""
    with open_package(path, inside.budget) as package:
        office = Office(package, inside)
        workbook = read_workbook(office)
        strings = read_strings(office, workbook.strings)
        for part, name in workbook.sheets.items():
            if name == sheet and part in package.parts:
                return SheetText(strings.texts, SheetLooks()).read(office.events(part)).grid
    return Grid()


@dataclass(slots=True)
class Strings:
    """The shared strings of a workbook, by their numbers."""

    texts: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    is_cut: bool = False


class _Book:
    def __init__(self, office: Office, workbook: Workbook) -> None:
        self.workbook = workbook
        self._strings = read_strings(office, workbook.strings)
        styles = workbook.styles
        self._looks = SheetLooks(office.events(styles) if styles else ())
        self.handlers: Mapping[str, Handler] = {
            **SHEET_PARTS,
            "officeDocument": self.add_workbook,
            "worksheet": self.add_worksheet,
            "comments": self.add_comments,
            "threadedComment": self.add_comments,
            "sharedStrings": lambda *_: None,
        }

    def add_workbook(self, office: Office, _part: str, _kind: str) -> None:
        """Keep what the workbook says of sheets, names and people."""
        self.workbook.report(office.gathered)
        if self._strings.is_cut:
            office.gathered.cut()

    def add_worksheet(self, office: Office, part: str, _kind: str) -> None:
        """Inspect one sheet."""
        name = self.workbook.sheet_of(part)
        if part not in self.workbook.sheets:
            office.gathered.add(FindingKind.EARLIER_STATE, Place(member=part, sheet=name))
        text = SheetText(self._strings.texts, self._looks).read(office.events(part))
        self._strings.used |= text.used
        drawings = list(sheet_drawings(office, part))
        add_sheet(office.gathered, name, text, drawings)

    def add_comments(self, office: Office, part: str, kind: str) -> None:
        """Inspect the comments of the sheet that uses this part."""
        users = (
            name
            for sheet, name in self.workbook.sheets.items()
            if any(relation.target == part for relation in office.relations(sheet))
        )
        add_comments(office, part, kind, sheet=next(users, ""))

    def add_left_over(self, office: Office) -> None:
        """Name the texts that no cell shows any more."""
        unused = [
            text
            for place, text in enumerate(self._strings.texts)
            if place not in self._strings.used and text.strip()
        ]
        place = Place(part="left over texts")
        for text in unused[:_MOST_LEFT_OVER]:
            office.gathered.add(FindingKind.EARLIER_STATE, place, excerpt=text)
        office.gathered.search_each(unused, place)


def read_strings(office: Office, part: str) -> Strings:
    """Return the shared strings of the part, none where there is no part; raises CannotRead."""
    strings = Strings()
    if not part:
        return strings
    room = MOST_TEXT
    for text in _items(office.events(part)):
        room -= len(text)
        strings.is_cut |= room < 0
        # Later cells still need their numbers; what there is no room for is named as not searched.
        strings.texts.append(text if room >= 0 else "")
    return strings


def _items(events: Iterator[Event]) -> Iterator[str]:
    pieces: list[str] = []
    inside_text = False
    for event in events:
        if isinstance(event, Text) and inside_text:
            pieces.append(event.text)
        elif isinstance(event, Start):
            inside_text = event.name == "t"
            if event.name == "si":
                pieces = []
        elif isinstance(event, End):
            inside_text = False
            if event.name == "si":
                yield "".join(pieces)
