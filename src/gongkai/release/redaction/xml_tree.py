"""A whole XML part as a tree, for documents whose parts hang together; never resolves anything."""

from collections.abc import Iterator, MutableMapping
from typing import Protocol, cast

from lxml import etree  # type: ignore[import-untyped]

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.packages import Package
from gongkai.release.inspection.xml import xml_events
from gongkai.release.rules.inspection import FileProblem

LARGEST_PART = 60_000_000
"""Bytes of one part as a tree, which takes about ten times as much memory."""


class Element(Protocol):
    """An element of the tree, as far as it is used: the library gives it no types."""

    tag: object
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> MutableMapping[str, str]: ...
    def __iter__(self) -> Iterator["Element"]: ...
    def __len__(self) -> int: ...
    def iter(self) -> Iterator["Element"]: ...
    def getparent(self) -> "Element | None": ...
    def getprevious(self) -> "Element | None": ...
    def index(self, child: "Element") -> int: ...
    def insert(self, index: int, element: "Element") -> None: ...
    def remove(self, element: "Element") -> None: ...


def tree_of(package: Package, part: str) -> Element:
    """Return the root of an XML part.

    Raises CannotRead: HOLDS_ENTITIES, BROKEN, UNPACKS_TOO_LARGE.
    """
    raw = package.read(part, LARGEST_PART)
    # The strict reader first: it refuses what the tree would only leave out.
    for _event in xml_events([raw]):
        pass
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        return cast(Element, etree.fromstring(raw, parser))
    except etree.XMLSyntaxError as broken:
        raise CannotRead(FileProblem.BROKEN) from broken


def local(element: Element) -> str:
    """Return the name of an element without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """Return an attribute by its name without namespace."""
    if element is None:
        return default
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(found, default))


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child of that name, its first child of the next name, and so on."""
    found = element
    for name in path:
        if found is None:
            return None
        found = next((one for one in found if local(one) == name), None)
    return found


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of these names, in their order."""
    return (one for one in element if local(one) in names)


def is_on(element: Element | None) -> bool:
    """Say whether a switch is there and not switched off: `<w:b/>`, `<w:b w:val="0"/>`."""
    return element is not None and attribute(element, "val", "1") not in {"0", "false", "off"}


def whole(said: str, default: int = 0, *, most: int = 1_000) -> int:
    """Return a number that an attribute says, within bounds; the default where it is none."""
    return min(int(said), most) if said.isdecimal() else default


def as_bytes(root: Element) -> bytes:
    """Return the XML part that a tree says."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def drop(element: Element) -> None:
    """Take an element out of its tree; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Put the children of an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for one in list(element):
        parent.insert(at, one)
        at += 1
    drop(element)
