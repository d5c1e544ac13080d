"""The letters of a page, each with its place as fractions of the page as it is shown."""

import ctypes
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from PIL import Image, ImageStat

from gongkai.release.redaction.levels import contrast_of
from gongkai.release.redaction.shown import ShownPage
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.radicals import without_radicals

_LEAST_CONTRAST = 24
"""Of 255 steps between the lightest and the darkest pixel of a letter; less is not seen."""
_AROUND = 2
"""Pixels from a stroke to what is beside it; the first is neither."""
_SIDES_OF_STROKE = 3
_NOT_A_CHARACTER = frozenset({0, 0xFFFE, 0xFFFF})


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter; blanks and line ends that the page only implies have no extent."""

    character: str
    left: float
    top: float
    right: float
    bottom: float
    """Of the ink, not of the line."""

    @property
    def is_blank(self) -> bool:
        """Say whether nothing is drawn for it."""
        return not self.character.strip() or self.right <= self.left or self.bottom <= self.top

    def touches(self, box: Box) -> bool:
        """Say whether some of the ink lies in the box or at its edge."""
        return (
            self.left <= box.right
            and box.left <= self.right
            and self.top <= box.bottom
            and box.top <= self.bottom
        )

    def lies_in(self, box: Box) -> bool:
        """Say whether all of the ink lies in the box."""
        return (
            box.left <= self.left
            and self.right <= box.right
            and box.top <= self.top
            and self.bottom <= box.bottom
        )


def glyphs_of(page: ShownPage) -> list[Glyph]:
    """Return the letters of a page in the order of reading, line ends among them."""
    text = pdfium.FPDFText_LoadPage(page.page)
    try:
        return list(_glyphs(text, page.affine()))
    finally:
        pdfium.FPDFText_ClosePage(text)


def seen_on(picture: Image.Image, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the letters that can be seen on the picture of their page, and the blanks.

    White on white, under a box that the source brought, outside the page: whoever redacts has not
    seen it, so it may not be told either.
    """
    grey = picture.convert("L")
    return [glyph for glyph in glyphs if glyph.is_blank or _has_contrast(grey, glyph)]


def _has_contrast(grey: Image.Image, glyph: Glyph) -> bool:
    """Say whether a letter stands out: within its own extent, or as a solid stroke from around it.

    What is around it alone does not count: black on black at the edge of its ground has white
    beside it and is not seen.
    """
    width, height = grey.size
    left, right = _inward(glyph.left * width, glyph.right * width)
    top, bottom = _inward(glyph.top * height, glyph.bottom * height)
    if left < 0 or top < 0 or right > width or bottom > height:
        left, top, right, bottom = max(0, left), max(0, top), min(width, right), min(height, bottom)
        if left >= right or top >= bottom:
            return False
    within = grey.crop((left, top, right, bottom))
    if contrast_of(within) >= _LEAST_CONTRAST:
        return True
    beside = (
        (left - _AROUND, top, left - _AROUND + 1, bottom),
        (right + _AROUND - 1, top, right + _AROUND, bottom),
        (left, top - _AROUND, right, top - _AROUND + 1),
        (left, bottom + _AROUND - 1, right, bottom + _AROUND),
    )
    own = ImageStat.Stat(within).mean[0]
    others = (ImageStat.Stat(grey.crop(side)).mean[0] for side in beside)
    return sum(abs(other - own) >= _LEAST_CONTRAST for other in others) >= _SIDES_OF_STROKE


def _inward(first: float, last: float) -> tuple[int, int]:
    """Return whole pixels inside an extent; of a thin one the pixels that it touches."""
    inner = math.ceil(first), math.floor(last)
    return inner if inner[1] - inner[0] > 1 else (math.floor(first), math.floor(last) + 1)


def _glyphs(text: object, affine: tuple[float, ...]) -> Iterator[Glyph]:
    sides = [ctypes.c_double() for _side in range(4)]
    left, right, bottom, top = sides
    place = _placed(affine)
    high = 0
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if (character := _character(code)) == "":
            continue
        if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            yield Glyph(character, 0, 0, 0, 0)
            continue
        yield Glyph(character, *place(left.value, bottom.value, right.value, top.value))


def _character(code: int) -> str:
    if code in _NOT_A_CHARACTER or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    character = chr(code)
    if character in "\r\n\t":
        return "" if character == "\r" else character
    if unicodedata.category(character) in {"Cc", "Cf"}:
        return ""
    return without_radicals(character)


def _placed(
    affine: tuple[float, ...],
) -> Callable[[float, float, float, float], tuple[float, float, float, float]]:
    a, b, c, d, e, f = affine

    def place(
        left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        across = (a * left + c * bottom + e, a * right + c * top + e)
        down = (b * left + d * bottom + f, b * right + d * top + f)
        return min(across), min(down), max(across), max(down)

    return place


@dataclass(frozen=True, slots=True)
class Line:
    """Letters that stand in one row or one column."""

    glyphs: tuple[Glyph, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def text(self) -> str:
        """Return the letters as one string."""
        return "".join(glyph.character for glyph in self.glyphs)

    def is_upright(self, page_shape: float) -> bool:
        """Say whether it runs from side to side; `page_shape` is the page's width by its height.

        What is set in columns, or stands on its side, runs from above to below.
        """
        return (self.right - self.left) * page_shape >= 0.8 * (self.bottom - self.top)


def line_of(glyphs: Iterable[Glyph]) -> Line | None:
    """Return the line that these letters make, None where nothing of them is drawn."""
    held = tuple(glyphs)
    drawn = [glyph for glyph in held if not glyph.is_blank]
    if not drawn:
        return None
    return Line(
        held,
        min(glyph.left for glyph in drawn),
        min(glyph.top for glyph in drawn),
        max(glyph.right for glyph in drawn),
        max(glyph.bottom for glyph in drawn),
    )


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Return the lines of a page as its line ends part them, without empty ones."""
    lines: list[Line] = []
    row: list[Glyph] = []
    for glyph in [*glyphs, Glyph("\n", 0, 0, 0, 0)]:
        if glyph.character != "\n":
            row.append(glyph)
            continue
        if (line := line_of(row)) is not None:
            lines.append(line)
        row = []
    return lines
