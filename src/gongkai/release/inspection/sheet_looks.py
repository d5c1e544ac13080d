"""How cells of a workbook look, as far as that decides whether their values are seen."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from gongkai.release.inspection.colours import BLACK, WHITE, is_invisible, plain_colour
from gongkai.release.inspection.xml import End, Event, Start

_SMALLEST = 2.0
"""Points up to which nobody reads a letter."""
_INDEXED = {
    "0": BLACK, "1": WHITE, "2": "FF0000", "3": "00FF00", "4": "0000FF", "5": "FFFF00",
    "8": BLACK, "9": WHITE, "10": "FF0000", "11": "00FF00", "12": "0000FF", "13": "FFFF00",
    "64": BLACK, "65": WHITE,
}  # fmt: skip
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SHOWS = re.compile(r"[0#?@ymdhsegb]|General|G/通用格式", re.IGNORECASE)
_ALL_SECTIONS = 4
_T = TypeVar("_T")


@dataclass(slots=True)
class _Font:
    colour: str | None = BLACK
    size: float = 11.0


@dataclass(slots=True)
class _Fill:
    pattern: str = "none"
    colour: str | None = WHITE

    @property
    def ground(self) -> str | None:
        """Return the colour behind the text; None where it is unknown."""
        if self.pattern == "none":
            return WHITE
        return self.colour if self.pattern == "solid" else None


@dataclass(slots=True)
class _Format:
    font: _Font
    fill: _Fill
    code: str = ""
    says_font: bool = False


@dataclass(slots=True)
class _Parsed:
    fonts: list[_Font] = field(default_factory=list)
    fills: list[_Fill] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    cells: list[_Format] = field(default_factory=list)
    changes: list[_Format] = field(default_factory=list)


class SheetLooks:
    """The formats of a workbook."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._known = _Parsed()
        stack: list[str] = []
        for event in events:
            if isinstance(event, Start):
                stack.append(event.name)
                self._take(event, stack)
            elif isinstance(event, End) and stack:
                stack.pop()

    def hides(self, style: int, *, is_text: bool) -> bool:
        """Return whether the value of a cell with this style is not seen."""
        if not 0 <= style < len(self._known.cells):
            return False
        return _hides(self._known.cells[style], is_text=is_text)

    def hides_when(self, change: int) -> bool:
        """Return whether a conditional format hides the values to which it is applied."""
        if not 0 <= change < len(self._known.changes):
            return False
        changed = self._known.changes[change]
        return hides_value(changed.code, is_text=False) or (
            changed.says_font and is_invisible(changed.font.colour, changed.fill.ground)
        )

    def _take(self, element: Start, stack: list[str]) -> None:
        known, attributes = self._known, element.attributes
        if element.name == "numFmt":
            code = attributes.get("formatCode", "")
            if "dxf" in stack and known.changes:
                known.changes[-1].code = code
            else:
                known.codes[attributes.get("numFmtId", "")] = code
        elif element.name == "dxf":
            known.changes.append(_Format(_Font(), _Fill()))
        elif element.name == "xf" and "cellXfs" in stack:
            known.cells.append(self._format(attributes))
        elif element.name == "font" and "dxf" not in stack:
            known.fonts.append(_Font())
        elif element.name == "fill" and "dxf" not in stack:
            known.fills.append(_Fill())
        else:
            self._take_detail(element, stack)

    def _format(self, attributes: Mapping[str, str]) -> _Format:
        known = self._known
        font = _at(known.fonts, attributes.get("fontId", "0"), _Font())
        fill = _at(known.fills, attributes.get("fillId", "0"), _Fill())
        return _Format(font, fill, known.codes.get(attributes.get("numFmtId", ""), ""))

    def _take_detail(self, element: Start, stack: list[str]) -> None:
        in_change = "dxf" in stack and bool(self._known.changes)
        change = self._known.changes[-1] if in_change else None
        fonts, fills = self._known.fonts, self._known.fills
        font = change.font if change else (fonts[-1] if fonts else None)
        fill = change.fill if change else (fills[-1] if fills else None)
        parent = stack[-2] if len(stack) > 1 else ""
        if parent == "font" and font:
            if element.name == "color":
                font.colour = colour_of(element.attributes, default=BLACK)
                if change:
                    change.says_font = True
            elif element.name == "sz":
                font.size = _number(element.attributes.get("val", ""))
        elif element.name == "patternFill" and fill:
            fill.pattern = element.attributes.get("patternType", "solid" if change else "none")
        elif element.name == "gradientFill" and fill:
            fill.pattern = "gradient"
        elif fill and element.name == ("bgColor" if change else "fgColor"):
            fill.colour = colour_of(element.attributes, default=None)


def _hides(look: _Format, *, is_text: bool) -> bool:
    if hides_value(look.code, is_text=is_text) or look.font.size <= _SMALLEST:
        return True
    return is_invisible(look.font.colour, look.fill.ground)


def hides_value(code: str, *, is_text: bool) -> bool:
    """Return whether a number format shows nothing of the value: `;;;`, or other words for it.

    >>> hides_value(";;;", is_text=True), hides_value('"***"', is_text=False)
    (True, True)
    >>> hides_value("0.00;;", is_text=False), hides_value('"***"', is_text=True)
    (False, False)
    """
    if not code:
        return False
    sections = _LITERALS.sub("", code).split(";")
    if is_text:
        return len(sections) >= _ALL_SECTIONS and not _SHOWS.search(sections[3])
    return not any(_SHOWS.search(section) for section in sections[:3])


def colour_of(attributes: Mapping[str, str], *, default: str | None) -> str | None:
    """Return the colour that an element of a style says, None where it is not known here."""
    if "rgb" in attributes:
        return plain_colour(attributes["rgb"])
    if "indexed" in attributes:
        return _INDEXED.get(attributes["indexed"])
    if "theme" in attributes:
        # The first two are the paper and the ink; the others are colours that can be told apart.
        grey = {"0": 1.0, "1": 0.0}.get(attributes["theme"])
        return None if grey is None else _tinted(grey, _number(attributes.get("tint", "0")))
    return default


def _tinted(grey: float, tint: float) -> str:
    share = grey * (1 + tint) if tint < 0 else grey * (1 - tint) + tint
    return f"{round(max(0.0, min(1.0, share)) * 255):02X}" * 3


def _at(items: list[_T], said: str, default: _T) -> _T:
    place = int(said) if said.isdecimal() else -1
    return items[place] if 0 <= place < len(items) else default


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return 11.0
