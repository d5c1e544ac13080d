"""A new PDF of nothing but pictures of pages: little memory, and the same bytes each time."""

import zlib
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from gongkai.release.redaction.levels import most_difference

PRODUCER = "Gongkai"
_PAGES_IN_PART = 50
_POINTS = 72
_QUALITY = 85
_GREY = 6
"""Red, green and blue that differ by no more are a grey."""


class PicturePages:
    """The pages as they are made; `save` puts them together.

    Parts of some pages go to files of their own, since a PDF that is being made holds its
    pictures in memory.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: list[Path] = []
        self._part = Pdf.new()

    def add(self, picture: Image.Image, *, width: float, height: float) -> None:
        """Add a page of this size in points that shows this picture and nothing else."""
        image = self._part.make_indirect(_image(self._part, picture))
        content = b"q %.4f 0 0 %.4f 0 0 cm /P Do Q" % (width, height)
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(width, 4), round(height, 4)]),
            Resources=Dictionary(XObject=Dictionary(P=image)),
            Contents=self._part.make_stream(content),
        )
        self._part.pages.append(pikepdf.Page(self._part.make_indirect(page)))
        if len(self._part.pages) >= _PAGES_IN_PART:
            self._put_away()

    def save(self, out: Path, *, title: str) -> None:
        """Write the whole document; it knows its title, its language and nothing of its source."""
        if len(self._part.pages):
            self._put_away()
        with Pdf.new() as whole, ExitStack() as opened:
            for path in self._parts:
                whole.pages.extend(opened.enter_context(Pdf.open(path)).pages)
            whole.Root.Lang = String("zh-CN")
            whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
            whole.docinfo = whole.make_indirect(
                Dictionary(Title=String(title), Producer=String(PRODUCER))
            )
            whole.save(out, deterministic_id=True, **_PACKED)

    def _put_away(self) -> None:
        path = self._folder / f"part-{len(self._parts)}.pdf"
        self._part.save(path, deterministic_id=True)
        self._part.close()
        self._parts.append(path)
        self._part = Pdf.new()


_PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "compress_streams": True}


def _image(pdf: Pdf, picture: Image.Image) -> pikepdf.Stream:
    grey = _as_grey(picture)
    shown = picture if grey is None else grey
    filtered, data = _encoded(shown)
    return pikepdf.Stream(
        pdf,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=shown.width,
        Height=shown.height,
        ColorSpace=Name.DeviceGray if grey else Name.DeviceRGB,
        BitsPerComponent=1 if shown.mode == "1" else 8,
        Filter=filtered,
    )


def _encoded(picture: Image.Image) -> tuple[Name, bytes]:
    """Return the filter and the bytes: without loss where that is not the larger."""
    flat = zlib.compress(picture.tobytes(), 6)
    if picture.mode == "1":
        return Name.FlateDecode, flat
    photograph = BytesIO()
    picture.save(photograph, "JPEG", quality=_QUALITY, subsampling=0)
    if len(flat) <= len(photograph.getvalue()):
        return Name.FlateDecode, flat
    return Name.DCTDecode, photograph.getvalue()


def _as_grey(picture: Image.Image) -> Image.Image | None:
    """Return the picture without colours if it has none, of one bit where it is black and white."""
    red, green, blue = picture.split()
    for one, other in ((red, green), (green, blue)):
        if most_difference(one, other) > _GREY:
            return None
    levels = green.getcolors(2)
    if levels is not None and {level for _count, level in levels} <= {0, 255}:
        return green.convert("1", dither=Image.Dither.NONE)
    return green
