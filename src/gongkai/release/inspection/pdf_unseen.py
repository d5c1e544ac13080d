"""Letters of a PDF page that nobody sees, told by looking: painted with them and without them.

What looks suspicious (a fill or a picture near it, a light colour, a clip, a layer) is drawn twice,
once with those letters invisible. Where both pictures are the same, the letters were not seen,
whatever the trick. Plain pages, which are most, are never drawn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from gongkai.release.inspection.colours import WHITE, is_invisible, luminance
from gongkai.release.inspection.pdf_frame import Sides, area, around, common, on_page
from gongkai.release.inspection.pdf_letters import Letters
from gongkai.release.inspection.pdf_shapes import Shape, ShapeKind

_DPI = 110
_MOST_PIXELS = 6_000_000
_SEEN = 20
"""Of 255: a smaller difference between the two pictures is seen by nobody."""
_LIGHT = 0.6
_TINY = 2.6
"""Points; the smallest print of a contract has five."""
_MOST_COLOURS = 4_096
_THIN = 0.002
"""Of the page's height or width: a rule, not a surface."""
_COVERED = 0.5
_INVISIBLE_MODE = 3


class Reason(StrEnum):
    """Why nobody sees a letter."""

    COVERED = "covered"
    HIDDEN = "hidden"
    INVISIBLE = "invisible"
    """In a mode that paints nothing, as the text under a scan is."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """Letters side by side that nobody sees for one reason."""

    reason: Reason
    places: tuple[int, ...]


def unseen_letters(
    page: pypdfium2.PdfPage,
    letters: Letters,
    shapes: Sequence[Shape],
    *,
    veils: Sequence[Sides],
    distrust: bool,
) -> list[Unseen]:
    """Return the letters of a page that nobody sees.

    `veils` are the boxes of notes that may lie over the page; with `distrust` every text is
    looked at, as it must be where layers can be switched off. The page is changed: its suspicious
    texts are invisible afterwards.
    """
    texts = {shape.address: at for at, shape in enumerate(shapes) if shape.kind is ShapeKind.TEXT}
    surfaces = [(at, shape) for at, shape in enumerate(shapes) if _is_surface(shape)]
    suspects = {
        shapes[at].address
        for at in texts.values()
        if distrust
        or _is_suspicious(shapes[at])
        or any(common(shapes[at].box, veil) for veil in veils)
        or _may_be_lost(at, shapes[at], surfaces)
    }
    if not suspects:
        return []
    look = _Look(page, [shapes[texts[address]] for address in suspects])
    reasons: dict[int, Reason] = {}
    for at in letters.told:
        painter = letters.painter(at)
        if painter in suspects:
            order = texts[painter]
            reason = _reason(letters.sides(at), order, shapes, veils, look)
            if reason:
                reasons[at] = reason
    return list(_side_by_side(letters, reasons))


def _is_suspicious(shape: Shape) -> bool:
    colour = shape.colour
    if shape.is_invisible or shape.clip or not shape.is_opaque or shape.size < _TINY:
        return True
    return colour is None or luminance(colour) > _LIGHT or on_page(shape.box) != shape.box


def _may_be_lost(at: int, shape: Shape, surfaces: Sequence[tuple[int, Shape]]) -> bool:
    """Say whether a text may be lost under a surface, or on one of about its own colour."""
    for order, surface in surfaces:
        if not common(shape.box, surface.box):
            continue
        is_ground = order < at and surface.kind is ShapeKind.FILL and surface.colour is not None
        if not is_ground or is_invisible(shape.colour, surface.colour):
            return True
    return False


def _is_surface(shape: Shape) -> bool:
    left, top, right, bottom = shape.box
    return (
        shape.kind in (ShapeKind.FILL, ShapeKind.PICTURE)
        and right - left > _THIN
        and bottom - top > _THIN
    )


def _reason(
    box: Sides, order: int, shapes: Sequence[Shape], veils: Sequence[Sides], look: "_Look"
) -> Reason | None:
    shape = shapes[order]
    if shape.is_invisible:
        return Reason.INVISIBLE
    shown = on_page(box)
    if shown is None or area(shown) < _COVERED * area(box) or shape.size < _TINY:
        return Reason.HIDDEN
    if look.shows(shown) and not look.blends(shown, shape.colour):
        return None
    over = [other.box for other in shapes[order + 1 :] if _is_surface(other)]
    covers = [*over, *veils]
    is_covered = any(area(common(box, cover)) >= _COVERED * area(box) for cover in covers)
    return Reason.COVERED if is_covered else Reason.HIDDEN


class _Look:
    """The two pictures of a page, with its suspicious texts and without them."""

    def __init__(self, page: pypdfium2.PdfPage, suspects: Sequence[Shape]) -> None:
        width, height = page.get_width(), page.get_height()
        scale = min(_DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        before = _picture(page, scale)
        for shape in suspects:
            pdfium.FPDFTextObj_SetTextRenderMode(shape.handle, _INVISIBLE_MODE)
        self._without = _picture(page, scale)
        difference = ImageChops.difference(before, self._without)
        bands = difference.split()
        strongest = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
        self._seen = strongest.point([0] * _SEEN + [255] * (256 - _SEEN))

    def shows(self, box: Sides) -> bool:
        """Say whether something is seen in a box that is not seen without the texts."""
        return self._seen.crop(self._pixels(box)).getbbox() is not None

    def blends(self, box: Sides, colour: str | None) -> bool:
        """Say whether a text of this colour is not told from what is behind it."""
        if colour is None:
            return False
        colours: Any = self._without.crop(self._pixels(box)).getcolors(_MOST_COLOURS)
        if not colours:
            return False
        _count, (red, green, blue) = max(colours)
        return is_invisible(colour, f"{red:02X}{green:02X}{blue:02X}" if colours else WHITE)

    def _pixels(self, box: Sides) -> tuple[int, int, int, int]:
        width, height = self._seen.size
        left, top = int(box[0] * width), int(box[1] * height)
        return (
            left,
            top,
            max(left + 1, int(box[2] * width) + 1),
            max(top + 1, int(box[3] * height) + 1),
        )


def _picture(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True, no_smoothtext=False)
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return picture


def _side_by_side(letters: Letters, reasons: dict[int, Reason]) -> Iterator[Unseen]:
    run: list[int] = []
    for at in letters.told:
        reason = reasons.get(at)
        if run and reason is not reasons[run[0]]:
            yield Unseen(reasons[run[0]], tuple(run))
            run = []
        if reason:
            run.append(at)
    if run:
        yield Unseen(reasons[run[0]], tuple(run))


def covered_pictures(shapes: Sequence[Shape], veils: Sequence[Sides]) -> Iterator[Sides]:
    """Yield the boxes that lie over a part of a picture, which is whole beneath them."""
    pictures: list[Sides] = []
    for shape in shapes:
        if shape.kind is ShapeKind.PICTURE and shape.shown:
            pictures.append(shape.shown)
        elif _is_block(shape) and _lies_on(shape.box, pictures):
            yield shape.box
    yield from (veil for veil in veils if _lies_on(veil, pictures))


def _is_block(shape: Shape) -> bool:
    is_solid = shape.kind is ShapeKind.FILL and shape.is_opaque and shape.is_rectangle
    return is_solid and _is_surface(shape)


def _lies_on(box: Sides, pictures: Sequence[Sides]) -> bool:
    most = 0.9
    return any(
        area(common(box, picture)) >= most * area(box) and area(box) < most * area(picture)
        for picture in pictures
    )


def cut_pictures(shapes: Sequence[Shape]) -> Iterator[Sides]:
    """Yield the boxes of pictures of which a part is off the page or clipped away."""
    least = 0.93
    for shape in shapes:
        if shape.kind is not ShapeKind.PICTURE or not area(shape.box):
            continue
        shown = shape.shown and on_page(shape.shown)
        if area(shown) < least * area(shape.box):
            yield shown or on_page(around([shape.box])) or shape.box
