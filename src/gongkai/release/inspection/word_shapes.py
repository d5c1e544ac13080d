"""Shapes drawn in a Word part: what lies behind their text, and what they cover or cut."""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.release.inspection.colours import WHITE, is_dark, plain_colour
from gongkai.release.inspection.xml import Start
from gongkai.release.rules.findings import FindingKind

_SHAPES = frozenset({"wsp", "sp", "shape", "rect", "roundrect", "oval"})
_VML = frozenset({"shape", "rect", "roundrect", "oval"})
_FILLS = frozenset({"gradFill", "blipFill", "pattFill"})
_LEAST_COVER = 100_000
"""English metric units of the height of a box that could cover a line."""
_LEAST_CUT = 500
"""Thousandths of a per cent of a picture's side that rounding does not explain."""
_SIDES = ("l", "t", "r", "b")
_VML_SIDES = ("cropleft", "croptop", "cropright", "cropbottom")


@dataclass(slots=True)
class _Shape:
    name: str
    ground: str | None = WHITE
    has_text: bool = False
    is_filled: bool = False


class Shapes:
    """Follows the shapes of a part while it is read."""

    def __init__(self) -> None:
        self._open: list[_Shape] = []
        self._sights: list[FindingKind] = []
        self._is_floating = self._is_behind = False
        self._height = 0
        self._hidden = 0

    @property
    def is_open(self) -> bool:
        """Return whether a shape is being read."""
        return bool(self._open)

    @property
    def ground(self) -> str | None:
        """Return the colour behind the text of the innermost shape; None where it is unknown."""
        return self._open[-1].ground if self._open else WHITE

    @property
    def is_hidden(self) -> bool:
        """Return whether the shape is not shown."""
        return self._hidden > 0

    def take_sights(self) -> Iterator[FindingKind]:
        """Yield what was noticed since the last time."""
        sights, self._sights = self._sights, []
        yield from sights

    def start(self, element: Start, stack: list[str]) -> None:
        """Take the start of an element; `stack` ends with its own name."""
        name, attributes = element.name, element.attributes
        if name in _SHAPES:
            self._begin(element)
        elif name == "anchor":
            self._is_floating = True
            self._is_behind = attributes.get("behindDoc") in ("1", "true")
        elif name == "extent":
            self._height = _number(attributes.get("cy", ""))
        elif name == "docPr":
            self._hidden = int(attributes.get("hidden") in ("1", "true"))
        elif name in ("srcRect", "imagedata"):
            self._notice_cut(element)
        elif self._open:
            self._fill(element, stack)

    def _begin(self, element: Start) -> None:
        shape = _Shape(element.name)
        if element.name in _VML:
            colour = element.attributes.get("fillcolor", "")
            if element.attributes.get("filled") in ("f", "false"):
                colour = ""
            shape.ground = plain_colour(colour) if colour else WHITE
            if "visibility:hidden" in element.attributes.get("style", "").replace(" ", ""):
                self._hidden += 1
        self._open.append(shape)

    def _fill(self, element: Start, stack: list[str]) -> None:
        shape = self._open[-1]
        if element.name in ("txbx", "txbxContent", "txBody", "textbox"):
            shape.has_text = True
        elif element.name in _FILLS and stack[-2:-1] == ["spPr"]:
            shape.ground, shape.is_filled = None, True
        elif element.name == "srgbClr" and stack[-3:-1] == ["spPr", "solidFill"]:
            shape.ground = plain_colour(element.attributes.get("val"))
            shape.is_filled = True
        elif element.name == "schemeClr" and stack[-3:-1] == ["spPr", "solidFill"]:
            is_light = element.attributes.get("val") in ("bg1", "lt1")
            shape.ground, shape.is_filled = WHITE if is_light else None, True
        elif element.name == "fillRef" and element.attributes.get("idx", "0") != "0":
            shape.ground = None if shape.ground == WHITE and not shape.is_filled else shape.ground

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name in _SHAPES and self._open:
            self._notice_cover(self._open.pop())
        elif name in ("anchor", "inline"):
            self._is_floating, self._hidden = False, 0

    def _notice_cover(self, shape: _Shape) -> None:
        floats = self._is_floating and not self._is_behind and self._height >= _LEAST_COVER
        is_opaque = shape.is_filled and (is_dark(shape.ground) or shape.ground == WHITE)
        if floats and is_opaque and not shape.has_text:
            self._sights.append(FindingKind.COVERED_TEXT)

    def _notice_cut(self, element: Start) -> None:
        sides = _SIDES if element.name == "srcRect" else _VML_SIDES
        said = [element.attributes.get(side, "0") for side in sides]
        if any(_share(side) > _LEAST_CUT for side in said):
            self._sights.append(FindingKind.CUT_PICTURE)


def _share(said: str) -> float:
    """Return thousandths of a per cent: DrawingML says them, VML says 65536ths with an `f`."""
    try:
        if said.endswith("f"):
            return float(said[:-1]) / 65_536 * 100_000
        if said.endswith("%"):
            return float(said[:-1]) * 1_000
        number = float(said)
    except ValueError:
        return 0
    return number * 100_000 if 0 < number < 1 else number


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else 0
