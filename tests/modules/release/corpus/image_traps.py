"""Pictures that hide something, each in its own way, and their clean twins (which nobody read)."""

import struct
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, PngImagePlugin, TiffImagePlugin
from tests.modules.release.corpus.papers import SECRET, scan
from tests.modules.release.corpus.trap import Trap

from gongkai.release.rules.findings import FindingKind

Kind = FindingKind
Build = Callable[[Path], None]
_READ_BY_EYE = frozenset({Kind.UNREADABLE})
_XMP = (
    '<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>'
    f"{SECRET}</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
).encode()


def _small() -> Image.Image:
    return scan().resize((250, 350))


def _saved(path: Path, *, form: str, **options: object) -> None:
    _small().save(path, form, **options)


def _jpeg() -> bytes:
    written = BytesIO()
    _small().save(written, "JPEG", quality=70)
    return written.getvalue()


def _segment(path: Path, *, marker: int, body: bytes) -> None:
    """Write a JPEG with a segment of this marker after its head."""
    plain = _jpeg()
    segment = bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body
    path.write_bytes(plain[:20] + segment + plain[20:])


def _exif(**tags: object) -> bytes:
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[int(tag.removeprefix("t"), 16)] = value
    return exif.tobytes()


def _gps() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 20.0), 3: "E", 4: (104.0, 3.0, 1.0)})
    return exif.tobytes()


def _thumbnail() -> bytes:
    """Return EXIF whose second directory describes a thumbnail, as cameras write it."""
    first = struct.pack("<HI", 0, 14)
    second = struct.pack("<HHHIII", 1, 0x0103, 3, 1, 6, 0)
    return b"Exif\0\0II*\0\x08\0\0\0" + first + second


def _png(path: Path, *, after_head: bytes = b"", after_end: bytes = b"") -> None:
    written = BytesIO()
    _small().save(written, "PNG")
    plain = written.getvalue()
    path.write_bytes(plain[:33] + after_head + plain[33:] + after_end)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png_text(path: Path, *, packed: bool) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", f"查 {SECRET}", zip=packed)
    _small().save(path, "PNG", pnginfo=info)


def _transparent(path: Path, *, form: str, text: str) -> None:
    """Write a picture whose upper half is transparent; `text` is drawn there all the same."""
    page = _small().convert("RGBA")
    ImageDraw.Draw(page).rectangle((0, 0, 250, 175), fill="white")
    ImageDraw.Draw(page).text((20, 40), text, fill="black", font_size=24)
    alpha = Image.new("L", page.size, 255)
    alpha.paste(0, (0, 0, 250, 175))
    page.putalpha(alpha)
    options = {"lossless": True, "exact": True} if form == "WEBP" else {}
    page.save(path, form, **options)


def _tiff(path: Path, **tags: object) -> None:
    directory = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in tags.items():
        directory[int(tag.removeprefix("t"))] = value
    _small().save(path, "TIFF", tiffinfo=directory)


def _followed(path: Path, *, form: str) -> None:
    _saved(path, form=form)
    path.write_bytes(path.read_bytes() + f"\nkept: {SECRET}\n".encode())


def _frames(path: Path, *, form: str, count: int) -> None:
    pages = [scan(f"第{number}页　云梦省防汛简报").resize((250, 350)) for number in range(count)]
    pages[0].save(path, form, save_all=True, append_images=pages[1:])


def _gif(path: Path) -> None:
    _small().convert("P").save(path, "GIF", comment=SECRET.encode())


_plain: dict[str, Build] = {
    form: partial(_saved, form=form) for form in ("JPEG", "PNG", "TIFF", "GIF", "WEBP")
}


def _trap(
    name: str, build: Build, finds: Kind, clean: Build | None = None, holds: str = ""
) -> Trap:
    return Trap(name=name, build=build, finds=finds, clean=clean, allowed=_READ_BY_EYE, holds=holds)


