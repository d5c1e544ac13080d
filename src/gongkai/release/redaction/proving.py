"""The proof that a produced file holds nothing of what was removed.

Three things are shown, none of which relies on how the file was made: the file has no object that
is not a page, its picture or the title; no removed text is in any of its bytes, in any way a PDF
can write it, nor does a reader of text find a single letter; and under each box the pages show
what a box freshly painted on white shows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops, ImageDraw

from gongkai.release.redaction.glyphs import glyphs_of
from gongkai.release.redaction.levels import most_difference
from gongkai.release.redaction.needles import byte_forms, folded, pieces_of, plain_forms
from gongkai.release.redaction.painting import area_of, paint
from gongkai.release.redaction.shown import ShownDocument, ShownPage
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.remaining import RemainingPage, StillElsewhere

_CONTENT = re.compile(rb"q [\d.]+ 0 0 [\d.]+ 0 0 cm /P Do Q\s*")
_ROOT = {"/Type", "/Pages", "/Lang", "/ViewerPreferences"}
_INFO = {"/Title", "/Producer"}
_PAGE = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
_IMAGE = {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter",
    "/Length",
}  # fmt: skip
_RINGING = 8
"""Pixels along the edge of a box where JPEG lets what is outside it shimmer."""
_NOISE = 56
"""Of 255 steps, how far JPEG may be from what was painted."""
_SMALL_NOISE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Something of the source could be in the produced file. Never says what."""

    where: str
    page: int = 0
    """From 1; 0 where it is of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was removed, page by page, for as long as it takes to look for it."""

    boxes: Sequence[Box]
    removed: Mapping[int, Sequence[str]]
    """For each page the texts under its boxes."""
    dpi: Mapping[int, float]
    typeface: Path


def prove(output: Path, proof: Proof) -> tuple[Leak, ...]:
    """Return the leaks of a produced file; none is the proof."""
    leaks = list(_in_objects(output))
    leaks.extend(_in_bytes(output, proof))
    document = pypdfium2.PdfDocument(output)
    try:
        for page in ShownDocument(document).pages():
            if glyphs_of(page):
                leaks.append(Leak(where="text", page=page.number))
            boxes = [box for box in proof.boxes if box.page == page.number]
            if boxes and not _is_painted(page, boxes, proof):
                leaks.append(Leak(where="picture", page=page.number))
    finally:
        document.close()
    return tuple(leaks)


def still_elsewhere(
    remaining: Sequence[RemainingPage], removed: Mapping[int, Sequence[str]]
) -> tuple[StillElsewhere, ...]:
    """Return where texts that were removed in one place still stand in another."""
    terms = {
        piece.strip() for texts in removed.values() for text in texts for piece in pieces_of(text)
    }
    wanted = {folded(term): term for term in sorted(terms)}
    said = ((page.number, folded(_unmarked(page))) for page in remaining)
    return tuple(
        StillElsewhere(page=number, term=term)
        for number, text in said
        for piece, term in wanted.items()
        if piece in text
    )


def _unmarked(page: RemainingPage) -> str:
    # A mark parts what stands around it, and its ground is no text of the page.
    return "\n".join(
        "".join("\ufffc" if run.is_withheld else run.text for run in runs)
        for runs in page.paragraphs
    )


def _in_objects(output: Path) -> Iterator[Leak]:
    with Pdf.open(output) as pdf:
        if set(pdf.Root.keys()) - _ROOT or set(pdf.docinfo.keys()) - _INFO:
            yield Leak(where="document")
        expected = {pdf.Root.objgen, pdf.Root.Pages.objgen, pdf.docinfo.objgen}
        for number, page in enumerate(pdf.pages, start=1):
            expected |= _objects_of(page.obj)
            if not _is_picture_page(page.obj):
                yield Leak(where="page", page=number)
        others = [one for one in pdf.objects if not _belongs(one, expected)]
        if others:
            yield Leak(where="objects")


def _belongs(one: pikepdf.Object, expected: set[tuple[int, int]]) -> bool:
    if not isinstance(one, Dictionary | Stream):
        return one is None
    kind = one.get("/Type")
    return one.objgen in expected or kind in (Name.Pages, Name.ObjStm, Name.XRef)


def _objects_of(page: pikepdf.Object) -> set[tuple[int, int]]:
    if not _is_picture_page(page):
        return {page.objgen}
    return {page.objgen, page.Contents.objgen, page.Resources.XObject.P.objgen}


