"""A PDF as it is shown: layers that are off are gone, forms and notes are part of the page.

Everything that redaction does with a source goes through here, so that what is searched, what the
officer sees and what is produced are one and the same.
"""

import ctypes
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.redaction.layers import drop_hidden_layers, has_layers
from gongkai.release.rules.inspection import FileProblem

MOST_PAGES = 2_000
"""Of one document that is redacted; nobody draws boxes on more."""
MOST_PIXELS = 40_000_000
"""Of one page: A2 at 300 dots per inch, or 120 MB."""
_FINE = 1_000_000
"""The page's width and height in the units in which its places are measured."""
_FAR = 1_000.0
_POINTS = 72


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One open page, with its rotation and its crop applied."""

    number: int
    """From 1."""
    page: pypdfium2.PdfPage
    width: float
    """In points."""
    height: float

    def affine(self) -> tuple[float, float, float, float, float, float]:
        """Return (a, b, c, d, e, f): a place (x, y) of the content stands at
        (ax + cy + e, bx + dy + f), as fractions of the page from its left upper corner."""
        origin, east, north = (
            self._device(*there) for there in ((0.0, 0.0), (_FAR, 0.0), (0.0, _FAR))
        )
        a, b = ((east[side] - origin[side]) / _FAR / _FINE for side in (0, 1))
        c, d = ((north[side] - origin[side]) / _FAR / _FINE for side in (0, 1))
        return a, b, c, d, origin[0] / _FINE, origin[1] / _FINE

    def _device(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self.page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
        return across.value, down.value

    def pixels(self, dpi: float, *, most: int = MOST_PIXELS) -> tuple[int, int]:
        """Return width and height of the page's picture; a very large page is made smaller."""
        scale = dpi / _POINTS
        area = self.width * self.height * scale * scale
        scale *= min(1.0, math.sqrt(most / area))
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))

    def picture(self, width: int, height: int) -> Image.Image:
        """Return the page drawn on white, in colour, of exactly this many pixels."""
        bitmap = pypdfium2.PdfBitmap.new_native(
            width, height, format=pdfium.FPDFBitmap_BGR, rev_byteorder=True
        )
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, self.page, 0, 0, width, height, 0, flags)
        # A copy: the picture must outlive the bitmap whose memory it would share.
        picture: Image.Image = bitmap.to_pil().copy()
        bitmap.close()
        return picture


@dataclass(slots=True)
class ShownDocument:
    """An open document whose pages are opened one at a time."""

    document: pypdfium2.PdfDocument

    @property
    def count(self) -> int:
        """Return how many pages there are."""
        return len(self.document)

    @contextmanager
    def page(self, number: int) -> Iterator[ShownPage]:
        """Open the page with this number, from 1; raises IndexError where there is none."""
        if not 1 <= number <= self.count:
            raise IndexError(f"there is no page {number}")
        page = self._flat(number)
        try:
            width, height = page.get_size()
            yield ShownPage(number, page, max(width, 1.0), max(height, 1.0))
        finally:
            page.close()

    def pages(self) -> Iterator[ShownPage]:
        """Open every page, one after the other; only one is open at a time."""
        for number in range(1, self.count + 1):
            with self.page(number) as shown:
                yield shown

    def _flat(self, number: int) -> pypdfium2.PdfPage:
        page = self.document[number - 1]
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        # The text of what was made flat is only read when the page is loaded anew.
        page.close()
        return self.document[number - 1]


@contextmanager
def open_shown(source: Path) -> Iterator[ShownDocument]:
    """Open a PDF as it is shown; raises CannotRead (locked, broken, too many pages)."""
    with tempfile.TemporaryDirectory() as folder:
        document = _opened(_without_hidden_layers(source, Path(folder)))
        try:
            if len(document) > MOST_PAGES:
                raise CannotRead(FileProblem.TOO_MANY_PAGES)
            document.init_forms()
            yield ShownDocument(document)
        finally:
            document.close()


def _without_hidden_layers(source: Path, folder: Path) -> Path:
    try:
        with pikepdf.open(source) as pdf:
            if not has_layers(pdf) or not drop_hidden_layers(pdf):
                return source
            shown = folder / "shown.pdf"
            pdf.save(shown)
            return shown
    except pikepdf.PasswordError as locked:
        raise CannotRead(FileProblem.LOCKED) from locked
    except pikepdf.PdfError as broken:
        raise CannotRead(FileProblem.BROKEN) from broken


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as broken:
        raise CannotRead(FileProblem.BROKEN) from broken
    if not len(document):
        document.close()
        raise CannotRead(FileProblem.EMPTY)
    return document
