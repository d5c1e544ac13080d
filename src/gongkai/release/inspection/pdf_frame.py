"""The places of a PDF page as it is shown: fractions of it, its rotation and crop applied."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

Sides = tuple[float, float, float, float]
"""Left, top, right, bottom; in the page's own points left, bottom, right, top."""

_FINE = 1_000_000
_FAR = 1_000.0


@dataclass(frozen=True, slots=True)
class Frame:
    """How the points of a page become fractions of its picture."""

    width: float
    """In points, as it is shown."""
    height: float
    matrix: tuple[float, float, float, float, float, float]

    @classmethod
    def of_page(cls, page: pypdfium2.PdfPage) -> "Frame":
        """Return the frame of an open page."""
        (ox, oy), (ex, ey), (nx, ny) = (
            _device(page, *there) for there in ((0.0, 0.0), (_FAR, 0.0), (0.0, _FAR))
        )
        matrix = ((ex - ox) / _FAR, (ey - oy) / _FAR, (nx - ox) / _FAR, (ny - oy) / _FAR, ox, oy)
        return cls(page.get_width(), page.get_height(), matrix)

    def raw(self, sides: Sides) -> Sides:
        """Return where left, bottom, right, top of the page stand, also beyond its edges."""
        a, b, c, d, e, f = self.matrix
        left, bottom, right, top = sides
        across = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
        down = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
        return min(across), min(down), max(across), max(down)

    def box(self, sides: Sides) -> Sides | None:
        """Return the part of an area that is on the page; None where nothing is."""
        return on_page(self.raw(sides))


def _device(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE


def on_page(box: Sides) -> Sides | None:
    """Return a box cut off at the edges of the page; None where it is beyond them."""
    left, top, right, bottom = (min(1.0, max(0.0, side)) for side in box)
    return (left, top, right, bottom) if left < right and top < bottom else None


def area(box: Sides | None) -> float:
    """Return the area of a box; 0 where there is none."""
    if box is None:
        return 0.0
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def common(one: Sides, other: Sides) -> Sides | None:
    """Return what two boxes have in common."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def around(boxes: list[Sides]) -> Sides:
    """Return the smallest box around some; there must be one at least."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