def _is_picture_page(page: pikepdf.Object) -> bool:
    if set(page.keys()) - _PAGE or set(page.Resources.keys()) != {"/XObject"}:
        return False
    if set(page.Resources.XObject.keys()) != {"/P"}:
        return False
    image = page.Resources.XObject.P
    if not isinstance(page.Contents, Stream) or not isinstance(image, Stream):
        return False
    return not set(image.keys()) - _IMAGE and bool(_CONTENT.fullmatch(page.Contents.read_bytes()))


def _in_bytes(output: Path, proof: Proof) -> Iterator[Leak]:
    everything = {piece for texts in proof.removed.values() for piece in _pieces(texts)}
    with Pdf.open(output) as pdf:
        strings = folded(str(pdf.docinfo.get("/Title", "")))
        if any(folded(piece) in strings for piece in everything):
            yield Leak(where="title")
        pages = [page.obj for page in pdf.pages]
        for number, texts in proof.removed.items():
            # What is no plain page of one picture was told before.
            page = pages[number - 1]
            if _is_picture_page(page) and _page_holds(page, _pieces(texts)):
                yield Leak(where="bytes", page=number)
    if _holds(_outside_of_streams(output), byte_forms(everything)):
        yield Leak(where="bytes")


def _page_holds(page: pikepdf.Object, pieces: set[str]) -> bool:
    content, image = page.Contents, page.Resources.XObject.P
    raw = content.read_raw_bytes() + content.read_bytes() + image.read_raw_bytes()
    if _holds(raw, byte_forms(pieces)):
        return True
    if image.Filter == Name.DCTDecode:
        return False
    decoded = bytes(image.read_bytes())
    return len(decoded) != _picture_length(image) or _holds(decoded, plain_forms(pieces))


def _picture_length(image: pikepdf.Object) -> int:
    """Return how many bytes a picture of this size has: what is more is not of the picture."""
    bits = int(image.BitsPerComponent) * (1 if image.ColorSpace == Name.DeviceGray else 3)
    return (int(image.Width) * bits + 7) // 8 * int(image.Height)


def _pieces(texts: Sequence[str]) -> set[str]:
    return {piece for text in texts for piece in pieces_of(text)}


def _holds(data: bytes, forms: set[bytes]) -> bool:
    return any(form in data for form in forms)


def _outside_of_streams(output: Path) -> bytes:
    """Return the file as it would be without compression and without its pages' pictures."""
    with Pdf.open(output) as pdf:
        for page in pdf.pages:
            del page.obj.Resources
        plain = pikepdf.ObjectStreamMode.disable
        folder = output.parent / f".{output.name}.plain"
        try:
            pdf.save(
                folder,
                object_stream_mode=plain,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            )
            return re.sub(rb"xref\n.*", b"", folder.read_bytes(), flags=re.DOTALL)
        finally:
            folder.unlink(missing_ok=True)


def _is_painted(page: ShownPage, boxes: Sequence[Box], proof: Proof) -> bool:
    """Say whether the page shows under its boxes what was painted there, and nothing else."""
    dpi = proof.dpi[page.number]
    is_lossless, size = _picture_of(page)
    shown = page.picture(*size)
    fresh = Image.new("RGB", size, (255, 255, 255))
    paint(fresh, boxes, dpi=dpi, typeface=proof.typeface)
    under = Image.new("L", size)
    draw = ImageDraw.Draw(under)
    margin = 0 if is_lossless else _RINGING
    for box in boxes:
        left, top, right, bottom = area_of(box, size)
        inner = (left + margin, top + margin, right - 1 - margin, bottom - 1 - margin)
        if inner[0] <= inner[2] and inner[1] <= inner[3]:
            draw.rectangle(inner, fill=255)
    # What is outside the boxes is made alike, so that only what is under them can differ.
    shown.paste(fresh, mask=ImageChops.invert(under))
    return most_difference(shown, fresh) <= (_SMALL_NOISE if is_lossless else _NOISE)


def _picture_of(page: ShownPage) -> tuple[bool, tuple[int, int]]:
    """Return whether the one picture of a page is kept without loss, and its pixels."""
    image = next(iter(page.page.get_objects()))
    return "DCTDecode" not in image.get_filters(), image.get_px_size()


def pages_with_boxes(boxes: Sequence[Box]) -> dict[int, list[Box]]:
    """Return the boxes by page."""
    ordered = sorted(boxes, key=lambda box: box.page)
    return {page: list(listed) for page, listed in groupby(ordered, key=lambda box: box.page)}
