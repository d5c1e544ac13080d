"""One page of OFD (GB/T 33190): its text in lines, and what of it is not seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gongkai.release.inspection.colours import BLACK, WHITE, is_invisible
from gongkai.release.inspection.xml import End, Event, Start, Text
from gongkai.release.rules.findings import FindingKind

Box = tuple[float, float, float, float]
A4: Box = (0.0, 0.0, 210.0, 297.0)
_OBJECTS = frozenset({"TextObject", "PathObject", "ImageObject", "CompositeObject"})
_SMALLEST = 0.7
"""Millimetres of a letter's height that nobody reads."""
_MOST_COVERED = 0.6
_MOST_SHAPES = 3_000
_OPAQUE = 200
_CLOSE = 0.6
"""Parts of a letter's height within which two texts stand on one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Something on a page that is there and not seen; the box is in millimetres."""

    kind: FindingKind
    text: str
    box: Box


@dataclass(slots=True)
class _Object:
    name: str
    box: Box
    size: float = 3.7
    colour: str | None = BLACK
    is_shown: bool = True
    is_filled: bool = False
    alpha: float = 255
    pieces: list[str] = field(default_factory=list)
    ground: str | None = WHITE

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class OfdPage:
    """Reads the objects of a page, a template or an annotation in the order they are drawn."""

    def __init__(self, colours: Mapping[str, str | None], area: Box = A4) -> None:
        self.area = area
        self.has_picture = False
        self.is_cut = False
        self._colours = colours
        self._objects: list[_Object] = []
        self._shapes: list[_Object] = []
        self._covers: list[tuple[int, _Object]] = []
        self._open: list[_Object] = []
        self._stack: list[str] = []
        self._text: list[str] = []

    def read(self, events: Iterable[Event]) -> "OfdPage":
        """Take all events of the part."""
        for event in events:
            self.hear(event)
        return self

    def hear(self, event: Event) -> None:
        """Take the next event."""
        if isinstance(event, Start):
            self._stack.append(event.name)
            self._text.clear()
            self._start(event)
        elif isinstance(event, Text):
            if not event.is_remark:
                self._text.append(event.text)
        else:
            self._end(event)
            if self._stack:
                self._stack.pop()

    def _start(self, element: Start) -> None:
        if element.name in _OBJECTS:
            self._open.append(self._object(element))
        elif element.name == "FillColor" and self._open and self._stack[-2:-1] != ["Clip"]:
            shape = self._open[-1]
            shape.colour = ofd_colour(element.attributes.get("Value", ""))
            shape.alpha = min(shape.alpha, _number(element.attributes.get("Alpha", "255"), 255))

    def _object(self, element: Start) -> _Object:
        said = element.attributes
        default = "false" if element.name == "PathObject" else "true"
        fill = said.get("Fill", default) not in ("false", "0")
        has_outline = said.get("Stroke", "false") in ("true", "1")
        is_text = element.name == "TextObject"
        return _Object(
            name=element.name,
            box=box_of(said.get("Boundary", "")),
            size=_number(said.get("Size", ""), 3.7) * _scale(said.get("CTM", "")),
            colour=self._colours.get(said.get("DrawParam", ""), BLACK),
            is_shown=said.get("Visible", "true") not in ("false", "0")
            and (not is_text or fill or has_outline),
            is_filled=fill,
            alpha=_number(said.get("Alpha", "255"), 255),
        )

    def _end(self, event: End) -> None:
        if event.name == "PhysicalBox":
            self.area = box_of("".join(self._text)) if self._text else self.area
        elif event.name == "TextCode" and self._open:
            self._open[-1].pieces.append("".join(self._text))
        elif event.name in _OBJECTS and self._open:
            self._end_object(self._open.pop())
        self._text.clear()

    def _end_object(self, drawn: _Object) -> None:
        self.has_picture |= drawn.name == "ImageObject"
        if drawn.name == "TextObject":
            drawn.ground = self._ground_of(drawn.box)
            self._objects.append(drawn)
        elif drawn.is_shown and drawn.alpha >= _OPAQUE and drawn.is_filled:
            if len(self._shapes) >= _MOST_SHAPES:
                self.is_cut = True
                return
            if drawn.name == "ImageObject":
                drawn.colour = None
            self._shapes.append(drawn)
            self._covers.append((len(self._objects), drawn))

    def _ground_of(self, box: Box) -> str | None:
        for shape in reversed(self._shapes):
            if covered_share(box, shape.box) >= _MOST_COVERED:
                return shape.colour
        return WHITE

    def lines(self) -> list[str]:
        """Return the text, objects that stand side by side in one line."""
        lines: list[str] = []
        last: _Object | None = None
        for drawn in self._objects:
            if last is not None and _on_one_line(last, drawn):
                gap = drawn.box[0] - last.box[2]
                lines[-1] += ("\t" if gap > drawn.size * 2 else "") + drawn.text
            else:
                lines.append(drawn.text)
            last = drawn
        return lines

    def unseen(self) -> list[Unseen]:
        """Return the texts that are not seen, and those under a box or a picture."""
        found = [
            Unseen(kind=FindingKind.HIDDEN_TEXT, text=drawn.text, box=drawn.box)
            for drawn in self._objects
            if drawn.text.strip() and self._is_hidden(drawn)
        ]
        for first, cover in self._covers:
            under = [
                drawn.text
                for drawn in self._objects[:first]
                if covered_share(drawn.box, cover.box) >= _MOST_COVERED
            ]
            if text := "".join(under).strip():
                found.append(Unseen(kind=FindingKind.COVERED_TEXT, text=text, box=cover.box))
        return found

    def _is_hidden(self, drawn: _Object) -> bool:
        is_outside = covered_share(drawn.box, self.area) <= 0
        is_clear = drawn.alpha < 255 - _OPAQUE or not drawn.is_shown
        is_tiny = drawn.size < _SMALLEST
        return is_outside or is_clear or is_tiny or is_invisible(drawn.colour, drawn.ground)


