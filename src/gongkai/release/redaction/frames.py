"""Lines as their reader holds the page: whatever way they run, from left to right and downward."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from gongkai.release.redaction.glyphs import Glyph, Line, lines_of

_COLUMN_GAP = 1.5
"""Between two letters of a line, in heights: more is the gap between two columns of a table."""
_SAME_ROW = 0.6
"""In heights: lines whose lower edges are that close stand beside each other."""


class Direction(Enum):
    """Where to a line runs on the page as it is shown."""

    RIGHT = "right"
    DOWN = "down"
    """In columns from right to left, or a page that lies on its right side."""
    LEFT = "left"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Frame:
    """A line's place as its reader sees it, in heights of the page."""

    direction: Direction
    left: float
    top: float
    right: float
    bottom: float
    height: float
    """Of its highest letter: a comma alone would make a line low."""
    has_columns: bool
    """Something else than the end of a word parts its letters: it is a row of a table."""


def lines_in_order(glyphs: Sequence[Glyph], shape: float) -> list[tuple[Line, Frame]]:
    """Return the lines of a page in the order of reading, each with its frame.

    The reader of the PDF orders lines as if all ran from left to right; on a page that lies on its
    side, or is set in columns, their own direction says what comes first.
    """
    framed = [(line, frame_of(line, shape)) for line in lines_of(glyphs)]
    turned = sum(len(line.glyphs) for line, frame in framed if frame.direction != Direction.RIGHT)
    if 2 * turned <= sum(len(line.glyphs) for line, _frame in framed):
        return framed
    return sorted(framed, key=lambda one: (one[1].direction.value, _row(one[1]), one[1].left))


def _row(frame: Frame) -> int:
    return round(frame.bottom / frame.height / _SAME_ROW)


def frame_of(line: Line, shape: float) -> Frame:
    """Return the frame of a line; `shape` is the page's width by its height."""
    direction = _direction(line, shape)
    left, top, right, bottom = _turned(
        direction, (line.left * shape, line.top, line.right * shape, line.bottom), shape
    )
    drawn = [
        _turned(direction, (one.left * shape, one.top, one.right * shape, one.bottom), shape)
        for one in line.glyphs
        if not one.is_blank
    ]
    height = max(sides[3] - sides[1] for sides in drawn)
    gaps = (after[0] - before[2] for before, after in pairwise(drawn))
    return Frame(
        direction, left, top, right, bottom, height, any(gap > _COLUMN_GAP * height for gap in gaps)
    )


def _direction(line: Line, shape: float) -> Direction:
    drawn = [glyph for glyph in line.glyphs if not glyph.is_blank]
    first, last = drawn[0], drawn[-1]
    if line.is_upright(shape):
        return Direction.LEFT if last.right < first.left else Direction.RIGHT
    return Direction.UP if last.bottom < first.top else Direction.DOWN


Sides = tuple[float, float, float, float]


def _turned(direction: Direction, sides: Sides, shape: float) -> Sides:
    left, top, right, bottom = sides
    match direction:
        case Direction.RIGHT:
            return sides
        case Direction.DOWN:
            return top, shape - right, bottom, shape - left
        case Direction.LEFT:
            return shape - right, 1 - bottom, shape - left, 1 - top
        case Direction.UP:
            return 1 - bottom, left, 1 - top, right
