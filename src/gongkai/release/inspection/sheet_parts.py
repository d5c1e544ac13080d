"""Parts that only workbooks have: comments, pivot caches, links, drawings, the log of changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongkai.release.inspection.gathering import masked
from gongkai.release.inspection.office import Office, words_of
from gongkai.release.inspection.office_parts import Handler, add_cache, add_quietly, add_words
from gongkai.release.inspection.office_properties import add_property
from gongkai.release.inspection.sheet_cells import Area
from gongkai.release.inspection.sheet_report import Drawing
from gongkai.release.inspection.xml import End, Start, Text
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.masking import mask_name

_COVERS = frozenset({"pic", "solidFill", "gradFill", "pattFill", "blipFill"})


def add_comments(office: Office, part: str, kind: str, *, sheet: str) -> None:
    """Name each comment of a sheet with its author, and search it."""
    authors: list[str] = []
    cell, author = "", ""
    pieces: list[str] = []
    for event in office.events(part):
        if isinstance(event, Text):
            pieces.append(event.text)
        elif isinstance(event, Start) and event.name in ("comment", "threadedComment"):
            cell, pieces = event.attributes.get("ref", ""), []
            author = _listed(authors, event.attributes.get("authorId", ""))
        elif isinstance(event, Start) and event.name == "author":
            pieces = []
        elif isinstance(event, End) and event.name == "author":
            authors.append("".join(pieces))
        elif isinstance(event, End) and event.name in ("comment", "threadedComment"):
            place = Place(part=kind, sheet=sheet, cell=cell)
            _add_comment(office, place, author, "".join(pieces))


def _listed(authors: list[str], said: str) -> str:
    return authors[int(said)] if said.isdecimal() and int(said) < len(authors) else ""


def _add_comment(office: Office, place: Place, author: str, text: str) -> None:
    said = f"{mask_name(author)}: {masked(text)}" if author else masked(text)
    office.gathered.add(FindingKind.COMMENT, place, excerpt=said, is_masked=True)
    office.gathered.search(text, place)


def add_pivot_cache(office: Office, part: str, kind: str) -> None:
    """Name what a pivot table keeps of its source, and who last brought it up to date."""
    for event in office.events(part):
        if isinstance(event, Start) and event.name == "pivotCacheDefinition":
            if name := event.attributes.get("refreshedBy", ""):
                add_property("refreshed by", mask_name(name), office.gathered)
            break
    add_cache(office, part, kind)


def add_log(office: Office, part: str, kind: str) -> None:
    """Name a log of changes of a shared workbook, and search it."""
    place = Place(member=part, part=kind)
    office.gathered.add(FindingKind.TRACKED_CHANGE, place)
    office.gathered.search(words_of(office.events(part), with_attributes=True), place)


def add_named(office: Office, part: str, kind: str) -> None:
    """Search a part that shows what its attributes say: a table, a pivot table."""
    text = words_of(office.events(part), with_attributes=True)
    office.gathered.search(text, Place(member=part, part=kind))


@dataclass(slots=True)
class _Anchor:
    from_row: int = 0
    from_column: int = 0
    to_row: int = -1
    to_column: int = -1
    is_opaque: bool = False

    def area(self) -> Area | None:
        """Return the cells that lie wholly under it."""
        if not self.is_opaque or self.to_row < self.from_row or self.to_column < self.from_column:
            return None
        return Area(
            top=self.from_row, left=self.from_column, bottom=self.to_row, right=self.to_column
        )


def sheet_drawings(office: Office, sheet: str) -> Iterator[Drawing]:
    """Yield the pictures and filled shapes that are drawn over the cells of a sheet."""
    for relation in office.relations(sheet):
        if relation.kind == "drawing" and relation.target in office.package.parts:
            yield from _drawings(office, relation.target)


def _drawings(office: Office, part: str) -> Iterator[Drawing]:
    anchor, corner, stack = _Anchor(), "", list[str]()
    for event in office.events(part):
        if isinstance(event, Start):
            stack.append(event.name)
            if event.name in ("twoCellAnchor", "oneCellAnchor"):
                anchor = _Anchor()
            elif event.name in ("from", "to"):
                corner = event.name
            # The fill of the outline or of the letters covers nothing.
            elif event.name == "pic" or (event.name in _COVERS and stack[-2:-1] == ["spPr"]):
                anchor.is_opaque = True
        elif isinstance(event, Text) and stack and stack[-1] in ("row", "col"):
            _set_corner(anchor, corner, stack[-1], event.text)
        elif isinstance(event, End) and stack:
            stack.pop()
            if event.name == "twoCellAnchor" and (area := anchor.area()):
                yield Drawing(area=area)


def _set_corner(anchor: _Anchor, corner: str, axis: str, said: str) -> None:
    if not said.strip().isdecimal():
        return
    number = int(said)
    if corner == "from" and axis == "row":
        anchor.from_row = number
    elif corner == "from":
        anchor.from_column = number
    elif axis == "row":
        anchor.to_row = number
    else:
        anchor.to_column = number


SHEET_PARTS: Mapping[str, Handler] = {
    "pivotCacheDefinition": add_pivot_cache,
    "pivotCacheRecords": add_cache,
    "externalLink": add_cache,
    "drawing": add_words,
    "chartsheet": add_quietly,
    "dialogsheet": add_quietly,
    "table": add_named,
    "pivotTable": add_named,
    "xmlMaps": add_quietly,
    "revisionLog": add_log,
}