def _on_one_line(first: _Object, second: _Object) -> bool:
    height = max(first.size, second.size) * _CLOSE
    return abs(first.box[3] - second.box[3]) < height and second.box[0] >= first.box[0]


def covered_share(inner: Box, outer: Box) -> float:
    """Return how much of a box lies under another, 0 to 1; a box without size is a point."""
    width, height = inner[2] - inner[0], inner[3] - inner[1]
    across = min(inner[2], outer[2]) - max(inner[0], outer[0])
    down = min(inner[3], outer[3]) - max(inner[1], outer[1])
    if across < 0 or down < 0:
        return 0
    if width <= 0 or height <= 0:
        return 1
    return across * down / (width * height)


def box_of(said: str) -> Box:
    """Return left, top, right, bottom of `x y width height`."""
    numbers = [_number(piece, 0) for piece in said.split()[:4]]
    numbers += [0.0] * (4 - len(numbers))
    return numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3]


def ofd_colour(value: str) -> str | None:
    """Return `RRGGBB` of `255 255 255`, `#FF #FF #FF` or a single grey; None where unknown."""
    pieces = value.split()
    try:
        numbers = [int(one[1:], 16) if one[:1] == "#" else round(float(one)) for one in pieces]
    except (ValueError, OverflowError):
        return None
    if len(numbers) == 1:
        numbers *= 3
    if len(numbers) != 3 or not all(0 <= number <= 255 for number in numbers):
        return None
    return "".join(f"{number:02X}" for number in numbers)


def _scale(matrix: str) -> float:
    numbers = [_number(piece, 0) for piece in matrix.split()]
    if len(numbers) != 6:
        return 1.0
    return float((numbers[2] ** 2 + numbers[3] ** 2) ** 0.5)


def _number(said: str, default: float) -> float:
    try:
        number = float(said)
    except ValueError:
        return default
    return number if abs(number) < 1e9 else default
