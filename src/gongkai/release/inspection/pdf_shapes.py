"""What a PDF page paints, in its order: texts, fills, pictures; their places as shown."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.release.inspection.pdf_frame import Frame, Sides, common

Matrix = tuple[float, float, float, float, float, float]

_SAME: Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST = 12
_MOST = 50_000
"""Objects of one page that are looked at."""
_OPAQUE = 250
_SHOWS_THROUGH = 25
_INVISIBLE_MODES = frozenset({3, 7})
_STROKE = 1
_RECTANGLE_POINTS = (4, 6)


class ShapeKind(Enum):
    """What an object paints."""

    TEXT = auto()
    FILL = auto()
    PICTURE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Shape:
    """One object of a page."""

    kind: ShapeKind
    address: int
    handle: Any
    box: Sides
    """As fractions, also beyond the edges of the page and of what clips it."""
    clip: Sides | None
    """The box of what clips it."""
    colour: str | None
    """`RRGGBB`; None where it is a pattern or unknown."""
    opacity: int
    """0 to 255."""
    is_invisible: bool = False
    """A text in a mode that paints nothing, or wholly transparent."""
    is_rectangle: bool = False
    size: float = 0.0
    """Of a text, in points as shown."""
    is_nested: bool = False

    @property
    def is_opaque(self) -> bool:
        """Say whether nothing shows through it."""
        return self.opacity >= _OPAQUE

    @property
    def shown(self) -> Sides | None:
        """Return the part of its box that is not clipped away."""
        return self.box if self.clip is None else common(self.box, self.clip)


class TooManyShapes(Exception):
    """The page paints more than is looked at."""


def shapes_of(page: pypdfium2.PdfPage, frame: Frame) -> list[Shape]:
    """Return all that the page paints, forms taken apart; raises TooManyShapes."""
    shapes: list[Shape] = []
    walk = _walk(
        pdfium.FPDFPage_CountObjects(page),
        lambda at: pdfium.FPDFPage_GetObject(page, at),
        _SAME,
        None,
        0,
    )
    for handle, kind, matrix, clip, depth in walk:
        shapes.append(_shape(handle, kind, matrix, clip, frame, is_nested=depth > 0))
        if len(shapes) > _MOST:
            raise TooManyShapes
    return shapes


Walked = tuple[Any, int, Matrix, Sides | None, int]


def _walk(
    count: int, get: Callable[[int], Any], matrix: Matrix, clip: Sides | None, depth: int
) -> Iterator[Walked]:
    for at in range(count):
        handle = get(at)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind != pdfium.FPDF_PAGEOBJ_FORM or depth >= _DEEPEST:
            yield handle, kind, matrix, clip, depth
            continue
        yield from _walk(
            pdfium.FPDFFormObj_CountObjects(handle),
            partial(pdfium.FPDFFormObj_GetObject, handle),
            _times(_matrix(handle), matrix),
            _both(clip, _clip(handle, matrix)),
            depth + 1,
        )


def _shape(
    handle: Any, kind: int, matrix: Matrix, clip: Sides | None, frame: Frame, *, is_nested: bool
) -> Shape:
    own_clip = _both(clip, _clip(handle, matrix))
    colour, opacity = _colour(handle, kind)
    is_text = kind == pdfium.FPDF_PAGEOBJ_TEXT
    mode = pdfium.FPDFTextObj_GetTextRenderMode(handle) if is_text else 0
    return Shape(
        kind=_kind(handle, kind),
        address=ctypes.addressof(handle.contents),
        handle=handle,
        box=frame.raw(_moved(_bounds(handle), matrix)),
        clip=None if own_clip is None else frame.raw(own_clip),
        colour=colour,
        opacity=opacity,
        is_invisible=is_text and (mode in _INVISIBLE_MODES or opacity < _SHOWS_THROUGH),
        is_rectangle=kind == pdfium.FPDF_PAGEOBJ_PATH and _is_rectangle(handle),
        size=_size(handle, matrix) if is_text else 0.0,
        is_nested=is_nested,
    )


def _kind(handle: Any, kind: int) -> ShapeKind:
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        return ShapeKind.TEXT
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        return ShapeKind.PICTURE
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(handle, mode, stroke)
        return ShapeKind.FILL if mode.value else ShapeKind.OTHER
    return ShapeKind.FILL if kind == pdfium.FPDF_PAGEOBJ_SHADING else ShapeKind.OTHER


def _bounds(handle: Any) -> Sides:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _matrix(handle: Any) -> Matrix:
    said = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, said):
        return _SAME
    return said.a, said.b, said.c, said.d, said.e, said.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _moved(sides: Sides, matrix: Matrix) -> Sides:
    a, b, c, d, e, f = matrix
    left, bottom, right, top = sides
    across = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    up = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(across), min(up), max(across), max(up)


def _size(handle: Any, matrix: Matrix) -> float:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(handle, size)
    a, b, c, d, _e, _f = _times(_matrix(handle), matrix)
    return float(abs(size.value) * abs(a * d - b * c) ** 0.5)


def _colour(handle: Any, kind: int) -> tuple[str | None, int]:
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    strokes = (
        kind == pdfium.FPDF_PAGEOBJ_TEXT and pdfium.FPDFTextObj_GetTextRenderMode(handle) == _STROKE
    )
    ask = pdfium.FPDFPageObj_GetStrokeColor if strokes else pdfium.FPDFPageObj_GetFillColor
    if not ask(handle, red, green, blue, opacity):
        return None, 255
    return f"{red.value:02X}{green.value:02X}{blue.value:02X}", opacity.value


def _is_rectangle(handle: Any) -> bool:
    count = pdfium.FPDFPath_CountSegments(handle)
    if not _RECTANGLE_POINTS[0] <= count <= _RECTANGLE_POINTS[1]:
        return False
    kinds = [
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(handle, at))
        for at in range(count)
    ]
    return pdfium.FPDF_SEGMENT_BEZIERTO not in kinds


def _clip(handle: Any, matrix: Matrix) -> Sides | None:
    """Return the box of what clips an object, in the points of the page."""
    clip = pdfium.FPDFPageObj_GetClipPath(handle)
    found: Sides | None = None
    for at in range(pdfium.FPDFClipPath_CountPaths(clip) if clip else 0):
        points = [
            point
            for segment in range(pdfium.FPDFClipPath_CountPathSegments(clip, at))
            if (point := _point(pdfium.FPDFClipPath_GetPathSegment(clip, at, segment)))
        ]
        if points:
            across, up = zip(*points, strict=True)
            found = _both(found, _moved((min(across), min(up), max(across), max(up)), matrix))
    return found


def _point(segment: Any) -> tuple[float, float] | None:
    x, y = ctypes.c_float(), ctypes.c_float()
    if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
        return None
    return x.value, y.value


def _both(one: Sides | None, other: Sides | None) -> Sides | None:
    if one is None or other is None:
        return one or other
    # Nothing in common: an empty place, which is not the same as no clip.
    return common(one, other) or (one[0], one[1], one[0], one[1])
