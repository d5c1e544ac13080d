"""Where in a document a term or data of a kind stands: boxes that a person takes or leaves."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from gongkai.letters.rules.printable import GETA
from gongkai.release.redaction.frames import lines_in_order
from gongkai.release.redaction.glyphs import Glyph, Line, glyphs_of
from gongkai.release.redaction.problems import answering
from gongkai.release.redaction.shown import open_shown
from gongkai.release.rules.boxes import Box, Origin
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.personal import find_personal

MOST_HITS = 5_000
_PADDING = 0.12
"""Around a hit, in heights of its line; never over the letters beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where something was found; several boxes where it runs over a line's end."""

    page: int
    term: str = ""
    """The term that was looked for; empty for a kind."""
    kind: FindingKind | None = None
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits of a whole document."""

    hits: tuple[Hit, ...]
    textless_pages: tuple[int, ...]
    """Pages without text: nothing can be found on them, they are read by eye."""
    is_cut: bool = False
    """More than MOST_HITS; the rest is not told."""


def search(source: Path, *, terms: Sequence[str] = (), kinds: Sequence[FindingKind] = ()) -> Found:
    """Return where the terms and the kinds of data stand; raises CannotRead.

    Blanks, line ends, width (１ is 1) and case do not matter.
    """
    hits: list[Hit] = []
    textless: list[int] = []
    with open_shown(source) as shown:
        for page in shown.pages():
            shape = page.width / page.height
            lines = [line for line, _frame in lines_in_order(glyphs_of(page), shape)]
            if not lines:
                textless.append(page.number)
            hits.extend(hits_on(page.number, lines, terms=terms, kinds=kinds, shape=shape))
            if len(hits) > MOST_HITS:
                break
    return Found(
        hits=tuple(hits[:MOST_HITS]),
        textless_pages=tuple(textless),
        is_cut=len(hits) > MOST_HITS,
    )


def hits_on(
    page: int,
    lines: Sequence[Line],
    *,
    terms: Sequence[str],
    kinds: Sequence[FindingKind],
    shape: float,
) -> Iterator[Hit]:
    """Yield the hits on one page; `shape` is its width by its height."""
    letters = [(line, at) for line in lines for at in range(len(line.glyphs))]
    for term in dict.fromkeys(terms):
        for span in _spans_of(term, letters):
            boxes = _boxes(span, page, shape, Origin.TERM)
            yield Hit(page=page, term=term, boxes=boxes)
    seen: set[tuple[Box, ...]] = set()
    for kind, span in _personal(lines, frozenset(kinds)):
        boxes = _boxes(span, page, shape, Origin.KIND, label=kind.value)
        if boxes not in seen:
            seen.add(boxes)
            yield Hit(page=page, kind=kind, boxes=boxes)


Letter = tuple[Line, int]
"""A line and the place of a letter in it."""


def _glyph(letter: Letter) -> Glyph:
    return letter[0].glyphs[letter[1]]


def _spans_of(term: str, letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Yield the letters of each place where the term stands, the places not overlapping."""
    wanted = "".join(_folded(character) for character in term)
    text, origins = [], []
    for letter in letters:
        for character in _folded(_glyph(letter).character):
            text.append(character)
            origins.append(letter)
    page_text, at = "".join(text), 0
    while wanted and (at := _next(page_text, wanted, at)) >= 0:
        yield list(dict.fromkeys(origins[at : at + len(wanted)]))
        at += len(wanted)


def _next(text: str, wanted: str, start: int) -> int:
    """Return where the term stands next, -1 where it does not.

    A geta stands for a character that no typeface held, so it may be any that is not common.
    """
    plain = text.find(wanted, start)
    if GETA not in text or wanted.isascii():
        return plain
    for at in range(start, len(text) - len(wanted) + 1):
        piece = text[at : at + len(wanted)]
        if GETA in piece and piece != GETA and _may_be(piece, wanted):
            return at if plain < 0 else min(at, plain)
    return plain


def _may_be(piece: str, wanted: str) -> bool:
    return all(
        one == other or (one == GETA and ord(other) > 0xFFFF)
        for one, other in zip(piece, wanted, strict=True)
    )


def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).casefold()
    return "".join(one for one in plain if not one.isspace())


