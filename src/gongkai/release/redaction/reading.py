"""From the letters of a page that nothing covers to paragraphs that can be read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.release.redaction.frames import Frame, lines_in_order
from gongkai.release.redaction.glyphs import Glyph, Line
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.remaining import RemainingPage, Run, withheld

_WIDE_GAP = 1.35
"""Between two lines, in heights of a line: more parts two paragraphs."""
_INDENT = 1.2
_STEP = 0.005
"""In heights of the page: lines that begin within it begin at one edge."""
_SHORT = 2.2
"""By how many heights a line must end before the others to be the last of its paragraph."""
_LEAST_ALIKE = 0.7
"""Lines of one paragraph are of nearly the same height."""
_BLANKS = re.compile(" {2,}")
_LATIN = re.compile(r"[A-Za-z0-9,.;:)%]$")
_LATIN_START = re.compile(r"^[A-Za-z0-9(]")


def remaining_page(
    number: int, glyphs: Sequence[Glyph], boxes: Sequence[Box], *, shape: float
) -> RemainingPage:
    """Return what can be read of a page under its boxes; `shape` is its width by its height.

    A letter that touches a box is gone; in its place stands, once for each box, the mark with the
    ground. A box under which there is no text has its mark where it lies.
    """
    paragraphs = _Paragraphs(boxes)
    lines = lines_in_order(glyphs, shape)
    edges = _edges([frame for _line, frame in lines])
    last: Frame | None = None
    for line, frame in lines:
        paragraphs.take(line, frame, last, edges)
        last = frame
    return RemainingPage(
        number=number,
        paragraphs=paragraphs.ended(),
        has_text=any(not glyph.is_blank for glyph in glyphs),
    )


def removed_by(glyphs: Sequence[Glyph], boxes: Sequence[Box]) -> list[str]:
    """Return for each box the text of the letters that touch it, one blank between words."""
    drawn = [None if glyph.is_blank else glyph for glyph in glyphs]
    return [_under(drawn, box) for box in boxes]


def _under(drawn: Sequence[Glyph | None], box: Box) -> str:
    """Return the letters under a box; None is a blank."""
    letters: list[str] = []
    for glyph in drawn:
        if glyph is None:
            letters.append(" ")
        elif glyph.touches(box):
            letters.append(glyph.character)
    return " ".join("".join(letters).split())


def _is_under(glyph: Glyph, box: Box) -> bool:
    return not glyph.is_blank and glyph.touches(box)


Edges = tuple[float, float]
"""Where most lines of a page begin, and where the longest ends."""


@dataclass(slots=True)
class _Paragraphs:
    """The paragraphs of one page while they are put together."""

    boxes: Sequence[Box]
    done: list[tuple[float, list[Run]]] = field(default_factory=list)
    """Each with the upper edge at which it begins."""
    marked: set[int] = field(default_factory=set)

    def take(
        self, line: Line, frame: Frame, last: Frame | None, edges: tuple[float, float]
    ) -> None:
        """Add a line to the paragraph before it or begin a new one."""
        runs = self._runs(line)
        if last is None or _begins(frame, last, edges):
            self.done.append((line.top, []))
        paragraph = self.done[-1][1]
        if last is not None and paragraph and runs:
            if _same_row(frame, last):
                paragraph.append(Run(text="　"))
            elif _needs_blank(paragraph[-1].text, runs[0].text):
                paragraph.append(Run(text=" "))
        paragraph.extend(runs)

    def ended(self) -> tuple[tuple[Run, ...], ...]:
        """Return the paragraphs, with the marks of boxes that covered no text."""
        done = list(self.done)
        for at, box in enumerate(self.boxes):
            if at not in self.marked:
                after = sum(top <= box.top for top, _runs in done)
                done.insert(after, (box.top, [withheld(_ground(box))]))
        joined = (_joined(runs) for _top, runs in done)
        return tuple(runs for runs in joined if runs)

    def _runs(self, line: Line) -> list[Run]:
        runs: list[Run] = []
        near = [
            (at, box)
            for at, box in enumerate(self.boxes)
            if box.top <= line.bottom and line.top <= box.bottom
        ]
        for glyph in line.glyphs:
            under = [at for at, box in near if _is_under(glyph, box)]
            if not under:
                runs.append(Run(text=glyph.character))
                continue
            fresh = [at for at in under if at not in self.marked]
            self.marked.update(under)
            runs.extend(withheld(_ground(self.boxes[at])) for at in fresh[:1])
        return runs


def _edges(frames: Sequence[Frame]) -> Edges:
    """Return where most lines begin and where the longest ends."""
    if not frames:
        return 0.0, 0.0
    steps = Counter(round(frame.left / _STEP) for frame in frames)
    return steps.most_common(1)[0][0] * _STEP, max(frame.right for frame in frames)


def _begins(frame: Frame, last: Frame, edges: Edges) -> bool:
    """Say whether a line begins a paragraph of its own."""
    if frame.direction != last.direction:
        return True
    if _same_row(frame, last):
        return False
    margin, right = edges
    height = max(frame.height, last.height)
    gap = frame.top - last.bottom
    return (
        frame.has_columns
        or last.has_columns
        or not -height < gap <= _WIDE_GAP * height
        or not _LEAST_ALIKE < frame.height / last.height < 1 / _LEAST_ALIKE
        or frame.left > last.left + _INDENT * height
        or _INDENT * height < frame.left - margin < 2 * _SHORT * height
        or last.right < right - _SHORT * height
    )


def _same_row(frame: Frame, last: Frame) -> bool:
    overlap = min(frame.bottom, last.bottom) - max(frame.top, last.top)
    least = min(frame.bottom - frame.top, last.bottom - last.top)
    return frame.left >= last.right and overlap > least / 2


def _needs_blank(before: str, after: str) -> bool:
    return bool(_LATIN.search(before) and _LATIN_START.match(after))


def _ground(box: Box) -> str:
    return box.label or box.ground_code


def _joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs with neighbours made one: texts, and marks of the same ground."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and not (last.is_withheld or run.is_withheld):
            joined[-1] = Run(text=_BLANKS.sub(" ", last.text + run.text))
        elif last is None or not (run.is_withheld and last == run):
            joined.append(run)
    if joined and not joined[0].is_withheld:
        joined[0] = Run(text=joined[0].text.lstrip())
    if joined and not joined[-1].is_withheld:
        joined[-1] = Run(text=joined[-1].text.rstrip())
    return tuple(run for run in joined if run.text)
