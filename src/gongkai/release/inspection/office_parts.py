"""Parts that Word and Excel files have alike: pictures, embedded files, charts, leftovers."""

import hashlib
import re
from collections.abc import Callable, Mapping

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.inner import look_inside
from gongkai.release.inspection.office import Office, add_strays, elements_of, words_of
from gongkai.release.inspection.office_properties import add_custom_xml, add_properties
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.masking import mask_name
from gongkai.release.rules.names import PROGRAMS, ending_of

Handler = Callable[[Office, str, str], None]
"""Takes the office file, the name of the part and the kind of the relation that led to it."""
_LARGEST_BINARY = 64_000_000
_PICTURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"RIFF", "webp"),
)
_STRINGS = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]){5,}|[\x20-\x7e]{6,}")
_XML_ENDINGS = frozenset({"xml", "vml"})
_EMPTY_PREVIEWS = frozenset({"96367138dc44ce09bf2c8f0f8e49348a1478d2c5c0af69bbc2bbc38b63cdcead"})
"""Digests of pictures of an empty page that programs put into every file (python-docx)."""
_ODD_CHART = re.compile(r"\[|#REF!")


def inspect_parts(office: Office, handlers: Mapping[str, Handler]) -> None:
    """Inspect all parts: those with a handler for their kind by it, all others by what they are.

    Raises CannotRead: HOLDS_MACROS, HOLDS_ENTITIES, or BROKEN where the root is.
    """
    refuse_macros(office)
    reached = office.kinds()
    later = [part for part in reached if reached[part] in _LAST]
    for part in [*(part for part in reached if part not in later), *later]:
        kind = reached[part]
        _inspect_part(office, part, kind, handlers.get(kind) or _COMMON.get(kind, add_unknown))
    for part in office.leftovers(reached):
        office.gathered.add(FindingKind.EARLIER_STATE, Place(member=part))
        _inspect_part(office, part, "", _COMMON.get(_kind_by_name(part), add_unknown))
    for part in office.unused_pictures():
        office.gathered.add(FindingKind.EARLIER_STATE, Place(member=part))
    add_links(office)
    add_strays(office.package, office.gathered)


def _inspect_part(office: Office, part: str, kind: str, handler: Handler) -> None:
    try:
        handler(office, part, kind)
    except CannotRead as refused:
        is_main = kind == "officeDocument"
        if refused.problem is not FileProblem.BROKEN or is_main or _is_damaged(office, part):
            raise
        # A part that is not what it should be is not shown by Word either, but it is there.
        office.gathered.add(FindingKind.UNREADABLE, Place(member=part))
        add_strings(office, part)


def _is_damaged(office: Office, part: str) -> bool:
    """Return whether the packed bytes themselves do not come out right."""
    try:
        for _ in office.package.chunks(part):
            pass
    except CannotRead:
        return True
    return False


def refuse_macros(office: Office) -> None:
    """Raise HOLDS_MACROS where a part is a program, whatever leads to it."""
    for name in office.package.parts:
        plain = name.lower()
        is_macro = plain.endswith("vbaproject.bin") or "/macrosheets/" in plain
        if is_macro or ending_of(plain) in PROGRAMS - {"svg", "html", "htm"}:
            raise CannotRead(FileProblem.HOLDS_MACROS)


def add_quietly(office: Office, part: str, kind: str) -> None:
    """Search a part that every office file has; that it is there says nothing."""
    if ending_of(part) in _XML_ENDINGS:
        office.gathered.search(words_of(office.events(part)), Place(part=kind))
    else:
        add_strings(office, part)


def add_words(office: Office, part: str, kind: str) -> None:
    """Keep the words of a part that is shown: a diagram, a drawing."""
    office.gathered.say(kind, words_of(office.events(part)), Place(part=kind))


def add_unknown(office: Office, part: str, kind: str) -> None:
    """Search a part of a kind that is not known here; where it is not text, say so."""
    if ending_of(part) in _XML_ENDINGS:
        text = words_of(office.events(part), with_attributes=True)
        office.gathered.search(text, Place(member=part, part=kind))
        return
    office.gathered.add(FindingKind.UNREADABLE, Place(member=part))
    add_strings(office, part)


def add_strings(office: Office, part: str) -> None:
    """Search a binary part for what reads like text."""
    if office.package.parts[part].size > _LARGEST_BINARY:
        office.gathered.add(FindingKind.NOT_SEARCHED, Place(member=part))
        return
    raw = office.package.read(part, _LARGEST_BINARY)
    office.gathered.search(strings_in(raw), Place(member=part))


def strings_in(raw: bytes) -> str:
    """Return what in a binary reads like text of one or of two bytes a character."""
    pieces = []
    for match in _STRINGS.finditer(raw):
        piece = match.group()
        is_wide = len(piece) % 2 == 0 and (b"\x00" in piece or piece[1] >= 0x80)
        pieces.append(piece.decode("utf-16-le" if is_wide else "ascii", "ignore"))
    return "\n".join(pieces)


def add_picture(office: Office, part: str, _kind: str) -> None:
    """Inspect a picture as if it had been sent alone."""
    head = next(office.package.chunks(part), b"")
    ending = next((ending for start, ending in _PICTURES if head.startswith(start)), "")
    if ending:
        look_inside(
            office.package, part, office.inside.deeper(), office.gathered, name=f"picture.{ending}"
        )
    elif b"<svg" in head[:2_000]:
        add_words(office, part, "picture")
    else:
        office.gathered.add(FindingKind.UNREADABLE, Place(member=part))
        add_strings(office, part)


