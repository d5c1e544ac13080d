"""OFD documents (GB/T 33190): pages, annotations, attachments, and what lies beside them."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.inner import Inside, look_inside
from gongkai.release.inspection.ofd_page import A4, Box, OfdPage, Unseen, box_of, ofd_colour
from gongkai.release.inspection.office import Office, add_strays, elements_of, words_of
from gongkai.release.inspection.office_parts import add_picture, add_strings, refuse_macros
from gongkai.release.inspection.office_properties import PROPERTIES, add_property
from gongkai.release.inspection.packages import open_package
from gongkai.release.inspection.xml import Start, Text
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileKind, FileProblem, Inspection
from gongkai.release.rules.masking import mask_name
from gongkai.release.rules.names import ending_of

_FONTS = frozenset({"ttf", "otf", "ttc", "cff"})
_SEALS = frozenset({"dat", "esl", "sig", "cer"})
_SHORTEST_TOLD = 9
"""Characters of digits alone above which a text beside the pages is no number of an object."""


def inspect_ofd(path: Path, inside: Inside) -> Inspection:
    """Return what is in an OFD document; raises CannotRead."""
    with open_package(path, inside.budget) as package:
        office = Office(package, inside)
        refuse_macros(office)
        _Ofd(office).inspect()
        add_strays(package, office.gathered)
    return office.gathered.inspection(FileKind.OFD)


class _Ofd:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._gathered = office.gathered
        self._colours: dict[str, str | None] = {}
        self._pages: dict[str, int] = {}
        self._area: Box = A4
        self._attached: dict[str, str] = {}
        self._told: set[str] = set()
        self._roots = dict(self._read_roots())
        self._handlers: Mapping[str, Callable[[str], None]] = {
            "OFD": self._add_info, "Document": self._add_document, "Page": self._add_page,
            "Res": self._add_resources, "PageAnnot": self._add_annotations,
            "Attachments": self._add_attachments, "Signature": self._search,
            "Signatures": self._search, "Annotations": self._search, "DocVersion": self._search,
            "CustomTags": self._search,
        }  # fmt: skip

    def inspect(self) -> None:
        """Gather everything: pages first, so that it is known what they show."""
        if "Encryptions" in self._roots.values() or "OFD" not in self._roots.values():
            locked = "Encryptions" in self._roots.values()
            raise CannotRead(FileProblem.LOCKED if locked else FileProblem.BROKEN)
        for root in ("Document", "Res", "Page"):
            for part in self._of_root(root):
                self._handlers[root](part)
        for part, root in self._roots.items():
            if root not in ("Document", "Res", "Page"):
                self._handlers.get(root, self._add_beside)(part)
        self._add_files()
        self._add_left_over()

    def _read_roots(self) -> Iterator[tuple[str, str]]:
        """Yield the XML parts with the name of their first element, and note what they name."""
        for part in self._office.package.parts:
            if ending_of(part) != "xml":
                continue
            root = ""
            for event in self._office.events(part):
                if isinstance(event, Start):
                    root = root or event.name
                    self._told.update(map(posixpath.basename, event.attributes.values()))
                elif isinstance(event, Text) and "." in event.text:
                    self._told.add(posixpath.basename(event.text.strip()))
            yield part, root

    def _of_root(self, root: str) -> list[str]:
        parts = [part for part, name in self._roots.items() if name == root]
        return sorted(parts, key=lambda part: (self._pages.get(part, 0), part))

    def _elements(self, part: str) -> Iterable[tuple[Start, str]]:
        return elements_of(self._office.events(part))

    def _add_info(self, part: str) -> None:
        shown = self._gathered.shown_text()
        said, versions = [], 0
        for element, text in self._elements(part):
            versions += element.name == "Version"
            if not text:
                continue
            name = element.attributes.get("Name") or element.name
            said.append(f"{name}: {text}")
            is_new = "".join(text.split()) not in shown
            if element.name == "Author":
                add_property("Author", text, self._gathered)
            elif element.name in ("Title", "Subject", "Abstract", "Keyword") and is_new:
                add_property(element.name, text, self._gathered)
            elif element.name == "CustomData":
                add_property(name, text, self._gathered)
        self._gathered.search_each(said, PROPERTIES)
        if versions > 1:
            self._gathered.add(FindingKind.EARLIER_STATE, Place(part="versions"))

    def _add_document(self, part: str) -> None:
        folder = posixpath.dirname(part)
        told = []
        for element, text in self._elements(part):
            place = element.attributes.get("BaseLoc", "")
            if element.name == "Page" and place:
                self._pages[_resolved(place, folder)] = len(self._pages) + 1
            elif element.name == "PhysicalBox":
                self._area = box_of(text)
            elif element.name in ("Sound", "Movie", "GotoA"):
                kind = FindingKind.ACTIVE_CONTENT
                self._gathered.add(kind, Place(part="actions"), excerpt=element.name)
            told += [element.attributes.get(key, "") for key in ("Title", "Name", "URI")]
        self._gathered.search_each(told, Place(part="outline"))
        self._gathered.pages = len(self._pages)

    def _add_resources(self, part: str) -> None:
        for element, text in self._elements(part):
            if element.name == "TextCode":
                self._gathered.search(text, Place(part="resources"))
        parameter = ""
        for event in self._office.events(part):
            if isinstance(event, Start) and event.name == "DrawParam":
                parameter = event.attributes.get("ID", "")
            elif isinstance(event, Start) and event.name == "FillColor" and parameter:
                self._colours[parameter] = ofd_colour(event.attributes.get("Value", ""))

    def _add_page(self, part: str) -> None:
        number = self._pages.get(part, 0)
        place = Place(page=number) if number else Place(part="template")
        page = OfdPage(self._colours, self._area).read(self._office.events(part))
        self._keep(page, place, str(number) if number else "template")
        if number and page.has_picture and not "".join(page.lines()).strip():
            self._gathered.add(FindingKind.UNREADABLE, place)

    def _keep(self, page: OfdPage, place: Place, label: str) -> None:
        self._gathered.say(label, "\n".join(page.lines()), place)
        if page.is_cut:
            self._gathered.cut()
        for unseen in page.unseen():
            where = Place(page=place.page, part=place.part, box=_fractions(unseen, page.area))
            self._gathered.add(unseen.kind, where, excerpt=unseen.text)

    def _add_annotations(self, part: str) -> None:
        place = Place(part="annotations")
        page = OfdPage(self._colours, self._area)
        shown: list[str] = []
        for event in self._office.events(part):
            page.hear(event)
            if isinstance(event, Start) and event.name == "Annot":
                creator, kind = (event.attributes.get(key, "") for key in ("Creator", "Type"))
                if kind != "Link":
                    said = f"{kind} {mask_name(creator)}"
                    self._gathered.add(FindingKind.COMMENT, place, excerpt=said, is_masked=True)
            elif isinstance(event, Text) and not event.is_remark:
                shown.append(event.text)
        self._gathered.say("annotations", "".join(shown), place)
        for unseen in page.unseen():
            self._gathered.add(unseen.kind, place, excerpt=unseen.text)

    def _add_attachments(self, part: str) -> None:
        folder, begun = posixpath.dirname(part), ""
        pieces: list[str] = []
        for event in self._office.events(part):
            if isinstance(event, Start):
                pieces = []
                begun = event.attributes.get("Name", begun)
            elif isinstance(event, Text):
                pieces.append(event.text)
            elif event.name == "FileLoc":
                target = _resolved("".join(pieces).strip(), folder)
                self._attached[target] = begun
                self._gathered.add(FindingKind.EMBEDDED_FILE, Place(member=target), excerpt=begun)

    def _search(self, part: str) -> None:
        text = words_of(self._office.events(part), with_attributes=True)
        self._gathered.search(text, Place(member=part))

    def _add_beside(self, part: str) -> None:
        """Name words of tags, extensions and unknown parts that no page shows."""
        self._search(part)
        shown = self._gathered.shown_text()
        for line in words_of(self._office.events(part)).splitlines():
            plain = "".join(line.split())
            is_reference = plain.isdecimal() and len(plain) < _SHORTEST_TOLD
            if plain and not is_reference and plain not in shown and plain[:1] != "/":
                self._gathered.add(FindingKind.HIDDEN_TEXT, Place(member=part), excerpt=line)

    def _add_files(self) -> None:
        package = self._office.package
        for part in package.parts:
            ending = ending_of(part)
            if part in self._attached:
                name = _named(self._attached[part], ending)
                inner = self._office.inside.deeper()
                if look_inside(package, part, inner, self._gathered, name=name).problem:
                    add_strings(self._office, part)
            elif ending in _SEALS or ending in _FONTS:
                add_strings(self._office, part)
            elif ending != "xml":
                add_picture(self._office, part, "image")

    def _add_left_over(self) -> None:
        for part in self._office.package.parts:
            name = posixpath.basename(part)
            if name not in self._told and name.lower() != "ofd.xml":
                self._gathered.add(FindingKind.EARLIER_STATE, Place(member=part))


def _named(name: str, ending: str) -> str:
    return name if ending_of(name) else f"{name}.{ending}"


def _resolved(location: str, folder: str) -> str:
    if location.startswith("/"):
        return posixpath.normpath(location).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, location))


def _fractions(unseen: Unseen, area: Box) -> Box | None:
    width, height = area[2] - area[0], area[3] - area[1]
    if width <= 0 or height <= 0:
        return None
    left, top, right, bottom = unseen.box
    sides = (
        (left - area[0]) / width,
        (top - area[1]) / height,
        (right - area[0]) / width,
        (bottom - area[1]) / height,
    )
    clamped = tuple(min(1.0, max(0.0, side)) for side in sides)
    return clamped[0], clamped[1], clamped[2], clamped[3]
