"""Pictures and text boxes of a DOCX, as they are shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gongkai.release.inspection.office import Office
from gongkai.release.redaction.blocks import Picture
from gongkai.release.redaction.embedded import save_picture
from gongkai.release.redaction.xml_tree import Element, attribute, child, local

_LARGEST_PICTURE = 100_000_000
_EMU = 12_700
"""English metric units in a point."""
_USUAL_WIDTH = 300.0
_LARGEST_WIDTH = 2_000.0
_MOST_PICTURES = 2_000


@dataclass(slots=True)
class Drawings:
    """The drawings of one document; `part` is the part that is being read."""

    office: Office
    folder: Path
    part: str = ""
    count: int = 0

    def pictures(self, holder: Element) -> Iterator[Picture]:
        """Yield the pictures in a drawing, each without what is cut off at its sides."""
        relations = {one.id: one for one in self.office.relations(self.part)}
        for node in _shown(holder):
            if local(node) not in {"blip", "imagedata"}:
                continue
            relation = relations.get(attribute(node, "embed") or attribute(node, "id"))
            if relation is None or relation.is_external:
                continue
            if relation.target in self.office.package.parts and self.count < _MOST_PICTURES:
                yield from self._picture(relation.target, node)

    def text_boxes(self, paragraph: Element) -> Iterator[Element]:
        """Yield the text boxes of a paragraph, each once although two programs are served."""
        for node in _shown(paragraph):
            if local(node) == "txbxContent" and not _is_inside_box(node, paragraph):
                yield node

    def _picture(self, target: str, node: Element) -> Iterator[Picture]:
        self.count += 1
        path = self.folder / f"drawing-{self.count}.png"
        raw = self.office.package.read(target, _LARGEST_PICTURE)
        if save_picture(raw, path, cut=_cut(node)):
            yield Picture(path=path, width=_width(node))


def _shown(holder: Element) -> Iterator[Element]:
    for node in holder:
        if local(node) in {"Fallback", "del", "moveFrom"}:
            continue
        yield node
        yield from _shown(node)


def _is_inside_box(node: Element, paragraph: Element) -> bool:
    above = node.getparent()
    while above is not None and above is not paragraph:
        if local(above) == "txbxContent":
            return True
        above = above.getparent()
    return False


def _cut(blip: Element) -> tuple[float, float, float, float]:
    """Return what is cut off at left, top, right and bottom, as fractions."""
    fill = blip.getparent()
    rectangle = child(fill, "srcRect") if fill is not None else None
    left, top, right, bottom = (
        min(1.0, max(0.0, _number(attribute(rectangle, side, "0")) / 100_000))
        for side in ("l", "t", "r", "b")
    )
    return left, top, right, bottom


def _width(blip: Element) -> float:
    above: Element | None = blip
    while above is not None:
        if local(above) in {"inline", "anchor"}:
            width = _number(attribute(child(above, "extent"), "cx", "0")) / _EMU
            return min(width, _LARGEST_WIDTH) if width > 0 else _USUAL_WIDTH
        above = above.getparent()
    return _USUAL_WIDTH


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return 0.0
