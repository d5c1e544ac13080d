"""What hangs on a PDF besides its pages: notes, forms, files, layers, actions, thumbnails."""

from collections.abc import Callable, Mapping
from typing import Any

import pikepdf

from gongkai.release.inspection.gathering import Gathered, masked
from gongkai.release.inspection.pdf_frame import Frame
from gongkai.release.inspection.pdf_properties import said_in_packet
from gongkai.release.inspection.pdf_walk import (
    Objects,
    entry,
    items,
    keys,
    name_in,
    parts_of,
    stream_of,
    words_in,
)
from gongkai.release.inspection.picture_data import add_picture_data
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileKind

_NO_COMMENT = frozenset({"/Link", "/Widget", "/FileAttachment", "/TrapNet", "/PrinterMark"})
_BY_THEMSELVES = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"})
"""Actions that no page of a document to be read needs."""
_AUTOMATIC = ("/OpenAction", "/AA")
_HARMLESS = frozenset({"/GoTo", "/Named"})
_RICH = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
_DEEPEST_TREE = 40
InspectEmbedded = Callable[[bytes, str], None]
"""Inspects a file inside this one, given its name, and gathers what is in it."""


def add_notes(pdf: pikepdf.Pdf, frames: Mapping[int, Frame], gathered: Gathered) -> None:
    """Gather the notes on pages; a box that stands for one is where it is drawn."""
    for number, page in enumerate(pdf.pages, start=1):
        notes = entry(page.obj, "/Annots")
        for note in notes if isinstance(notes, pikepdf.Array) else ():
            subtype = name_in(note, "/Subtype")
            words = [words_in(entry(note, key)) for key in ("/T", "/Contents", "/RC", "/Subj")]
            text = " ".join(word for word in words if word)
            if subtype in _NO_COMMENT or (subtype == "/Popup" and not text):
                continue
            place = Place(page=number, box=_box(note, frames.get(number)))
            gathered.search(text, place)
            kind = FindingKind.COVERED_TEXT if subtype == "/Redact" else FindingKind.COMMENT
            gathered.add(kind, place, excerpt=text or subtype.removeprefix("/"))


def _box(note: Any, frame: Frame | None) -> tuple[float, float, float, float] | None:
    rectangle = entry(note, "/Rect")
    if frame is None or not isinstance(rectangle, pikepdf.Array) or len(rectangle) != 4:
        return None
    try:
        left, bottom, right, top = (float(side) for side in rectangle)
    except (TypeError, ValueError):
        return None
    return frame.box((left, bottom, right, top))


def add_form(pdf: pikepdf.Pdf, gathered: Gathered) -> None:
    """Gather the values of a form and its XFA."""
    form = entry(pdf.Root, "/AcroForm")
    xfa = entry(form, "/XFA")
    if xfa is not None:
        packets = [xfa] if isinstance(xfa, pikepdf.Stream) else list(xfa)
        text = "\n".join(
            text
            for packet in packets
            if isinstance(packet, pikepdf.Stream)
            for _name, text in said_in_packet(stream_of(packet))
        )
        gathered.search(text, Place(part="xfa"))
        gathered.add(FindingKind.FORM_DATA, Place(part="xfa"))
    fields = entry(form, "/Fields")
    waiting = [(field, 0) for field in (fields if isinstance(fields, pikepdf.Array) else ())]
    while waiting:
        field, depth = waiting.pop()
        _add_field(field, gathered)
        children = entry(field, "/Kids")
        if isinstance(children, pikepdf.Array) and depth < _DEEPEST_TREE:
            waiting.extend((child, depth + 1) for child in children)


def _add_field(field: Any, gathered: Gathered) -> None:
    name = words_in(entry(field, "/T")) or words_in(entry(field, "/TU"))
    for key in ("/V", "/DV", "/RV"):
        text = words_in(entry(field, key)).strip()
        if text:
            place = Place(part=f"form field {name}".strip())
            gathered.search(f"{name}：{text}", place)
            gathered.add(FindingKind.FORM_DATA, place, excerpt=text)


