"""The letters of a PDF page, those that nobody sees included, and what they say."""

import ctypes
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.release.inspection.pdf_frame import Frame, Sides, around, on_page
from gongkai.release.rules.findings import Finding, FindingKind, Place
from gongkai.release.rules.matches import Match
from gongkai.release.rules.personal import find_personal, finding_of
from gongkai.release.rules.radicals import without_radicals

_UNKNOWN = "\ufffd"
_LINE_END_HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""What pdfium says for a hyphen at which a word is broken."""
_PRIVATE = ("\ue000", "\uf8ff")
_LEAST_DIGITS = 7
_SAME_LINE = 0.5
"""Share of a letter's height by which the next one of its line may stand higher or lower."""
_WORD_GAP = 0.6
"""Share of the height of the line's letters."""
_SAME_DIRECTION = 5.0
"""Degrees between lines that are still read as one."""
_UPRIGHT = 0.5


@dataclass(frozen=True)
class Letters:
    """The letters of one page in the order in which they are painted."""

    page: pypdfium2.PdfTextPage
    frame: Frame
    codes: tuple[int, ...]

    @classmethod
    def of_page(cls, page: pypdfium2.PdfPage, frame: Frame) -> "Letters":
        """Read the letters of an open page."""
        letters = page.get_textpage()
        count = max(0, pdfium.FPDFText_CountChars(letters))
        return cls(
            letters, frame, tuple(pdfium.FPDFText_GetUnicode(letters, at) for at in range(count))
        )

    @cached_property
    def text(self) -> str:
        """Return what they say; the letter `at` stands at the same place of it."""
        return without_radicals("".join(map(_letter, self.codes)))

    @cached_property
    def told(self) -> list[int]:
        """Return which of them are no white space."""
        return [at for at, letter in enumerate(self.text) if not letter.isspace()]

    def sides(self, at: int) -> Sides:
        """Return where a letter stands, as fractions; also beyond the edges of the page."""
        return self.frame.raw(self._points(at))

    def _points(self, at: int) -> Sides:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self.page, at, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def painter(self, at: int) -> int | None:
        """Return the address of the object that paints a letter; None where no object does."""
        painted = pdfium.FPDFText_GetTextObject(self.page, at)
        return ctypes.addressof(painted.contents) if painted else None

    def is_garbage(self, at: int) -> bool:
        """Say whether nobody knows what a letter says."""
        letter = self.text[at]
        if letter == _UNKNOWN or _PRIVATE[0] <= letter <= _PRIVATE[1]:
            return True
        return bool(pdfium.FPDFText_HasUnicodeMapError(self.page, at) == 1)

    def box(self, places: Sequence[int]) -> Sides | None:
        """Return the box around some letters, cut off at the edges of the page."""
        boxes = [self.sides(at) for at in places if not self.text[at].isspace()]
        if not boxes:
            return None
        left, top, right, bottom = around(boxes)
        # A dash has no height of its own.
        return on_page((left, top - 0.001, right, bottom + 0.001))

    def findings(self, number: int) -> Iterator[Finding]:
        """Yield what is personal, with its box; in the order of painting and in that of the eye."""
        seen: set[tuple[FindingKind, str]] = set()
        for match in find_personal(self.text):
            seen.add((match.kind, match.value))
            yield self._finding(match, range(match.start, match.end), number)
        if sum(map(str.isdigit, self.text)) < _LEAST_DIGITS:
            return
        text, places = self._as_seen()
        for match in find_personal(text):
            if (match.kind, match.value) not in seen:
                stood = [at for at in places[match.start : match.end] if at is not None]
                yield self._finding(match, stood, number)

    def _finding(self, match: Match, places: Sequence[int], number: int) -> Finding:
        return finding_of(match, Place(page=number, box=self.box(places)))

    def _as_seen(self) -> tuple[str, list[int | None]]:
        """Return the text by lines from the top, whatever the order in which it is painted.

        Letters that stand in another direction have lines of their own.
        """
        turned: dict[int, list[tuple[Sides, int]]] = defaultdict(list)
        for at in self.told:
            angle = math.degrees(pdfium.FPDFText_GetCharAngle(self.page, at))
            turned[round(angle / _SAME_DIRECTION)].append((self._upright(at, angle), at))
        text: list[str] = []
        places: list[int | None] = []
        for boxes in turned.values():
            boxes.sort(key=lambda one: one[0][1] + one[0][3])
            for line in _lines(boxes):
                self._add_line(line, text, places)
        return "".join(text), places

    def _upright(self, at: int, angle: float) -> Sides:
        """Return the box of a letter in points, turned so that its line runs to the right."""
        left, bottom, right, top = self._points(at)
        if abs(angle) < _UPRIGHT:
            return left, -top, right, -bottom
        sine, cosine = math.sin(math.radians(-angle)), math.cos(math.radians(-angle))
        corners = [(x, y) for x in (left, right) for y in (bottom, top)]
        across = [x * cosine - y * sine for x, y in corners]
        up = [x * sine + y * cosine for x, y in corners]
        return min(across), -max(up), max(across), -min(up)

    def _add_line(
        self, line: list[tuple[Sides, int]], text: list[str], places: list[int | None]
    ) -> None:
        before: Sides | None = None
        # Not the letter before: a one is narrow, and what follows it seems far away.
        height = max(box[3] - box[1] for box, _at in line)
        for box, at in sorted(line, key=lambda one: one[0][0]):
            if before and box[0] - before[2] > _WORD_GAP * height:
                text.append(" ")
                places.append(None)
            text.append(self.text[at])
            places.append(at)
            before = box
        text.append("\n")
        places.append(None)


def _lines(boxes: list[tuple[Sides, int]]) -> Iterator[list[tuple[Sides, int]]]:
    line: list[tuple[Sides, int]] = []
    for box, at in boxes:
        if line:
            top, bottom = line[0][0][1], line[0][0][3]
            height = max(bottom - top, box[3] - box[1])
            if abs((box[1] + box[3]) - (top + bottom)) / 2 > _SAME_LINE * height:
                yield line
                line = []
        line.append((box, at))
    if line:
        yield line


def _letter(code: int) -> str:
    if code in _LINE_END_HYPHENS:
        return _LINE_END_HYPHENS[code]
    if code == 0 or 0xD800 <= code <= 0xDFFF:
        return _UNKNOWN
    return " " if code == 0x0D else chr(code)
