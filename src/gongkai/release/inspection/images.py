"""Pictures: what is written into them, what is in them and not shown, and that nobody read them."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops, ImageSequence, TiffImagePlugin, UnidentifiedImageError

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.exif import add_tags
from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.ocr import (
    Reader,
    ReadLine,
    findings_in_lines,
    read_enough,
    reader,
    text_of,
)
from gongkai.release.inspection.picture_data import add_picture_data
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileKind, FileProblem, Inspection

MOST_PIXELS = 179_000_000
"""Of one frame: A0 at 300 dots per inch."""
MOST_FRAMES = 2_000
_LARGEST_FILE = 600_000_000
_LEAST_HIDDEN = 0.0005
"""Share of the pixels that are transparent and differ in colour from those around them."""
_TRANSPARENT = 8
_SMALL = 1_600
"""Pixels of a side to which a frame is brought before transparent colours are looked for."""


def inspect_image(path: Path, kind: FileKind, *, ocr: bool) -> Inspection:
    """Return what is in a picture; a frame that was not read is UNREADABLE.

    Raises CannotRead: UNPACKS_TOO_LARGE, TOO_MANY_PAGES, BROKEN.
    """
    gathered = Gathered()
    with _opened(path) as picture:
        read = reader() if ocr else None
        for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
            if number > MOST_FRAMES:
                raise CannotRead(FileProblem.TOO_MANY_PAGES)
            _add_frame(frame, number, gathered, read)
            gathered.pages = number
    if kind is not FileKind.TIFF and path.stat().st_size <= _LARGEST_FILE:
        add_picture_data(kind, path.read_bytes(), Place(), gathered)
    return gathered.inspection(kind)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            # Of all that Pillow complains about only the bomb is a reason not to look.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise CannotRead(FileProblem.UNPACKS_TOO_LARGE) from bomb
    except (UnidentifiedImageError, SyntaxError, OSError, EOFError, ValueError) as damaged:
        raise CannotRead(FileProblem.BROKEN) from damaged
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _add_frame(frame: Image.Image, number: int, gathered: Gathered, read: Reader | None) -> None:
    if frame.width * frame.height > MOST_PIXELS:
        raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
    frame.load()
    place = Place(page=number)
    if isinstance(frame, TiffImagePlugin.TiffImageFile):
        add_tags(dict(frame.tag_v2), place, gathered)
    if _hides_under_transparency(frame):
        gathered.add(FindingKind.HIDDEN_TEXT, Place(page=number, part="transparent pixels"))
    lines: list[ReadLine] = read.read(frame) if read else []
    gathered.keep(findings_in_lines(lines, place))
    gathered.show(str(number), text_of(lines), is_machine_read=True)
    if not read_enough(lines):
        gathered.add(FindingKind.UNREADABLE, place)


def _hides_under_transparency(frame: Image.Image) -> bool:
    """Say whether pixels that are not shown differ from each other: something is drawn there."""
    if "A" not in frame.getbands() and "transparency" not in frame.info:
        return False
    small = frame.convert("RGBA")
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.NEAREST)
    unseen = small.getchannel("A").point([255] * _TRANSPARENT + [0] * (256 - _TRANSPARENT))
    count = unseen.histogram()[255]
    colours = small.convert("RGB")
    if not count:
        return False
    background = _commonest(colours, unseen)
    differs = ImageChops.difference(colours, Image.new("RGB", colours.size, background))
    grey = differs.convert("L").point([0] * 24 + [255] * 232)
    hidden = ImageChops.multiply(grey, unseen).histogram()[255]
    return hidden > max(20, _LEAST_HIDDEN * unseen.width * unseen.height)


def _commonest(colours: Image.Image, mask: Image.Image) -> tuple[int, int, int]:
    """Return, for each band, the value that most of the masked pixels have."""
    red, green, blue = (
        max(range(256), key=band.histogram(mask).__getitem__) for band in colours.split()
    )
    return red, green, blue