def add_layers(pdf: pikepdf.Pdf, gathered: Gathered) -> bool:
    """Gather the layers and say whether there are any."""
    layers = entry(pdf.Root, "/OCProperties", "/OCGs")
    off = entry(pdf.Root, "/OCProperties", "/D", "/OFF")
    hidden = {layer.objgen for layer in off} if isinstance(off, pikepdf.Array) else set()
    found = list(layers) if isinstance(layers, pikepdf.Array) else []
    for layer in found:
        name = words_in(entry(layer, "/Name"))
        state = "off" if layer.objgen in hidden else "on"
        gathered.add(
            FindingKind.LAYER,
            Place(part=f"layer {masked(name)}".strip()),
            excerpt=state,
            is_masked=True,
        )
    return bool(found)


def add_actions(pdf: pikepdf.Pdf, objects: Objects, gathered: Gathered) -> None:
    """Gather what acts: scripts, programs, forms that send themselves, links that open alone."""
    found: dict[str, str] = {}
    for part in objects.telling:
        kind = name_in(part, "/S")
        if kind in _BY_THEMSELVES:
            found.setdefault(kind, words_in(entry(part, "/JS")))
    for thing in (pdf.Root, *(page.obj for page in pdf.pages)):
        for key in _AUTOMATIC:
            for part in parts_of(entry(thing, key)):
                kind = name_in(part, "/S")
                if kind and kind not in _HARMLESS:
                    found.setdefault(kind, "")
    for kind, script in found.items():
        place = Place(part=kind.removeprefix("/"))
        gathered.search(script, place)
        gathered.add(FindingKind.ACTIVE_CONTENT, place, excerpt=script)


def add_pieces(objects: Objects, gathered: Gathered, *, inspect_embedded: InspectEmbedded) -> None:
    """Gather files, thumbnails, private data of programs and the data of pictures, everywhere."""
    for part in objects.telling:
        names = keys(part)
        if "/EF" in names or name_in(part, "/Subtype") in _RICH:
            _add_file(part, gathered, inspect_embedded)
        if "/Thumb" in names:
            gathered.add(FindingKind.PICTURE_DATA, Place(part="thumbnail"))
        if "/PieceInfo" in names:
            programs = sorted(key.removeprefix("/") for key in keys(entry(part, "/PieceInfo")))
            place = Place(part="private data")
            gathered.add(FindingKind.CACHED_DATA, place, excerpt=", ".join(programs))
        if isinstance(part, pikepdf.Stream) and name_in(part, "/Subtype") == "/Image":
            _add_picture(part, gathered)


def _add_file(part: Any, gathered: Gathered, inspect_embedded: InspectEmbedded) -> None:
    files = entry(part, "/EF")
    name = words_in(entry(part, "/UF")) or words_in(entry(part, "/F")) or "attachment"
    note = words_in(entry(part, "/Desc"))
    gathered.search(f"{name}\n{note}", Place(part="attachments"))
    gathered.add(FindingKind.EMBEDDED_FILE, Place(part="attachments"), excerpt=name)
    streams = {
        value.objgen: value for _key, value in items(files) if isinstance(value, pikepdf.Stream)
    }
    for stream in streams.values():
        inspect_embedded(stream_of(stream, 500_000_000), name)


def _add_picture(picture: pikepdf.Stream, gathered: Gathered) -> None:
    filters = entry(picture, "/Filter")
    last = filters[-1] if isinstance(filters, pikepdf.Array) and len(filters) else filters
    place = Place(part="picture")
    if str(last) == "/DCTDecode" and not isinstance(filters, pikepdf.Array):
        add_picture_data(FileKind.JPEG, picture.read_raw_bytes(), place, gathered)
    packet = entry(picture, "/Metadata")
    if isinstance(packet, pikepdf.Stream):
        text = "\n".join(f"{name}: {said}" for name, said in said_in_packet(stream_of(packet)))
        gathered.search(text, place)
        gathered.add(FindingKind.PICTURE_DATA, place, excerpt="XMP")
