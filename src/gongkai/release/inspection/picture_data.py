"""What stands in the bytes of a picture beside its pixels, and what follows it."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

from gongkai.release.inspection.exif import add_exif
from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.pdf_properties import said_in_packet
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileKind

_XMP = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_MOST_UNPACKED = 10_000_000
_LEAST_STRAY = 16
_PIECE = tuple[str, bytes]
"""What a part of the file is (`EXIF`, `XMP`, `comment`, `stray`, …), and its bytes."""
_PLAIN_NAMES = (
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP pHYs bKGD sBIT hIST acTL fcTL fdAT cICP tIME"
)
_PLAIN_CHUNKS = frozenset(_PLAIN_NAMES.split())
_MARKERS_ALONE = (0x01, *range(0xD0, 0xD9))
_END, _COMMENT = 0xD9, 0xFE
_PLAIN_JFIF = 14
"""Bytes; what is longer carries a thumbnail."""


def add_picture_data(kind: FileKind, raw: bytes, place: Place, gathered: Gathered) -> None:
    """Gather what the bytes of a picture say; raises CannotRead for hostile XMP."""
    for what, piece in _PIECES.get(kind, _nothing)(raw):
        _add(what, piece, place, gathered)


def _add(what: str, piece: bytes, place: Place, gathered: Gathered) -> None:
    if what == "EXIF":
        add_exif(piece, place, gathered)
        return
    if what == "XMP":
        text = "\n".join(f"{name}: {said}" for name, said in said_in_packet(piece))
    else:
        text = _decoded(piece)
    gathered.search(text, place)
    if what == "stray":
        gathered.add(FindingKind.EMBEDDED_FILE, Place(part="after the picture", page=place.page))
        return
    shown = text if what == "comment" else what
    gathered.add(FindingKind.PICTURE_DATA, place, excerpt=shown)


def _decoded(piece: bytes) -> str:
    """Return the readable characters of a piece; what parts them in it parts them here too."""
    return _CONTROLS.sub("\n", _as_text(piece))


def _as_text(piece: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return piece.decode(encoding)
        except UnicodeDecodeError:
            continue
    return piece.decode("utf-8", "replace")


def _nothing(_raw: bytes) -> Iterator[_PIECE]:
    yield from ()


def _of_jpeg(raw: bytes) -> Iterator[_PIECE]:
    at = 2
    while at + 4 <= len(raw):
        if raw[at] != 0xFF:
            # Bytes of the scan, or fill: on to the next marker.
            at = raw.find(b"\xff", at + 1)
            if at < 0:
                return
            continue
        marker = raw[at + 1]
        if marker == _END:
            yield from _stray(raw[at + 2 :])
            return
        if marker in (0x00, 0xFF, *_MARKERS_ALONE):
            at += 1 if marker == 0xFF else 2
            continue
        size = struct.unpack(">H", raw[at + 2 : at + 4])[0]
        yield from _segment(marker, raw[at + 4 : at + 2 + size])
        at += 2 + size


def _segment(marker: int, body: bytes) -> Iterator[_PIECE]:
    if marker == _COMMENT:
        yield "comment", body
    elif marker == 0xE0 and (body.startswith(b"JFXX\0") or len(body) > _PLAIN_JFIF):
        yield "thumbnail", b""
    elif marker == 0xE1 and body.startswith(b"Exif\0\0"):
        yield "EXIF", body
    elif marker == 0xE1:
        prefix = next((prefix for prefix in _XMP if body.startswith(prefix)), b"")
        yield ("XMP", body[len(prefix) :]) if prefix == _XMP[0] else ("XMP extension", body)
    elif marker == 0xE2 and body.startswith(b"MPF\0"):
        yield "more pictures (MPF)", b""
    elif marker == 0xED:
        yield "IPTC", body
    elif 0xE3 <= marker <= 0xEF and not body.startswith(b"Adobe"):
        yield f"APP{marker - 0xE0}", body


def _stray(rest: bytes) -> Iterator[_PIECE]:
    if len(rest.strip(b"\0\r\n\t ")) >= _LEAST_STRAY:
        yield "stray", rest


def _of_png(raw: bytes) -> Iterator[_PIECE]:
    at = 8
    while at + 12 <= len(raw):
        size, kind = struct.unpack(">I4s", raw[at : at + 8])
        body = raw[at + 8 : at + 8 + size]
        at += 12 + size
        if kind == b"eXIf":
            yield "EXIF", body
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            key, text = _png_text(kind, body)
            yield ("XMP", text) if key == b"XML:com.adobe.xmp" else ("comment", key + b": " + text)
        elif kind == b"IEND":
            yield from _stray(raw[at:])
            return
        elif kind not in _PLAIN_CHUNKS:
            yield "chunk " + kind.decode("latin-1"), body


def _png_text(kind: bytes, body: bytes) -> tuple[bytes, bytes]:
    key, _, rest = body.partition(b"\0")
    if kind == b"tEXt":
        return key, rest
    if kind == b"zTXt":
        return key, _unpacked(rest[1:])
    is_packed, rest = rest[:1] == b"\1", rest[2:]
    _language, _, rest = rest.partition(b"\0")
    _translated, _, text = rest.partition(b"\0")
    return key, _unpacked(text) if is_packed else text


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _MOST_UNPACKED)
    except zlib.error:
        return packed


def _of_gif(raw: bytes) -> Iterator[_PIECE]:
    at = 13 + _gif_table(raw[10])
    while at < len(raw):
        block = raw[at]
        if block == 0x3B:
            yield from _stray(raw[at + 1 :])
            return
        if block == 0x2C:
            at += 10 + _gif_table(raw[at + 9]) + 1
            _image, at = _gif_blocks(raw, at)
        elif block == 0x21:
            label = raw[at + 1]
            body, end = _gif_blocks(raw, at + 2)
            if label == 0xFE:
                yield "comment", body
            elif label == 0x01:
                yield "comment", body[12:]
            elif label == 0xFF and not body.startswith(
                (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1")
            ):
                yield ("XMP packet" if body.startswith(b"XMP") else "application data"), raw[at:end]
            at = end
        else:
            yield from _stray(raw[at:])
            return


def _gif_table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks(raw: bytes, at: int) -> tuple[bytes, int]:
    pieces = []
    while at < len(raw) and raw[at]:
        pieces.append(raw[at + 1 : at + 1 + raw[at]])
        at += 1 + raw[at]
    return b"".join(pieces), at + 1


def _of_webp(raw: bytes) -> Iterator[_PIECE]:
    end = 8 + int(struct.unpack("<I", raw[4:8])[0])
    at = 12
    while at + 8 <= min(end, len(raw)):
        kind, size = struct.unpack("<4sI", raw[at : at + 8])
        body = raw[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
        if kind == b"EXIF":
            yield "EXIF", body
        elif kind == b"XMP ":
            yield "XMP", body
        elif kind not in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"):
            yield "chunk " + kind.decode("latin-1"), body
    yield from _stray(raw[end + end % 2 :])


_PIECES: Mapping[FileKind, Callable[[bytes], Iterator[_PIECE]]] = {
    FileKind.JPEG: _of_jpeg,
    FileKind.PNG: _of_png,
    FileKind.GIF: _of_gif,
    FileKind.WEBP: _of_webp,
}
