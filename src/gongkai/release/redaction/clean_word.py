"""A DOCX without what it hides: changes accepted, remarks gone, only parts that are shown kept."""

import posixpath
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.office import ROOT, Office, Relation
from gongkai.release.redaction.clean_word_tree import TreeCleaner
from gongkai.release.redaction.embedded import save_picture
from gongkai.release.redaction.office_files import main_part, open_office
from gongkai.release.redaction.repacking import write_package
from gongkai.release.redaction.word_styles import styles_of
from gongkai.release.redaction.xml_tree import as_bytes, tree_of
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.inspection import FileProblem

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES: Mapping[str, str] = {
    "officeDocument": _WORD + "document.main+xml",
    "styles": _WORD + "styles+xml",
    "numbering": _WORD + "numbering+xml",
    "header": _WORD + "header+xml",
    "footer": _WORD + "footer+xml",
    "footnotes": _WORD + "footnotes+xml",
    "endnotes": _WORD + "endnotes+xml",
    "fontTable": _WORD + "fontTable+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
}
"""The parts of a document that are shown or say how; their content types."""
_GONE: Mapping[str, FindingKind] = {
    "comments": FindingKind.COMMENT,
    "commentsExtended": FindingKind.COMMENT,
    "commentsIds": FindingKind.COMMENT,
    "commentsExtensible": FindingKind.COMMENT,
    "people": FindingKind.COMMENT,
    "oleObject": FindingKind.EMBEDDED_FILE,
    "package": FindingKind.EMBEDDED_FILE,
    "control": FindingKind.ACTIVE_CONTENT,
    "attachedTemplate": FindingKind.ACTIVE_CONTENT,
    "aFChunk": FindingKind.EMBEDDED_FILE,
    "chart": FindingKind.CACHED_DATA,
    "diagramData": FindingKind.CACHED_DATA,
    "customXml": FindingKind.PROPERTIES,
    "core-properties": FindingKind.PROPERTIES,
    "extended-properties": FindingKind.PROPERTIES,
    "custom-properties": FindingKind.PROPERTIES,
    "glossaryDocument": FindingKind.HIDDEN_TEXT,
    "thumbnail": FindingKind.EARLIER_STATE,
}
_LARGEST_PICTURE = 100_000_000


def clean_word(source: Path, out: Path) -> frozenset[FindingKind]:
    """Write the document without what it hides; return the kinds of what was removed.

    Pictures are cut to what is shown of them. Charts and drawn diagrams carry their data with them
    and are left out. Raises CannotRead.
    """
    with tempfile.TemporaryDirectory() as name, open_office(source) as office:
        main = main_part(office, "word/document.xml")
        if not main:
            raise CannotRead(FileProblem.BROKEN)
        copy = _Copy(office, Path(name), main)
        copy.run()
        write_package(copy.parts, out)
    return frozenset(copy.removed)


@dataclass(slots=True)
class _Copy:
    """The copying of one document, part by part."""

    office: Office
    folder: Path
    main: str
    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    removed: set[FindingKind] = field(default_factory=set)

    def run(self) -> None:
        for relation in self.office.relations(ROOT):
            self._note(relation)
        of_main = self.office.relations(self.main)
        styles = next((one.target for one in of_main if one.kind == "styles"), "")
        cleaner = TreeCleaner(styles_of(self.office.package, styles))
        waiting = {self.main: "officeDocument"}
        while waiting:
            part, kind = waiting.popitem()
            kept = self._part(part, kind, cleaner)
            waiting |= {
                one.target: one.kind
                for one in kept
                if one.kind in _TYPES and one.target not in self.parts
            }
        self.removed |= cleaner.removed
        root = Relation(id="rId1", kind="officeDocument", target=self.main)
        self.parts["_rels/.rels"] = _relations([root], ROOT)
        self.parts["[Content_Types].xml"] = _content_types(self.types)

    def _part(self, part: str, kind: str, cleaner: TreeCleaner) -> list[Relation]:
        """Copy one part with the relations it keeps, and return those."""
        tree = tree_of(self.office.package, part)
        kept = [one for one in self.office.relations(part) if self._keeps(one)]
        cuts = cleaner.clean(tree, {one.id: one for one in kept})
        self.types[part], self.parts[part] = _TYPES[kind], as_bytes(tree)
        written = [
            self._picture(one, cuts.get(one.id, (0, 0, 0, 0))) if one.kind == "image" else one
            for one in kept
        ]
        if written:
            folder, file = posixpath.split(part)
            self.parts[posixpath.join(folder, "_rels", f"{file}.rels")] = _relations(written, part)
        return [one for one in kept if one.kind != "image"]

    def _keeps(self, relation: Relation) -> bool:
        self._note(relation)
        if relation.is_external:
            return relation.kind == "hyperlink" and relation.target.startswith(_SAFE_LINKS)
        known = relation.kind in _TYPES or relation.kind == "image"
        return known and relation.target in self.office.package.parts

    def _note(self, relation: Relation) -> None:
        if relation.kind in _GONE:
            self.removed.add(_GONE[relation.kind])

    def _picture(self, relation: Relation, cut: tuple[float, float, float, float]) -> Relation:
        """Write a picture anew under a number of its own: without its data, and cut."""
        path = self.folder / "picture.png"
        raw = self.office.package.read(relation.target, _LARGEST_PICTURE)
        target = f"word/media/picture{len(self.parts)}-{relation.id}.png"
        if any(cut):
            self.removed.add(FindingKind.CUT_PICTURE)
        if save_picture(raw, path, cut=cut):
            self.parts[target] = path.read_bytes()
        else:
            # A drawing that cannot be looked into cannot be vouched for.
            self.removed.add(FindingKind.UNREADABLE)
            self.parts[target] = _EMPTY_PICTURE
        return Relation(id=relation.id, kind="image", target=target)


_SAFE_LINKS = ("http://", "https://", "mailto:")
_EMPTY_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63f80f000101010018dd8db00000000049454e44ae426082"
)
"""One white pixel."""


def _relations(relations: list[Relation], source: str) -> bytes:
    folder = posixpath.dirname(source)
    rows = "".join(
        f"<Relationship Id={quoteattr(one.id)} Type={quoteattr(_OFFICE + one.kind)} "
        + (
            f'Target={quoteattr(one.target)} TargetMode="External"/>'
            if one.is_external
            else f"Target={quoteattr(posixpath.relpath(one.target, folder or '.'))}/>"
        )
        for one in relations
    )
    return _xml(f'<Relationships xmlns="{_PACKAGE}relationships">{rows}</Relationships>')


def _content_types(types: Mapping[str, str]) -> bytes:
    rows = "".join(
        f'<Override PartName={quoteattr("/" + part)} ContentType="{kind}"/>'
        for part, kind in sorted(types.items())
    )
    usual = (
        f'<Default Extension="rels" ContentType="{_MIME_RELATIONS}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
    )
    return _xml(f'<Types xmlns="{_PACKAGE}content-types">{usual}{rows}</Types>')


_MIME_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"


def _xml(said: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{said}'.encode()
