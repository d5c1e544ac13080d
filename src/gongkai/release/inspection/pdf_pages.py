"""The pages of a PDF: their text, what is unseen in it, and what no program can read."""

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.ocr import Reader, findings_in_lines, read_enough, text_of
from gongkai.release.inspection.pdf_frame import Frame, Sides, area, on_page
from gongkai.release.inspection.pdf_letters import Letters
from gongkai.release.inspection.pdf_shapes import Shape, ShapeKind, TooManyShapes, shapes_of
from gongkai.release.inspection.pdf_unseen import (
    Reason,
    Unseen,
    covered_pictures,
    cut_pictures,
    unseen_letters,
)
from gongkai.release.rules.findings import FindingKind, Place

_FEW_LETTERS = 8
_CAPTION = 50
"""Letters; fewer beside a picture that fills the page are a stamp or a page number."""
_FILLS_THE_PAGE = 0.6
_LARGE_PICTURE = 0.1
"""Share of the page; what is smaller is an emblem or a seal."""
_GARBAGE = 0.2
_VEILS = frozenset(
    {
        pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE,
        pdfium.FPDF_ANNOT_POLYGON,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_STAMP,
        pdfium.FPDF_ANNOT_FREETEXT,
        pdfium.FPDF_ANNOT_INK,
        pdfium.FPDF_ANNOT_REDACT,
        pdfium.FPDF_ANNOT_WIDGET,
    }
)
"""Notes that can lie over what is under them."""
_UNDER_SCAN = "text under the picture"
_OCR_SCALE = 200 / 72
_OCR_PIXELS = 12_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the pages of one document are looked at."""

    has_layers: bool = False
    reader: Reader | None = None


def inspect_page(document: pypdfium2.PdfDocument, number: int, gathered: Gathered, way: Way) -> int:
    """Gather what is on one page, counted from 1, and return how many letters it has."""
    page = document[number - 1]
    try:
        frame = Frame.of_page(page)
        letters = Letters.of_page(page, frame)
        gathered.keep(letters.findings(number))
        shapes = _shapes(page, frame, number, gathered)
        veils = _veils(page, frame)
        boxes = [box for _kind, box in veils]
        unseen = unseen_letters(page, letters, shapes, veils=boxes, distrust=way.has_layers)
        seen = len(letters.told) - sum(len(one.places) for one in unseen)
        scanned = _is_scan(shapes, seen)
        _keep_unseen(letters, unseen, number, gathered, is_scan=scanned)
        _keep_pictures(shapes, boxes, number, gathered)
        gathered.show(str(number), letters.text, is_machine_read=scanned)
        unreadable = _unreadable(letters, shapes, seen, is_scan=scanned)
        count = len(letters.codes)
        letters.page.close()
    finally:
        page.close()
    _keep_unreadable(document, number, unreadable, gathered, way)
    return count


def _shapes(page: pypdfium2.PdfPage, frame: Frame, number: int, gathered: Gathered) -> list[Shape]:
    try:
        return shapes_of(page, frame)
    except TooManyShapes:
        gathered.add(FindingKind.NOT_SEARCHED, Place(page=number))
        return []


def _veils(page: pypdfium2.PdfPage, frame: Frame) -> list[tuple[int, Sides]]:
    found = []
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        sides = pdfium.FS_RECTF()
        if kind in _VEILS and pdfium.FPDFAnnot_GetRect(note, sides):
            box = frame.raw((sides.left, sides.bottom, sides.right, sides.top))
            found.append((kind, box))
        pdfium.FPDFPage_CloseAnnot(note)
    return found


def _is_scan(shapes: Sequence[Shape], seen: int) -> bool:
    pictures = (shape.shown for shape in shapes if shape.kind is ShapeKind.PICTURE)
    largest = max((area(on_page(box)) for box in pictures if box), default=0.0)
    return seen < _CAPTION and largest >= _FILLS_THE_PAGE


def _keep_unseen(
    letters: Letters, unseen: Sequence[Unseen], number: int, gathered: Gathered, *, is_scan: bool
) -> None:
    for one in unseen:
        kind = FindingKind.COVERED_TEXT if one.reason is Reason.COVERED else FindingKind.HIDDEN_TEXT
        text = letters.text[one.places[0] : one.places[-1] + 1]
        # What a scanner's program read is all of one page: it is named once.
        is_layer = is_scan and one.reason is Reason.INVISIBLE
        place = (
            Place(page=number, part=_UNDER_SCAN)
            if is_layer
            else Place(page=number, box=letters.box(one.places))
        )
        gathered.add(kind, place, excerpt="" if is_layer else text)


def _keep_pictures(
    shapes: Sequence[Shape], veils: Sequence[Sides], number: int, gathered: Gathered
) -> None:
    for box in covered_pictures(shapes, veils):
        place = Place(page=number, part="picture", box=on_page(box))
        gathered.add(FindingKind.COVERED_TEXT, place)
    for box in cut_pictures(shapes):
        gathered.add(FindingKind.CUT_PICTURE, Place(page=number, box=on_page(box)))


def _unreadable(
    letters: Letters, shapes: Sequence[Shape], seen: int, *, is_scan: bool
) -> list[Sides | None]:
    """Return the boxes of what no program can read on a page; None stands for the whole page."""
    garbage = sum(map(letters.is_garbage, letters.told))
    if is_scan or (seen < _FEW_LETTERS and shapes) or garbage > _GARBAGE * len(letters.told):
        return [None]
    pictures = [shape.shown for shape in shapes if shape.kind is ShapeKind.PICTURE]
    boxes = [on_page(box) for box in pictures if box]
    return [box for box in boxes if area(box) >= _LARGE_PICTURE]


def _keep_unreadable(
    document: pypdfium2.PdfDocument,
    number: int,
    boxes: Sequence[Sides | None],
    gathered: Gathered,
    way: Way,
) -> None:
    if not boxes:
        return
    lines = way.reader.read(_picture(document, number)) if way.reader else []
    place = Place(page=number)
    gathered.keep(findings_in_lines(lines, place))
    if lines:
        gathered.show(f"{number}", text_of(lines), is_machine_read=True)
    if not read_enough(lines):
        for box in boxes:
            gathered.add(FindingKind.UNREADABLE, Place(page=number, box=box))


def _picture(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    page = document[number - 1]
    size = page.get_width() * page.get_height()
    scale = min(_OCR_SCALE, (_OCR_PIXELS / max(1.0, size)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    return picture
