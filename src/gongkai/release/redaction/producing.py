"""From a PDF and its boxes to a new PDF in which what is under a box does not exist.

Every page is drawn anew, with boxes or without, so that nothing of the source's structure comes
along: no text, no layers, no attachments, no properties, no earlier states.
"""

import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from gongkai.release.redaction.glyphs import Glyph, glyphs_of, seen_on
from gongkai.release.redaction.needles import pieces_of
from gongkai.release.redaction.painting import paint
from gongkai.release.redaction.problems import answering
from gongkai.release.redaction.proving import (
    Leak,
    Proof,
    pages_with_boxes,
    prove,
    still_elsewhere,
)
from gongkai.release.redaction.reading import remaining_page, removed_by
from gongkai.release.redaction.shown import ShownPage, open_shown
from gongkai.release.redaction.writing import PicturePages
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.remaining import HalfCovered, RemainingPage, StillElsewhere

DPI = 200
_POINTS = 72
_SPACED = r"[\s\-.–—·_]*"
"""What may part the letters of a name or number in a file name."""


class NotProved(Exception):
    """Something that was removed could still be in the produced file, so it was thrown away."""

    def __init__(self, leaks: Sequence[Leak]) -> None:
        super().__init__(", ".join(f"{leak.where} of page {leak.page}" for leak in leaks))
        self.leaks = tuple(leaks)


class NoSuchPage(ValueError):
    """A box lies on a page that the document does not have."""


@dataclass(slots=True)
class Produced:
    """What was made of a document; the removed texts never leave the process that made it."""

    pages: int = 0
    title: str = ""
    """The document's, with a square for each letter of what was removed; empty for nameless."""
    remaining: list[RemainingPage] = field(default_factory=list)
    removed: dict[int, list[str]] = field(default_factory=dict)
    """For each page with boxes the text under each box."""
    dpi: dict[int, float] = field(default_factory=dict)
    still_elsewhere: tuple[StillElsewhere, ...] = ()
    half_covered: list[HalfCovered] = field(default_factory=list)


def redact(
    source: Path,
    boxes: Sequence[Box],
    out: Path,
    *,
    title: str,
    nameless: str = "",
    typeface: Path,
    dpi: float = DPI,
) -> Produced:
    """Write the redacted document to `out` and return what is left of its text.

    Where `nameless` is given, that is its title if no letters could be read under some box: what
    the title says of it nobody can tell then. `out` appears only when the proof is done. Raises
    CannotRead, NoSuchPage, NotProved.
    """
    part = out.with_name(f".{out.name}.part")
    produced = Produced()
    try:
        with tempfile.TemporaryDirectory() as folder, open_shown(source) as shown:
            produced.pages = shown.count
            by_page = pages_with_boxes(boxes)
            if any(number > shown.count for number in by_page):
                raise NoSuchPage(f"the document has {shown.count} pages")
            pages = PicturePages(Path(folder))
            for page in shown.pages():
                picture = _made(page, by_page.get(page.number, []), produced, typeface, dpi)
                pages.add(picture, width=page.width, height=page.height)
            if not nameless or all_read(produced.removed):
                produced.title = title_without(title, produced.removed)
            pages.save(part, title=produced.title or nameless)
        _check(part, boxes, produced, typeface)
        part.rename(out)
    finally:
        part.unlink(missing_ok=True)
    return produced


def title_without(title: str, removed: Mapping[int, Sequence[str]]) -> str:
    """Return the title with a square for each letter of what was removed from the pages.

    File names tell more than people think: the applicant, the house, the number.
    """
    pieces = {piece for texts in removed.values() for text in texts for piece in pieces_of(text)}
    plain = said = unicodedata.normalize("NFKC", title)
    for piece in sorted(pieces, key=len, reverse=True):
        letters = (re.escape(letter) for letter in piece if not letter.isspace())
        said = re.sub(_SPACED.join(letters), "□" * len(piece), said, flags=re.IGNORECASE)
    return title if said == plain else said


def all_read(removed: Mapping[int, Sequence[str]]) -> bool:
    """Say whether letters were read under every box; of a scan or a seal there are none."""
    return all(text for texts in removed.values() for text in texts)


def _made(
    page: ShownPage, boxes: Sequence[Box], produced: Produced, typeface: Path, dpi: float
) -> Image.Image:
    """Return the picture of a page with its boxes, and note what is left of its text."""
    size = page.pixels(dpi)
    picture = page.picture(*size)
    all_glyphs = glyphs_of(page)
    glyphs = seen_on(picture, all_glyphs)
    shape = page.width / page.height
    produced.remaining.append(remaining_page(page.number, glyphs, boxes, shape=shape))
    produced.dpi[page.number] = size[0] / page.width * _POINTS
    if boxes:
        # All letters, also those that cannot be seen: they may be in the produced file no more.
        produced.removed[page.number] = removed_by(all_glyphs, boxes)
        produced.half_covered.extend(_half_covered(page.number, glyphs, boxes))
        paint(picture, boxes, dpi=produced.dpi[page.number], typeface=typeface)
    return picture


def _half_covered(number: int, glyphs: Sequence[Glyph], boxes: Sequence[Box]) -> list[HalfCovered]:
    touched = [glyph for glyph in glyphs if not glyph.is_blank]
    touched = [glyph for glyph in touched if any(map(glyph.touches, boxes))]
    cut = sum(not any(map(glyph.lies_in, boxes)) for glyph in touched)
    return [HalfCovered(page=number, letters=cut)] if cut else []


def _check(part: Path, boxes: Sequence[Box], produced: Produced, typeface: Path) -> None:
    proof = Proof(boxes=boxes, removed=produced.removed, dpi=produced.dpi, typeface=typeface)
    if leaks := prove(part, proof):
        raise NotProved(leaks)
    produced.still_elsewhere = still_elsewhere(produced.remaining, produced.removed)


@answering
def do_task(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Redact `source` by `boxes` into `out`; the answer holds nothing of what was removed
    but where a removed term still stands elsewhere."""
    try:
        produced = redact(
            Path(arguments["source"]),
            [Box.of_row(row) for row in arguments["boxes"]],
            Path(arguments["out"]),
            title=arguments["title"],
            nameless=arguments["nameless"],
            typeface=Path(arguments["typeface"]),
            dpi=min(float(arguments.get("dpi", DPI)), 600.0),
        )
    except NotProved as failed:
        return {"leaks": [asdict(leak) for leak in failed.leaks]}
    return {
        "pages": produced.pages,
        "title": produced.title,
        "remaining": [page.as_row() for page in produced.remaining],
        "still_elsewhere": [asdict(one) for one in produced.still_elsewhere],
        "half_covered": [asdict(one) for one in produced.half_covered],
    }
