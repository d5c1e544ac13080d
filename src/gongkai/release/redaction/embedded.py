"""Pictures out of documents as plain PNG: turned as they are shown, cut, and no larger."""

from io import BytesIO
from pathlib import Path
from typing import cast

from PIL import Image, ImageOps, UnidentifiedImageError

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.rules.inspection import FileProblem

MOST_PIXELS = 120_000_000
"""Of one frame; more is a bomb."""
_LONGEST_SIDE = 3_000
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def open_picture(source: Path | BytesIO) -> Image.Image:
    """Open a picture after looking at its size alone; raises CannotRead."""
    try:
        picture = Image.open(source)
    except Image.DecompressionBombError as bomb:
        raise CannotRead(FileProblem.UNPACKS_TOO_LARGE) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as broken:
        raise CannotRead(FileProblem.BROKEN) from broken
    if picture.width * picture.height > MOST_PIXELS:
        raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
    return picture


def as_shown(picture: Image.Image) -> Image.Image:
    """Return the picture turned as a viewer turns it, on white, in colour or grey.

    Raises CannotRead where its data is broken.
    """
    try:
        turned = ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
        raise CannotRead(FileProblem.BROKEN) from broken
    if turned.mode in {"L", "1"} and "transparency" not in turned.info:
        return turned.convert("L")
    if turned.mode.startswith("I") or turned.mode == "F":
        return _eight_bits(turned)
    solid = turned.convert("RGBA")
    ground = Image.new("RGB", solid.size, (255, 255, 255))
    ground.paste(solid, mask=solid.getchannel("A"))
    return ground


def save_picture(
    raw: bytes, path: Path, *, cut: tuple[float, float, float, float] = (0, 0, 0, 0)
) -> bool:
    """Write an embedded picture as PNG, without what is cut off at its sides (as fractions).

    Say whether it could be read: drawings of old programs (EMF, WMF) cannot.
    """
    try:
        picture = as_shown(open_picture(BytesIO(raw)))
    except CannotRead as refused:
        if refused.problem is FileProblem.BROKEN:
            return False
        raise
    left, top, right, bottom = cut
    width, height = picture.size
    area = (
        round(left * width),
        round(top * height),
        round((1 - right) * width),
        round((1 - bottom) * height),
    )
    if 0 <= area[0] < area[2] <= width and 0 <= area[1] < area[3] <= height:
        picture = picture.crop(area)
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    picture.save(path, "PNG")
    return True


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return a picture of 16 bits or more a pixel with its levels spread over eight."""
    deep = picture.convert("I")
    lowest, highest = cast(tuple[float, float], deep.getextrema())
    scale = 255.0 / (highest - lowest) if highest > lowest else 0.0
    return deep.point(lambda level: level * scale - lowest * scale).convert("L")