def add_preview(office: Office, part: str, _kind: str) -> None:
    """Name the small picture that shows what the first page once looked like."""
    digest = hashlib.sha256(office.package.read(part, _LARGEST_BINARY)).hexdigest()
    if digest not in _EMPTY_PREVIEWS:
        office.gathered.add(FindingKind.PICTURE_DATA, Place(member=part))


def add_embedded(office: Office, part: str, _kind: str) -> None:
    """Name an embedded file and inspect it as if it had been sent alone."""
    office.gathered.add(
        FindingKind.EMBEDDED_FILE, Place(member=part), excerpt=part.rpartition("/")[2]
    )
    found = look_inside(office.package, part, office.inside.deeper(), office.gathered)
    if found.problem is not None:
        add_strings(office, part)


def add_active(office: Office, part: str, kind: str) -> None:
    """Name what does something when the file is opened."""
    office.gathered.add(FindingKind.ACTIVE_CONTENT, Place(member=part), excerpt=kind)
    add_quietly(office, part, kind)


def add_chart(office: Office, part: str, kind: str) -> None:
    """Keep the words of a chart; name what it keeps without showing it."""
    add_words(office, part, kind)
    for element, text in elements_of(office.events(part)):
        is_odd = element.name == "f" and _ODD_CHART.search(text)
        # Series that were switched off stay in the file with all their values.
        if is_odd or (element.name.startswith("filtered") and element.name.endswith("Series")):
            office.gathered.add(FindingKind.CACHED_DATA, Place(member=part), excerpt=text)


def add_people(office: Office, part: str, _kind: str) -> None:
    """Name the people who are listed as authors of comments and changes."""
    for element, _ in elements_of(office.events(part)):
        name = element.attributes.get("author") or element.attributes.get("displayName")
        if element.name in ("person", "userInfo") and name:
            said = f"{element.name}: {mask_name(name)}"
            place = Place(part="people")
            office.gathered.add(FindingKind.PROPERTIES, place, excerpt=said, is_masked=True)


def add_cache(office: Office, part: str, kind: str) -> None:
    """Name data that is kept behind what is shown, and search it."""
    text = words_of(office.events(part), with_attributes=True)
    if text:
        place = Place(member=part)
        office.gathered.add(FindingKind.CACHED_DATA, place)
        office.gathered.search(text, place)


def add_links(office: Office) -> None:
    """Search all addresses elsewhere; name those that are loaded without being asked for."""
    for source in office.sources():
        for relation in office.relations(source):
            if not relation.is_external:
                continue
            office.gathered.search(relation.target, Place(part="links"))
            if relation.kind != "hyperlink":
                said = f"{relation.kind}: {relation.target}"
                office.gathered.add(FindingKind.ACTIVE_CONTENT, Place(part="links"), excerpt=said)


def _add_properties(office: Office, part: str, kind: str) -> None:
    add_properties(kind, office.events(part), office.gathered)


def _add_custom_xml(office: Office, part: str, _kind: str) -> None:
    add_custom_xml(lambda: office.events(part), office.gathered)


def _add_label(office: Office, part: str, kind: str) -> None:
    text = words_of(office.events(part), with_attributes=True)
    office.gathered.add(FindingKind.PROPERTIES, Place(part=kind), excerpt=text)


def _kind_by_name(part: str) -> str:
    if "/media/" in part:
        return "image"
    return "package" if "/embeddings/" in part else ""


_LAST = frozenset({"core-properties", "extended-properties", "custom-properties"})
_COMMON: Mapping[str, Handler] = {
    **dict.fromkeys(
        ("theme", "styles", "stylesWithEffects", "fontTable", "font", "webSettings", "numbering",
         "commentsIds", "commentsExtended", "commentsExtensible", "calcChain", "printerSettings",
         "customXmlProps", "sheetMetadata", "themeOverride", "chartColorStyle", "chartStyle",
         "diagramColors", "diagramQuickStyle", "diagramLayout", "keyMapCustomizations", "origin",
         "signature", "vmlDrawing", "ctrlProp", "tableSingleCells", "table", "tableStyles",
         "queryTable", "slicer", "featurePropertyBag", "rdRichValue", "rdRichValueStructure",
         "rdRichValueTypes"),
        add_quietly,
    ),
    **dict.fromkeys(("diagramData", "diagramDrawing", "chartUserShapes"), add_words),
    **dict.fromkeys(("oleObject", "package", "aFChunk", "subDocument"), add_embedded),
    **dict.fromkeys(("control", "activeXControlBinary", "taskpane", "webextensiontaskpanes",
                     "webextension", "customUI", "extensibility", "connections"), add_active),
    **dict.fromkeys(("recipientData", "slicerCache", "timelineCache", "powerPivotData",
                     "revisionHeaders"), add_cache),
    **dict.fromkeys(("people", "person", "usernames"), add_people),
    **dict.fromkeys(("chart", "chartEx"), add_chart),
    **dict.fromkeys(_LAST, _add_properties),
    "customXml": _add_custom_xml,
    "classificationlabels": _add_label,
    "image": add_picture,
    "hdphoto": add_picture,
    "thumbnail": add_preview,
}  # fmt: skip
