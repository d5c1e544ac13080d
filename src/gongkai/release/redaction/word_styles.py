"""Styles and lists of a DOCX, as far as they say what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gongkai.release.inspection.packages import Package
from gongkai.release.redaction.numbering import Level, Numbering
from gongkai.release.redaction.xml_tree import (
    Element,
    attribute,
    child,
    children,
    is_on,
    tree_of,
    whole,
)

_DEEPEST_HEADING = 6
_MOST_ANCESTORS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a style says of the paragraphs and letters that use it."""

    level: int = 0
    """Of a heading; 0 for other text."""
    align: str = ""
    is_hidden: bool = False
    is_bold: bool = False
    number: str = ""
    depth: int = 0


@dataclass(slots=True)
class Styles:
    """The styles of one document by their ids."""

    nodes: Mapping[str, Element]
    _read: dict[str, Style] = field(default_factory=dict)

    def style(self, name: str) -> Style:
        """Return a style with what it takes over from those it is based on."""
        if name not in self._read:
            self._read[name] = self._resolved(name)
        return self._read[name]

    def _resolved(self, name: str) -> Style:
        chain: list[Element] = []
        while name in self.nodes and len(chain) < _MOST_ANCESTORS:
            chain.append(self.nodes[name])
            name = attribute(child(self.nodes[name], "basedOn"), "val")
        return Style(
            level=next((level for node in chain if (level := _level(node))), 0),
            align=_first(chain, "pPr", "jc"),
            is_hidden=_switch(chain, "vanish"),
            is_bold=_switch(chain, "b"),
            number=_first(chain, "pPr", "numPr", "numId"),
            depth=whole(_first(chain, "pPr", "numPr", "ilvl"), most=8),
        )


def _first(chain: list[Element], *path: str) -> str:
    found = (attribute(child(node, *path), "val") for node in chain)
    return next(filter(None, found), "")


def _switch(chain: list[Element], name: str) -> bool:
    found = (child(node, "rPr", name) for node in chain)
    return is_on(next((node for node in found if node is not None), None))


def _level(node: Element) -> int:
    outline = attribute(child(node, "pPr", "outlineLvl"), "val")
    if outline.isdigit():
        # Level 9 is body text.
        return int(outline) + 1 if int(outline) < _DEEPEST_HEADING else 0
    name = attribute(child(node, "name"), "val").casefold()
    return 1 if name == "title" else 0


def styles_of(package: Package, part: str) -> Styles:
    """Return the styles that a part says; none where it is missing."""
    if part not in package.parts:
        return Styles({})
    root = tree_of(package, part)
    return Styles({attribute(node, "styleId"): node for node in children(root, "style")})


def numbering_of(package: Package, part: str) -> Numbering:
    """Return the lists that a part says; none where it is missing."""
    if part not in package.parts:
        return Numbering({})
    root = tree_of(package, part)
    abstract = {attribute(node, "abstractNumId"): node for node in children(root, "abstractNum")}
    levels: dict[tuple[str, int], Level] = {}
    lists: dict[str, str] = {}
    for number in children(root, "num"):
        name = attribute(number, "numId")
        behind = attribute(child(number, "abstractNumId"), "val")
        overrides = list(children(number, "lvlOverride"))
        lists[name] = f"{name}!" if overrides else behind
        for node in children(abstract[behind], "lvl") if behind in abstract else ():
            levels[name, _depth(node)] = _list_level(node)
        for override in overrides:
            _override(levels, name, override)
    return Numbering(levels, lists)


def _override(levels: dict[tuple[str, int], Level], name: str, override: Element) -> None:
    depth = _depth(override)
    anew = child(override, "lvl")
    level = _list_level(anew) if anew is not None else levels.get((name, depth), Level())
    levels[name, depth] = Level(
        style=level.style,
        pattern=level.pattern,
        start=whole(attribute(child(override, "startOverride"), "val"), level.start),
    )


def _depth(node: Element) -> int:
    return whole(attribute(node, "ilvl"), most=8)


def _list_level(node: Element) -> Level:
    return Level(
        style=attribute(child(node, "numFmt"), "val", "decimal"),
        pattern=attribute(child(node, "lvlText"), "val"),
        start=whole(attribute(child(node, "start"), "val"), 1),
    )
