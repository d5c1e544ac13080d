"""What a camera or a program writes into a picture about itself, its owner and the place (EXIF)."""

from collections.abc import Iterator, Mapping
from typing import Any

from PIL import ExifTags, Image, TiffImagePlugin

from gongkai.release.inspection.gathering import Gathered, masked
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.masking import mask_name

_GPS, _MORE, _THUMBNAIL = ExifTags.IFD.GPSInfo, ExifTags.IFD.Exif, ExifTags.IFD.IFD1
_TELLING = {
    0x010E: "description", 0x010F: "make", 0x0110: "model", 0x013B: "artist", 0x013C: "computer",
    0x8298: "copyright", 0x9C9B: "title", 0x9C9C: "comment", 0x9C9D: "author", 0x9C9E: "keywords",
    0x9C9F: "subject", 0x9286: "comment", 0xA430: "owner", 0xA431: "serial number",
    0xA435: "lens number", 0xA420: "picture number", 0x9003: "taken on", 0x9004: "digitised on",
    0x010D: "document", 0x011D: "page", 0x927C: "maker's note", 0x02BC: "XMP", 0x83BB: "IPTC",
    0x8649: "Photoshop", 0x014A: "inner pictures", 0xC4A5: "printing", 0xA436: "title",
}  # fmt: skip
"""Tags that tell something of people, places, devices; resolution and colours tell nothing."""
_PEOPLE = frozenset({"artist", "author", "owner"})
_WIDE = frozenset({0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F})
"""Written in UTF-16 by Windows."""
_PREFIX = b"Exif\0\0"


def add_exif(raw: bytes, place: Place, gathered: Gathered) -> None:
    """Gather what a block of EXIF says; a damaged one is a finding too."""
    exif = Image.Exif()
    try:
        exif.load(raw if raw.startswith(_PREFIX) else _PREFIX + raw)
        tags = [*exif.items(), *exif.get_ifd(_MORE).items()]
        position = dict(exif.get_ifd(_GPS))
        thumbnail = dict(exif.get_ifd(_THUMBNAIL))
    except (SyntaxError, ValueError, LookupError, OSError, TypeError, ArithmeticError):
        gathered.search(raw.decode("utf-8", "replace"), place)
        gathered.add(FindingKind.PICTURE_DATA, place, excerpt="EXIF")
        return
    add_tags(dict(tags), place, gathered)
    if position:
        # The place itself is what must not leave, so only its being there is said.
        gathered.add(FindingKind.PICTURE_DATA, _at(place, "GPS"), excerpt="GPS")
        gathered.search_each(_texts(position.values()), place)
    if thumbnail:
        gathered.add(FindingKind.PICTURE_DATA, _at(place, "thumbnail"), excerpt="thumbnail")


def add_tags(tags: Mapping[int, Any], place: Place, gathered: Gathered) -> None:
    """Gather the telling ones among the tags of EXIF or TIFF, and search all of them."""
    gathered.search_each(_texts(tags.values()), place)
    for tag, value in tags.items():
        name = _TELLING.get(tag)
        text = _text(value, is_wide=tag in _WIDE).strip()
        if name and text:
            shown = mask_name(text) if name in _PEOPLE else masked(text)
            excerpt = f"{name}: {shown}" if text.isprintable() else name
            gathered.search(f"{name}: {text}", place)
            gathered.add(FindingKind.PICTURE_DATA, place, excerpt=excerpt, is_masked=True)
    if _GPS in tags and not isinstance(tags[_GPS], int):
        gathered.add(FindingKind.PICTURE_DATA, _at(place, "GPS"), excerpt="GPS")


def _at(place: Place, what: str) -> Place:
    part = f"{place.part} {what}".strip()
    return Place(member=place.member, part=part, page=place.page, box=place.box)


def _texts(values: Any) -> Iterator[str]:
    for value in values:
        text = _text(value, is_wide=False)
        if text:
            yield text


def _text(value: Any, *, is_wide: bool) -> str:
    if isinstance(value, tuple) and all(isinstance(one, int) and one < 256 for one in value):
        value = bytes(value)
    if isinstance(value, bytes):
        if is_wide:
            return value.decode("utf-16-le", "replace").rstrip("\0")
        for code in (b"UNICODE\0", b"ASCII\0\0\0"):
            if value.startswith(code):
                encoding = "utf-16-le" if code[0:1] == b"U" else "utf-8"
                return value[8:].decode(encoding, "replace").rstrip("\0")
        return value.decode("utf-8", "replace").rstrip("\0")
    if isinstance(value, str):
        # Pillow reads Latin letters where a Chinese program wrote UTF-8.
        return _as_utf8(value).rstrip("\0")
    if isinstance(value, TiffImagePlugin.IFDRational | int | float):
        return ""
    return str(value) if value is not None else ""


def _as_utf8(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
