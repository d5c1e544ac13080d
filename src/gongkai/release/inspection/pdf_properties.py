"""Properties of a PDF: who made it, of what, and what programs keep about it."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.gathering import Gathered, masked
from gongkai.release.inspection.pdf_walk import entry, items, stream_of, words_in
from gongkai.release.inspection.xml import End, Start, xml_events
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.masking import mask_name

PROPERTIES = Place(part="properties")
_PEOPLE = frozenset({"Author", "creator", "Manager", "LastModifiedBy", "Owner", "WebStatement"})
_IF_NOT_SHOWN = frozenset({"Title", "title", "Subject", "subject", "Keywords", "description"})
_PROGRAM_NAMES = (
    "Producer Creator CreatorTool CreationDate ModDate Trapped PTEX.Fullbanner CreateDate "
    "ModifyDate MetadataDate DocumentID InstanceID RenditionClass OriginalDocumentID "
    "VersionID part conformance rev amd format language PDFVersion NPages about lang "
    "parseType xmptk date type HasVisibleOverprint HasVisibleTransparency instanceID "
    "softwareAgent when action parameters changed schema namespaceURI prefix name valueType "
    "category dir resource"
)
_OF_THE_PROGRAM = frozenset(_PROGRAM_NAMES.split())
"""What names a program, a moment or the form of the packet, and nobody."""
_PIECES = re.compile(r"[;；,，|\s]+")


def add_properties(pdf: pikepdf.Pdf, gathered: Gathered, *, name: str = "") -> None:
    """Gather what the document information and the XMP of the document say.

    A title that stands on a page, or that is the file's own name, tells nothing new.

    Raises CannotRead with HOLDS_ENTITIES for an XMP packet with entities of its own.
    """
    shown = f"{gathered.shown_text()}\n{name}"
    said = [*_information(pdf), *_packet(entry(pdf.Root, "/Metadata"))]
    gathered.search_each((f"{key}: {text}" for key, text in said), PROPERTIES)
    told: set[str] = set()
    for key, text in said:
        if text in told or key in _OF_THE_PROGRAM or _is_shown(key, text, shown):
            continue
        told.add(text)
        excerpt = mask_name(text) if key in _PEOPLE else masked(text)
        gathered.add(
            FindingKind.PROPERTIES, PROPERTIES, excerpt=f"{key}: {excerpt}", is_masked=True
        )


def _is_shown(name: str, text: str, shown: str) -> bool:
    pieces = _PIECES.split(text)
    return name in _IF_NOT_SHOWN and all(piece in shown for piece in pieces)


def _information(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    for key, value in items(entry(pdf.trailer, "/Info")):
        text = words_in(value).strip()
        if text:
            yield key.removeprefix("/"), text


def _packet(stream: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(stream, pikepdf.Stream):
        return
    yield from said_in_packet(stream_of(stream))


def said_in_packet(packet: bytes) -> list[tuple[str, str]]:
    """Return the names and texts of an XMP packet; one text without a name where it is broken.

    Raises CannotRead with HOLDS_ENTITIES.
    """
    said: list[tuple[str, str]] = []
    names: list[str] = []
    try:
        for event in xml_events([packet.strip(b"\0 \r\n\t")]):
            if isinstance(event, Start):
                names.append(event.name)
                said.extend((name, text) for name, text in event.attributes.items() if text.strip())
            elif isinstance(event, End):
                names.pop()
            elif event.text.strip() and not event.is_remark:
                said.append((_property(names), event.text.strip()))
    except CannotRead as refused:
        if refused.problem is not FileProblem.BROKEN:
            raise
        said.append(("XMP", packet.decode("utf-8", "replace")))
    return said


def _property(names: list[str]) -> str:
    """Return the property that a text belongs to: a list and its items have no name of theirs."""
    own = [name for name in names if name not in {"li", "Seq", "Bag", "Alt", "Description", "RDF"}]
    return own[-1] if own else ""
