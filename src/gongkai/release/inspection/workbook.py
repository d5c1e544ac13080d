"""What a workbook says of itself: its sheets, its names, where it was saved and by whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.office import Office
from gongkai.release.inspection.office_properties import add_property
from gongkai.release.inspection.xml import Start, Text
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.masking import mask_name

_HIDDEN = frozenset({"hidden", "veryHidden"})
_HOME = re.compile(r"(?:[\\/]Users|[\\/]home|Documents and Settings)[\\/]([^\\/]+)", re.IGNORECASE)
_ANYBODY = re.compile(
    r"administrator|admin|user\w?|public|default|pc|dell|hp|lenovo|root", re.IGNORECASE
)


@dataclass(slots=True)
class Workbook:
    """The workbook part, read."""

    sheets: dict[str, str] = field(default_factory=dict)
    """Names of the sheets by their parts, in their order."""
    hidden: dict[str, str] = field(default_factory=dict)
    """How a sheet is hidden, by its name."""
    names: list[tuple[str, str, bool]] = field(default_factory=list)
    """Defined names: the name, what it stands for, whether it is hidden."""
    people: list[tuple[str, str]] = field(default_factory=list)
    is_hidden: bool = False
    counts_from_1904: bool = False
    """Whether days are counted from 1 January 1904 on."""
    strings: str = ""
    styles: str = ""

    def sheet_of(self, part: str) -> str:
        """Return the name of the sheet in a part; the file's where the workbook has no name."""
        return self.sheets.get(part, part.rpartition("/")[2])

    def report(self, gathered: Gathered) -> None:
        """Gather what is hidden and what tells of people."""
        for name, how in self.hidden.items():
            gathered.add(FindingKind.HIDDEN_SHEET, Place(sheet=name), excerpt=how)
        if self.is_hidden:
            gathered.add(FindingKind.HIDDEN_SHEET, Place(part="workbook"))
        place = Place(part="defined names")
        for name, meaning, is_hidden in self.names:
            if is_hidden and not name.startswith("_xl"):
                gathered.add(FindingKind.HIDDEN_TEXT, place, excerpt=f"{name}: {meaning}")
        said = (f"{name} {meaning}" for name, meaning, _ in self.names)
        gathered.search_each([*said, *self.sheets.values()], place)
        for kind, name in self.people:
            add_property(kind, mask_name(name), gathered)


def read_workbook(office: Office) -> Workbook:
    """Return what the workbook part says; raises CannotRead."""
    part = _main_part(office)
    book = Workbook()
    targets = {relation.id: relation for relation in office.relations(part)}
    for relation in targets.values():
        if relation.kind == "sharedStrings" and relation.target in office.package.parts:
            book.strings = relation.target
        elif relation.kind == "styles" and relation.target in office.package.parts:
            book.styles = relation.target
    for element, text in _elements(office, part):
        if element.name == "workbookPr":
            book.counts_from_1904 = element.attributes.get("date1904", "0") not in ("0", "false")
        used = targets.get(element.attributes.get("id", ""))
        _take(book, element, text, "" if used is None else used.target)
    return book


def _main_part(office: Office) -> str:
    for part, kind in office.kinds().items():
        if kind == "officeDocument":
            return part
    return next(name for name in office.package.parts if name.lower().startswith("xl/workbook"))


def _elements(office: Office, part: str) -> Iterator[tuple[Start, str]]:
    last: Start | None = None
    pieces: list[str] = []
    for event in office.events(part):
        if isinstance(event, Start):
            last, pieces = event, []
        elif isinstance(event, Text):
            pieces.append(event.text)
        elif last is not None and event.name == last.name:
            yield last, "".join(pieces).strip()
            last = None


def _take(book: Workbook, element: Start, text: str, target: str) -> None:
    attributes = element.attributes
    match element.name:
        case "sheet":
            name = attributes.get("name", "")
            book.sheets[target or name] = name
            if attributes.get("state", "") in _HIDDEN:
                book.hidden[name] = attributes["state"]
        case "definedName":
            is_hidden = attributes.get("hidden", "0") not in ("0", "false")
            book.names.append((attributes.get("name", ""), text, is_hidden))
        case "workbookView":
            book.is_hidden |= attributes.get("visibility", "") in _HIDDEN
        case "absPath":
            home = _HOME.search(attributes.get("url", ""))
            if home and not _ANYBODY.fullmatch(home.group(1)):
                book.people.append(("saved by", home.group(1)))
        case "fileSharing":
            if name := attributes.get("userName", ""):
                book.people.append(("reserved by", name))
        case "customWorkbookView":
            book.people.append(("view of", attributes.get("name", "")))
