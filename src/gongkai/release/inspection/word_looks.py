"""How runs of a Word document look, as far as that decides whether they are seen at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from gongkai.release.inspection.colours import BLACK, is_invisible, plain_colour
from gongkai.release.inspection.xml import End, Event, Start

_OFF = frozenset({"0", "false", "off"})
_SMALLEST = 5
"""Half points up to which nobody reads a letter."""
_NARROWEST = 10
"""Per cent of its width up to which nobody reads a letter."""
_HIGHLIGHTS = {
    "black": BLACK, "white": "FFFFFF", "darkBlue": "00008B", "darkRed": "8B0000",
    "darkGreen": "006400", "darkGray": "A9A9A9", "blue": "0000FF", "red": "FF0000",
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF",
    "lightGray": "D3D3D3", "darkCyan": "008B8B", "darkMagenta": "8B008B", "darkYellow": "808000",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """Some properties of a run; None is what nobody said."""

    vanishes: bool | None = None
    hides_on_web: bool | None = None
    colour: str | None = None
    size: int | None = None
    """Half points."""
    width: int | None = None
    """Per cent."""
    highlight: str | None = None
    fill: str | None = None

    def over(self, base: "Look") -> "Look":
        """Return this look with what it leaves open taken from another."""
        return Look(
            *(
                getattr(base, name) if getattr(self, name) is None else getattr(self, name)
                for name in Look.__slots__
            )
        )

    def told(self, element: Start) -> "Look":
        """Return the look with one more property."""
        attributes = element.attributes
        value = attributes.get("val", "")
        is_on = value not in _OFF
        match element.name:
            case "vanish":
                return replace(self, vanishes=is_on)
            case "webHidden":
                return replace(self, hides_on_web=is_on)
            case "color":
                return replace(self, colour="auto" if value == "auto" else plain_colour(value))
            case "sz" if value.isdecimal():
                return replace(self, size=int(value))
            case "w" if value.rstrip("%").isdecimal():
                return replace(self, width=int(value.rstrip("%")))
            case "highlight":
                return replace(self, highlight=_HIGHLIGHTS.get(value))
            case "shd":
                return replace(self, fill=fill_of(attributes))
        return self

    @property
    def is_covered(self) -> bool:
        """Return whether it stands on a highlight of its own colour, a bar over the text."""
        own = BLACK if self.colour in (None, "auto") else self.colour
        if self.highlight is not None:
            return is_invisible(own, self.highlight)
        # Automatic text turns white on a dark ground; a colour that was chosen does not.
        return self.colour not in (None, "auto", "FFFFFF") and is_invisible(self.colour, self.fill)

    def is_hidden(self, behind: str | None) -> bool:
        """Return whether the run is not seen before this ground."""
        if self.vanishes:
            return True
        if (self.size or 99) <= _SMALLEST or (self.width or 100) <= _NARROWEST:
            return True
        ground = self.highlight or self.fill or behind
        return self.colour not in (None, "auto") and is_invisible(self.colour, ground)


PROPERTIES = frozenset({"vanish", "webHidden", "color", "sz", "w", "highlight", "shd"})
"""Names of the elements that `Look.told` understands."""


def fill_of(attributes: Mapping[str, str]) -> str | None:
    """Return the ground that a shading gives, None where it gives none that is known."""
    if attributes.get("val", "clear") == "solid":
        return plain_colour(attributes.get("color")) or BLACK
    return plain_colour(attributes.get("fill"))


@dataclass(slots=True)
class _Style:
    based_on: str = ""
    look: Look = Look()
    coloured: set[str] = field(default_factory=set)


class Styles:
    """The styles of a document."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = Look()
        stack: list[str] = []
        style, region = _Style(), ""
        for event in events:
            if isinstance(event, Start):
                stack.append(event.name)
                if event.name == "style":
                    style, region = _Style(), "wholeTable"
                    self._styles[event.attributes.get("styleId", "")] = style
                elif event.name == "tblStylePr":
                    region = event.attributes.get("type", "")
                self._take(event, stack, style, region)
            elif isinstance(event, End) and stack:
                stack.pop()

    def _take(self, element: Start, stack: list[str], style: _Style, region: str) -> None:
        if element.name == "basedOn":
            style.based_on = element.attributes.get("val", "")
        elif stack[-2:-1] == ["rPr"] and element.name in PROPERTIES and "tblStylePr" not in stack:
            if "rPrDefault" in stack:
                self._default = self._default.told(element)
            elif stack[-3:-2] == ["style"]:
                style.look = style.look.told(element)
        elif element.name == "shd" and fill_of(element.attributes) not in (None, "FFFFFF"):
            style.coloured.add(region)

    def look(self, *names: str) -> Look:
        """Return the look that these styles give together, the first one first."""
        look = Look()
        for name in names:
            look = look.over(self._chained(name))
        return look.over(self._default)

    def _chained(self, name: str) -> Look:
        look, seen = Look(), set[str]()
        while name and name not in seen and name in self._styles:
            seen.add(name)
            look = look.over(self._styles[name].look)
            name = self._styles[name].based_on
        return look

    def coloured_regions(self, name: str) -> frozenset[str]:
        """Return the regions of a table (`firstRow`, `wholeTable`) that a style colours."""
        regions, seen = set[str](), set[str]()
        while name and name not in seen and name in self._styles:
            seen.add(name)
            regions |= self._styles[name].coloured
            name = self._styles[name].based_on
        return frozenset(regions)
