"""The XML of a DOCX without what is not shown: changes accepted, remarks and ids gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gongkai.release.inspection.office import Relation
from gongkai.release.redaction.word_styles import Styles
from gongkai.release.redaction.xml_tree import (
    Element,
    attribute,
    child,
    drop,
    is_on,
    local,
    unwrap,
)
from gongkai.release.rules.findings import FindingKind

_CHANGES = frozenset(
    {"del", "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange"}
    | {"trPrChange", "tcPrChange", "tblPrExChange", "numberingChange", "cellIns", "cellMerge"}
    | {"moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"}
    | {"customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlInsRangeStart"}
    | {"customXmlInsRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd"}
    | {"customXmlMoveToRangeStart", "customXmlMoveToRangeEnd"}
)
_REMARKS = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"})
_NOISE = frozenset(
    {"proofErr", "permStart", "permEnd", "lastRenderedPageBreak", "rsids", "Fallback"}
)
_WRAPPERS = frozenset({"smartTag", "customXml", "sdt", "sdtContent"})
_OF_WRAPPERS = frozenset({"sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"})
_FILES = frozenset({"OLEObject", "altChunk", "subDoc", "control", "movie"})
_LINKS = frozenset({"id", "embed", "link", "pict", "href"})
_RELATIONS = "officeDocument/2006/relationships}"
_AUTHORS = frozenset({"author", "initials", "date"})
_SITTINGS = ("rsid", "paraId", "textId")
Cut = tuple[float, float, float, float]


@dataclass(slots=True)
class TreeCleaner:
    """Cleans the trees of one document and notes what it took out."""

    styles: Styles
    removed: set[FindingKind] = field(default_factory=set)

    def clean(self, root: Element, relations: Mapping[str, Relation]) -> dict[str, Cut]:
        """Clean a tree in place; return how each picture is to be cut, by its relation."""
        for node in list(root.iter()):
            if not isinstance(node.tag, str):
                drop(node)
                continue
            self._attributes(node)
            self._node(node)
        self._hidden(root)
        self._links(root, relations)
        return _cuts(root)

    def _attributes(self, node: Element) -> None:
        for key in list(node.attrib):
            name = key.rpartition("}")[2]
            if name.startswith(_SITTINGS) or name in _AUTHORS:
                del node.attrib[key]

    def _node(self, node: Element) -> None:
        name = local(node)
        if name in _CHANGES or name == "cellDel":
            self._change(node, name)
        elif name in {"ins", "moveTo"}:
            self.removed.add(FindingKind.TRACKED_CHANGE)
            unwrap(node)
        elif name in _REMARKS:
            self.removed.add(FindingKind.COMMENT)
            drop(node)
        elif name in _NOISE or name in _OF_WRAPPERS:
            drop(node)
        elif name in _WRAPPERS:
            unwrap(node)
        elif name in _FILES:
            self.removed.add(FindingKind.EMBEDDED_FILE)
            drop(node)

    def _change(self, node: Element, name: str) -> None:
        self.removed.add(FindingKind.TRACKED_CHANGE)
        holder = node.getparent()
        drop(node)
        if holder is None:
            return
        above = holder.getparent()
        if above is None:
            return
        if name == "cellDel" or (name == "del" and local(holder) == "trPr"):
            drop(above)
        elif name in {"del", "moveFrom"} and local(holder) == "rPr":
            _drop_if_empty(above.getparent())

    def _hidden(self, root: Element) -> None:
        for node in list(root.iter()):
            if local(node) == "r" and self._is_hidden(node):
                self.removed.add(FindingKind.HIDDEN_TEXT)
                drop(node)
            elif local(node) == "tr" and is_on(child(node, "trPr", "hidden")):
                self.removed.add(FindingKind.HIDDEN_ROW)
                drop(node)

    def _is_hidden(self, run: Element) -> bool:
        look = child(run, "rPr")
        for name in ("vanish", "webHidden"):
            said = child(look, name)
            if said is not None:
                return is_on(said) and name == "vanish"
        if self.styles.style(attribute(child(look, "rStyle"), "val")).is_hidden:
            return True
        above = run.getparent()
        while above is not None and local(above) != "p":
            above = above.getparent()
        style = attribute(child(above, "pPr", "pStyle"), "val")
        return self.styles.style(style).is_hidden

    def _links(self, root: Element, relations: Mapping[str, Relation]) -> None:
        """Take out what leads to parts that are gone."""
        for node in list(root.iter()):
            for key in list(node.attrib) if isinstance(node.tag, str) else ():
                if _RELATIONS not in key or key.rpartition("}")[2] not in _LINKS:
                    continue
                if node.attrib[key] in relations:
                    continue
                del node.attrib[key]
                self._link(node)

    def _link(self, node: Element) -> None:
        if local(node) == "hyperlink":
            self.removed.add(FindingKind.ACTIVE_CONTENT)
            unwrap(node)
        elif local(node) in {"chart", "relIds"}:
            _drop_drawing(node)
        elif local(node).endswith("Reference"):
            drop(node)


def _drop_if_empty(paragraph: Element | None) -> None:
    """Drop a paragraph whose end was deleted and of which nothing is left."""
    if paragraph is None or local(paragraph) != "p":
        return
    shows = {"t", "drawing", "pict", "object", "sym", "tab", "footnoteReference"}
    deleted = {"del", "moveFrom"}
    for node in paragraph.iter():
        above = node.getparent()
        while above is not None and above is not paragraph and local(above) not in deleted:
            above = above.getparent()
        if local(node) in shows and (above is None or local(above) not in deleted):
            return
    holder = paragraph.getparent()
    # A cell must keep one paragraph.
    if holder is not None and sum(local(one) == "p" for one in holder) > 1:
        drop(paragraph)


def _drop_drawing(node: Element) -> None:
    above: Element | None = node
    while above is not None and local(above) not in {"drawing", "AlternateContent"}:
        above = above.getparent()
    if above is not None:
        drop(above)


def _cuts(root: Element) -> dict[str, Cut]:
    """Return what is cut off each picture, and take the cut out: the picture is made smaller."""
    cuts: dict[str, Cut] = {}
    for node in list(root.iter()):
        if local(node) != "blip":
            continue
        fill = node.getparent()
        rectangle = child(fill, "srcRect") if fill is not None else None
        name = attribute(node, "embed")
        if rectangle is None or not name:
            continue
        cut = tuple(_fraction(attribute(rectangle, side, "0")) for side in ("l", "t", "r", "b"))
        if name not in cuts or cuts[name] == cut:
            cuts[name] = (cut[0], cut[1], cut[2], cut[3])
            drop(rectangle)
    return cuts


def _fraction(said: str) -> float:
    try:
        return min(1.0, max(0.0, float(said) / 100_000))
    except ValueError:
        return 0.0
