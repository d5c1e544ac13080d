"""A finding where it stands: the picture of its page, or the lines around it.

Files are opened apart, as everywhere. Pictures are made anew for each look and kept nowhere.
"""

import tempfile
from pathlib import Path

from gongkai.kernel.files import path_of
from gongkai.release.queries.examinations import TextLine, examination_texts
from gongkai.release.queries.merged import PlaceIn
from gongkai.release.redacting import convert_apart, page_picture_apart
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.doors import TextOut
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileKind
from gongkai.release.rules.passages import PassageLine, passage

_DRAWN = frozenset({FileKind.PDF})
"""Drawn as they are; the other pictured kinds become a PDF first."""
PICTURED = _DRAWN | {
    FileKind.OFD,
    FileKind.PNG,
    FileKind.JPEG,
    FileKind.TIFF,
    FileKind.GIF,
    FileKind.WEBP,
}
"""Kinds of files that have pages to be shown."""
_LEAST_SIDE = 0.002
"""Of a frame around a place, so that what is thin can be seen."""


def has_picture(where: PlaceIn) -> bool:
    """Say whether a picture of the page can be shown on which a finding stands."""
    place = where.place
    return where.item.kind in PICTURED and not place.member and place.page > 0


def page_picture(where: PlaceIn) -> bytes:
    """Return the page as PNG with a frame around the finding.

    Raises gongkai.release.apart.TaskFailed where the page cannot be drawn.
    """
    source = path_of(where.item.digest)
    with tempfile.TemporaryDirectory(prefix="gongkai-page-") as folder:
        if FileKind(where.item.kind) not in _DRAWN:
            paper = Path(folder) / "paper.pdf"
            convert_apart(source, where.item.name, paper)
            source = paper
        out = Path(folder) / "page.png"
        page_picture_apart(source, where.place.page, out, marked=_frame(where.place))
        return out.read_bytes()


def lines_around(
    where: PlaceIn, *, texts: TextOut, kind: FindingKind, excerpt: str, in_full: bool
) -> tuple[PassageLine, ...]:
    """Return the lines around a finding in a text, or in what was read of a file."""
    text = _text_of(where, texts)
    return passage(text, kind=kind, excerpt=excerpt, line=where.place.line, in_full=in_full)


def _text_of(where: PlaceIn, texts: TextOut) -> str:
    if where.item.is_text:
        return dict(texts.parts).get(where.place.part, "")
    read = examination_texts([where.item.digest]).get(where.item.digest, ())
    return _read(read, where.place)


def _read(read: tuple[TextLine, ...], place: Place) -> str:
    inner = str(place.page) if place.page else place.sheet or place.part
    label = "/".join(filter(None, (place.member, inner)))
    return next((line.text for line in read if line.label == label), "")


def _frame(place: Place) -> tuple[Box, ...]:
    if place.box is None:
        return ()
    left, right = _apart(place.box[0], place.box[2])
    top, bottom = _apart(place.box[1], place.box[3])
    return (Box(page=place.page, left=left, top=top, right=right, bottom=bottom),)


def _apart(first: float, second: float) -> tuple[float, float]:
    """Return two sides inside the page, the first before the second."""
    low = min(max(first, 0.0), 1.0 - _LEAST_SIDE)
    return low, min(max(second, low + _LEAST_SIDE), 1.0)