def _personal(
    lines: Sequence[Line], kinds: frozenset[FindingKind]
) -> Iterator[tuple[FindingKind, list[Letter]]]:
    """Yield personal data line by line and across the ends of lines."""
    if not kinds:
        return
    for joint in ("\n", ""):
        text, origins = _joined(lines, joint)
        for match in find_personal(text):
            if match.kind in kinds:
                span = [one for one in origins[match.start : match.end] if one is not None]
                if span:
                    yield match.kind, list(dict.fromkeys(span))


def _joined(lines: Sequence[Line], joint: str) -> tuple[str, list[Letter | None]]:
    text: list[str] = []
    origins: list[Letter | None] = []
    for line in lines:
        for at, glyph in enumerate(line.glyphs):
            text.append(glyph.character)
            origins.append((line, at))
        text.append(joint)
        origins.extend(None for _character in joint)
    return "".join(text), origins


def _boxes(
    span: Sequence[Letter], page: int, shape: float, origin: Origin, *, label: str = ""
) -> tuple[Box, ...]:
    """Return one box for each line that the letters stand in."""
    boxes = []
    for _line, letters in groupby(span, key=lambda letter: id(letter[0])):
        held = list(letters)
        line, places = held[0][0], [at for _line, at in held]
        drawn = [line.glyphs[at] for at in places if not line.glyphs[at].is_blank]
        if drawn:
            sides = _sides(line, drawn, min(places), max(places), shape)
            boxes.append(_box(page, sides, origin, label))
    return tuple(boxes)


def _sides(
    line: Line, drawn: Sequence[Glyph], first: int, last: int, shape: float
) -> tuple[float, float, float, float]:
    """Return a box as high as its line, padded by half of the gap to the letters beside it."""
    if line.is_upright(shape):
        pad = _PADDING * (line.bottom - line.top)
        left, right = (
            min(glyph.left for glyph in drawn),
            max(glyph.right for glyph in drawn),
        )
        before, after = _beside(line, first, last, horizontal=True)
        across = pad / shape
        return (
            left - _half_gap(left - before, across),
            line.top - pad,
            right + _half_gap(after - right, across),
            line.bottom + pad,
        )
    pad = _PADDING * (line.right - line.left)
    top, bottom = min(glyph.top for glyph in drawn), max(glyph.bottom for glyph in drawn)
    before, after = _beside(line, first, last, horizontal=False)
    down = pad * shape
    return (
        line.left - pad,
        top - _half_gap(top - before, down),
        line.right + pad,
        bottom + _half_gap(after - bottom, down),
    )


def _half_gap(gap: float, most: float) -> float:
    return min(most, gap / 2) if gap > 0 else 0.0


def _beside(line: Line, first: int, last: int, *, horizontal: bool) -> tuple[float, float]:
    """Return where the ink before and after these letters ends and begins."""
    before = [glyph for glyph in line.glyphs[:first] if not glyph.is_blank]
    after = [glyph for glyph in line.glyphs[last + 1 :] if not glyph.is_blank]
    if horizontal:
        return (
            max((glyph.right for glyph in before), default=-1.0),
            min((glyph.left for glyph in after), default=2.0),
        )
    return (
        max((glyph.bottom for glyph in before), default=-1.0),
        min((glyph.top for glyph in after), default=2.0),
    )


def _box(page: int, sides: tuple[float, ...], origin: Origin, label: str) -> Box:
    left, top, right, bottom = (min(1.0, max(0.0, side)) for side in sides)
    # A letter off the page has no area on it: the nearest sliver of the page stands for it.
    right, bottom = max(right, min(1.0, left + 1e-4)), max(bottom, min(1.0, top + 1e-4))
    return Box(
        page=page,
        left=min(left, right - 1e-4),
        top=min(top, bottom - 1e-4),
        right=right,
        bottom=bottom,
        origin=origin,
        label=label,
    )


@answering
def do_task(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Search `source` for `terms` and `kinds`; the answer is hits with their boxes."""
    found = search(
        Path(arguments["source"]),
        terms=[str(term) for term in arguments.get("terms", [])],
        kinds=[FindingKind(kind) for kind in arguments.get("kinds", [])],
    )
    return {
        "hits": [
            {
                "page": hit.page,
                "term": hit.term,
                "kind": hit.kind.value if hit.kind else "",
                "boxes": [box.as_row() for box in hit.boxes],
            }
            for hit in found.hits
        ],
        "textless_pages": list(found.textless_pages),
        "is_cut": found.is_cut,
    }
