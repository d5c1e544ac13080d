"""From a file of any kind that is taken to the PDF on which boxes are drawn.

A PDF stays as it is page by page; a picture becomes a page of its size; everything else is typeset
anew from what it shows, so that what nobody sees is not even in the paper that is redacted.
"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.sniffing import kind_of
from gongkai.release.redaction import ofd_reading, plain_reading, sheet_reading, word_reading
from gongkai.release.redaction.blocks import PlacedPage, Section
from gongkai.release.redaction.embedded import as_shown, open_picture
from gongkai.release.redaction.layers import drop_hidden_layers
from gongkai.release.redaction.office_files import main_part, open_office
from gongkai.release.redaction.pictures import page_sizes
from gongkai.release.redaction.problems import answering
from gongkai.release.redaction.typesetting import Faces, typeset
from gongkai.release.redaction.writing import PicturePages
from gongkai.release.rules.inspection import FileKind, FileProblem

MOST_FRAMES = 1_000
_USUAL_DPI = 150.0
_POINTS = 72
_SHORTEST_SIDE, _LONGEST_SIDE = 72.0, 3_400.0
"""Points; a picture that says otherwise of itself is drawn at the usual resolution."""
_PICTURES = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.TIFF, FileKind.GIF, FileKind.WEBP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """The paper that was made."""

    sizes: tuple[tuple[float, float], ...]
    """Width and height of each page in points, as it is shown."""
    missing: tuple[str, ...] = ()
    """Characters that no typeface holds, as U+20BB7; a geta stands for each."""


def convert(source: Path, name: str, out: Path, *, faces: Faces) -> Converted:
    """Write the file as a PDF; `name` is the name it was sent with. Raises CannotRead."""
    kind = kind_of(source, name)
    if isinstance(kind, FileProblem):
        raise CannotRead(kind)
    missing: tuple[str, ...] = ()
    if kind is FileKind.PDF:
        _copy_pdf(source, out)
    elif kind in _PICTURES:
        _pages_of_picture(source, out, title=name)
    else:
        with tempfile.TemporaryDirectory() as folder:
            shown = _shown(kind, source, Path(folder))
            missing = typeset(shown, out, title=name, faces=faces)
    return Converted(sizes=tuple(page_sizes(out)), missing=missing)


Shown = tuple[Section | PlacedPage, ...]


def _shown(kind: FileKind, source: Path, folder: Path) -> Shown:
    readers: Mapping[FileKind, Callable[[], Shown]] = {
        FileKind.DOCX: lambda: _word(source, folder),
        FileKind.XLSX: lambda: sheet_reading.sections_of(source, folder),
        FileKind.OFD: lambda: ofd_reading.pages_of(source, folder),
        FileKind.TEXT: lambda: plain_reading.text_sections(source),
        FileKind.CSV: lambda: plain_reading.table_sections(source),
    }
    if kind not in readers:
        raise CannotRead(FileProblem.KIND_NOT_TAKEN)
    return readers[kind]()


def _word(source: Path, folder: Path) -> Shown:
    with open_office(source) as office:
        main = main_part(office, "word/document.xml")
        if not main:
            raise CannotRead(FileProblem.BROKEN)
        return word_reading.sections_of(office, main, folder)


def _copy_pdf(source: Path, out: Path) -> None:
    """Copy a PDF without layers that are off, attachments and a password nobody has to know."""
    try:
        with pikepdf.open(source) as pdf:
            if not len(pdf.pages):
                raise CannotRead(FileProblem.EMPTY)
            drop_hidden_layers(pdf)
            for name in ("/Names", "/OpenAction", "/AA", "/Metadata", "/Collection"):
                if name in pdf.Root:
                    del pdf.Root[name]
            pdf.save(out, encryption=False)
    except pikepdf.PasswordError as locked:
        raise CannotRead(FileProblem.LOCKED) from locked
    except pikepdf.PdfError as broken:
        raise CannotRead(FileProblem.BROKEN) from broken


def _pages_of_picture(source: Path, out: Path, *, title: str) -> None:
    with open_picture(source) as picture, tempfile.TemporaryDirectory() as folder:
        frames = getattr(picture, "n_frames", 1)
        if frames > MOST_FRAMES:
            raise CannotRead(FileProblem.TOO_MANY_PAGES)
        pages = PicturePages(Path(folder))
        for frame in range(frames):
            _seek(picture, frame)
            shown = as_shown(picture)
            width, height = _size(shown, picture)
            pages.add(shown.convert("RGB"), width=width, height=height)
        pages.save(out, title=title)


def _seek(picture: Image.Image, frame: int) -> None:
    try:
        picture.seek(frame)
    except (EOFError, OSError, ValueError, SyntaxError) as broken:
        raise CannotRead(FileProblem.BROKEN) from broken


def _size(shown: Image.Image, picture: Image.Image) -> tuple[float, float]:
    """Return the size of a picture in points, by its own resolution where that is believable."""
    for dpi in (_said_dpi(picture), _USUAL_DPI):
        sides = shown.width / dpi * _POINTS, shown.height / dpi * _POINTS
        if _SHORTEST_SIDE <= max(sides) <= _LONGEST_SIDE:
            return sides
    scale = min(max(*sides, _SHORTEST_SIDE), _LONGEST_SIDE) / max(sides)
    return max(1.0, sides[0] * scale), max(1.0, sides[1] * scale)


def _said_dpi(picture: Image.Image) -> float:
    said = picture.info.get("dpi", (_USUAL_DPI,))
    try:
        dpi = float(said[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return _USUAL_DPI
    return dpi if 20 <= dpi <= 2_400 else _USUAL_DPI


@answering
def do_task(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Convert `source`, which was sent as `name`, into `out`, with the given `faces`."""
    converted = convert(
        Path(arguments["source"]),
        arguments["name"],
        Path(arguments["out"]),
        faces=Faces.of_row(arguments["faces"]),
    )
    return {"sizes": [list(size) for size in converted.sizes], "missing": list(converted.missing)}