TRAPS: list[Trap] = [
    _trap(
        "place.jpg",
        partial(_saved, form="JPEG", exif=_gps()),
        Kind.PICTURE_DATA,
        _plain["JPEG"],
    ),
    _trap(
        "owner.jpg",
        partial(_saved, form="JPEG", exif=_exif(t013B="Ouyang Na", t0110="YM-9")),
        Kind.PICTURE_DATA,
        partial(_saved, form="JPEG", exif=_exif(t0112=1)),
    ),
    _trap(
        "words-of-windows.jpg",
        partial(_saved, form="JPEG", exif=_exif(t9C9C=SECRET.encode("utf-16-le") + b"\0\0")),
        Kind.PICTURE_DATA,
        holds=SECRET,
    ),
    _trap(
        "description.jpg",
        partial(_saved, form="JPEG", exif=_exif(t010E=f"ID {SECRET}")),
        Kind.PICTURE_DATA,
        holds=SECRET,
    ),
    _trap(
        "thumbnail.jpg",
        partial(_saved, form="JPEG", exif=_thumbnail()),
        Kind.PICTURE_DATA,
        _plain["JPEG"],
    ),
    _trap(
        "comment.jpg",
        partial(_segment, marker=0xFE, body=SECRET.encode()),
        Kind.PICTURE_DATA,
        holds=SECRET,
    ),
    _trap(
        "xmp.jpg",
        partial(_segment, marker=0xE1, body=b"http://ns.adobe.com/xap/1.0/\0" + _XMP),
        Kind.PICTURE_DATA,
        holds=SECRET,
    ),
    _trap(
        "iptc.jpg",
        partial(_segment, marker=0xED, body=b"Photoshop 3.0\0" + SECRET.encode()),
        Kind.PICTURE_DATA,
        holds=SECRET,
    ),
    _trap(
        "more-pictures.jpg",
        partial(_segment, marker=0xE2, body=b"MPF\0" + b"\0" * 40),
        Kind.PICTURE_DATA,
    ),
    _trap(
        "own-segment.jpg",
        partial(_segment, marker=0xE9, body=SECRET.encode()),
        Kind.PICTURE_DATA,
        holds=SECRET,
    ),
    _trap(
        "behind-the-end.jpg",
        partial(_followed, form="JPEG"),
        Kind.EMBEDDED_FILE,
        _plain["JPEG"],
        SECRET,
    ),
    _trap("text.png", partial(_png_text, packed=False), Kind.PICTURE_DATA, _plain["PNG"], SECRET),
    _trap("packed-text.png", partial(_png_text, packed=True), Kind.PICTURE_DATA, holds=SECRET),
    _trap(
        "exif.png",
        partial(_saved, form="PNG", exif=_gps()),
        Kind.PICTURE_DATA,
    ),
    _trap(
        "own-chunk.png",
        partial(_png, after_head=_chunk(b"ymDt", SECRET.encode())),
        Kind.PICTURE_DATA,
        _png,
        SECRET,
    ),
    _trap(
        "behind-the-end.png",
        partial(_png, after_end=f"kept: {SECRET}".encode()),
        Kind.EMBEDDED_FILE,
        _png,
        SECRET,
    ),
    _trap(
        "transparent.png",
        partial(_transparent, form="PNG", text=SECRET),
        Kind.HIDDEN_TEXT,
        partial(_transparent, form="PNG", text=""),
    ),
    _trap(
        "transparent.webp",
        partial(_transparent, form="WEBP", text=SECRET),
        Kind.HIDDEN_TEXT,
        partial(_transparent, form="WEBP", text=""),
    ),
    _trap(
        "transparent.tif",
        partial(_transparent, form="TIFF", text=SECRET),
        Kind.HIDDEN_TEXT,
        partial(_transparent, form="TIFF", text=""),
    ),
    _trap(
        "description.tif",
        partial(_tiff, t270=f"ID {SECRET}"),
        Kind.PICTURE_DATA,
        _plain["TIFF"],
        SECRET,
    ),
    _trap("artist.tif", partial(_tiff, t315="Ouyang Na"), Kind.PICTURE_DATA),
    _trap("xmp.tif", partial(_tiff, t700=_XMP), Kind.PICTURE_DATA, holds=SECRET),
    _trap(
        "pages.tif",
        partial(_frames, form="TIFF", count=3),
        Kind.UNREADABLE,
    ),
    _trap("frames.gif", partial(_frames, form="GIF", count=3), Kind.UNREADABLE),
    _trap("comment.gif", _gif, Kind.PICTURE_DATA, _plain["GIF"], SECRET),
    _trap("behind-the-end.gif", partial(_followed, form="GIF"), Kind.EMBEDDED_FILE, holds=SECRET),
    _trap(
        "xmp.webp",
        partial(_saved, form="WEBP", xmp=_XMP),
        Kind.PICTURE_DATA,
        _plain["WEBP"],
        SECRET,
    ),
    _trap("exif.webp", partial(_saved, form="WEBP", exif=_gps()), Kind.PICTURE_DATA),
    _trap("behind-the-end.webp", partial(_followed, form="WEBP"), Kind.EMBEDDED_FILE, holds=SECRET),
]
