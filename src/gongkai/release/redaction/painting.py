"""Boxes on the picture of a page: solid, with the ground inside where it fits."""

import math
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from gongkai.release.rules.boxes import Box

DARK = (26, 26, 26)
LIGHT = (255, 255, 255)
"""On DARK: a contrast of 17 to 1 (WCAG 2.2, 1.4.3 asks for 4.5)."""
_FRAME = (0, 94, 165)
_TINT = (255, 221, 0, 90)
_LARGEST, _SMALLEST = 10.0, 4.5
"""Of the ground's letters, in points."""
_FILLS = 0.8
"""How much of the box its letters may take, in either direction."""
Area = tuple[int, int, int, int]


def area_of(box: Box, size: tuple[int, int]) -> Area:
    """Return the pixels of a box (right and bottom not included), rounded outward."""
    width, height = size
    return (
        max(0, math.floor(box.left * width)),
        max(0, math.floor(box.top * height)),
        min(width, math.ceil(box.right * width)),
        min(height, math.ceil(box.bottom * height)),
    )


def paint(picture: Image.Image, boxes: Iterable[Box], *, dpi: float, typeface: Path) -> None:
    """Paint every box over the picture: nothing of what was under it is left."""
    draw = ImageDraw.Draw(picture)
    listed = list(boxes)
    for box in listed:
        left, top, right, bottom = area_of(box, picture.size)
        draw.rectangle((left, top, right - 1, bottom - 1), fill=DARK)
    for box in listed:
        _write(picture, area_of(box, picture.size), box.label, dpi, str(typeface))


def point_out(picture: Image.Image, boxes: Iterable[Box], *, dpi: float) -> None:
    """Mark areas so that what is in them can still be read."""
    draw = ImageDraw.Draw(picture, "RGBA")
    for box in boxes:
        left, top, right, bottom = area_of(box, picture.size)
        sides = (left, top, right - 1, bottom - 1)
        draw.rectangle(sides, fill=_TINT, outline=_FRAME, width=max(2, round(dpi / 50)))


def _write(picture: Image.Image, area: Area, label: str, dpi: float, typeface: str) -> None:
    width, height = area[2] - area[0], area[3] - area[1]
    lies = width >= height
    long, short = (width, height) if lies else (height, width)
    for tenths in range(round(_LARGEST * 10), round(_SMALLEST * 10) - 1, -5):
        font = _font(typeface, max(1, round(tenths / 10 * dpi / 72)))
        box = _extent(typeface, font.size, label)
        if label and box[2] - box[0] <= _FILLS * long and box[3] - box[1] <= _FILLS * short:
            break
    else:
        return
    strip = Image.new("RGB", (long, short), DARK)
    at = ((long - box[0] - box[2]) / 2, (short - box[1] - box[3]) / 2)
    ImageDraw.Draw(strip).text(at, label, font=font, fill=LIGHT)
    picture.paste(strip if lies else strip.transpose(Image.Transpose.ROTATE_270), area[:2])


@lru_cache(maxsize=1_000)
def _extent(typeface: str, size: float, label: str) -> tuple[float, float, float, float]:
    """Return the sides of a label: most boxes of a document bear one of a few."""
    return _font(typeface, size).getbbox(label)


@cache
def _font(typeface: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(typeface, size, layout_engine=ImageFont.Layout.BASIC)
