"""Word documents (ISO/IEC 29500): what is shown, what was, what is hidden and kept beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from gongkai.release.inspection.gathering import masked
from gongkai.release.inspection.inner import Inside
from gongkai.release.inspection.office import Office, words_of
from gongkai.release.inspection.office_parts import Handler, inspect_parts
from gongkai.release.inspection.office_properties import add_variables
from gongkai.release.inspection.packages import open_package
from gongkai.release.inspection.word_looks import Styles
from gongkai.release.inspection.word_text import WordText
from gongkai.release.inspection.xml import End, Start
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileKind, Inspection
from gongkai.release.rules.masking import mask_name
from gongkai.release.rules.tables import CellMatch

_MERGE = frozenset({"connectString", "query", "dataSource", "udl", "mailSubject", "src"})


def inspect_docx(path: Path, inside: Inside) -> Inspection:
    """Return what is in a Word document; raises CannotRead."""
    with open_package(path, inside.budget) as package:
        office = Office(package, inside)
        document = _Document(office)
        inspect_parts(office, document.handlers)
        if "officeDocument" not in office.kinds().values():
            document.add_body(office, _main_part(office), "officeDocument")
    return office.gathered.inspection(FileKind.DOCX)


def _main_part(office: Office) -> str:
    return next(name for name in office.package.parts if name.lower().startswith("word/document"))


class _Document:
    def __init__(self, office: Office) -> None:
        self._styles = Styles(self._style_events(office))
        self.handlers: Mapping[str, Handler] = {
            "officeDocument": self.add_body,
            "header": self.add_running,
            "footer": self.add_running,
            "footnotes": self.add_running,
            "endnotes": self.add_running,
            "comments": self.add_comments,
            "glossaryDocument": self.add_blocks,
            "settings": self.add_settings,
        }

    @staticmethod
    def _style_events(office: Office) -> Iterator[Start | End]:
        known = office.kinds()
        for name in office.package.parts:
            is_styles = known.get(name) == "styles" or name == "word/styles.xml"
            if is_styles and "glossary" not in name:
                for event in office.events(name):
                    if isinstance(event, Start | End):
                        yield event

    def add_body(self, office: Office, part: str, _kind: str) -> None:
        """Inspect the body."""
        text = WordText(self._styles, office.events(part))
        _keep(office, text, Place(), label="")

    def add_running(self, office: Office, part: str, kind: str) -> None:
        """Inspect a header, a footer or notes."""
        _keep(office, WordText(self._styles, office.events(part)), Place(part=kind), label=kind)

    def add_comments(self, office: Office, part: str, _kind: str) -> None:
        """Name each comment with its author, and search it."""
        text, author, begun = WordText(self._styles), "", 0
        for event in office.events(part):
            text.hear(event)
            if isinstance(event, Start) and event.name == "comment":
                author, begun = event.attributes.get("author", ""), len(text.lines)
            elif isinstance(event, End) and event.name == "comment":
                said = f"{mask_name(author)}: {masked(' '.join(text.lines[begun:]))}"
                place = Place(part="comments", line=begun + 1)
                office.gathered.add(FindingKind.COMMENT, place, excerpt=said, is_masked=True)
        _keep(office, text, Place(part="comments"), label="comments")

    def add_blocks(self, office: Office, part: str, _kind: str) -> None:
        """Search building blocks; the words that wait in an empty field are no secret."""
        text = WordText(self._styles)
        galleries = set[str]()
        for event in office.events(part):
            text.hear(event)
            if isinstance(event, Start) and event.name == "gallery":
                galleries.add(event.attributes.get("val", ""))
        place = Place(part="building blocks")
        _keep(office, text, place, label="building blocks")
        if "".join(text.lines).strip() and galleries != {"placeholder"}:
            office.gathered.add(FindingKind.HIDDEN_TEXT, place, excerpt=" ".join(text.lines))

    def add_settings(self, office: Office, part: str, kind: str) -> None:
        """Look at the variables of the document and at where its mail merge reads from."""
        variables: dict[str, str] = {}
        for event in office.events(part):
            if not isinstance(event, Start):
                continue
            said = event.attributes.get("val", "")
            if event.name == "docVar":
                variables[event.attributes.get("name", "")] = said
            elif event.name in _MERGE and said:
                place = Place(part="mail merge")
                office.gathered.add(FindingKind.ACTIVE_CONTENT, place, excerpt=said)
                office.gathered.search(said, place)
        add_variables(variables, office.gathered)
        office.gathered.search(words_of(office.events(part)), Place(part=kind))


def _keep(office: Office, text: WordText, place: Place, *, label: str) -> None:
    gathered = office.gathered
    gathered.say(label, "\n".join(text.lines), place)
    gathered.search("\n".join(text.earlier), _within(place, "tracked changes"))
    gathered.search_each(text.codes, _within(place, "fields"))
    for first, rows in text.tables:
        gathered.tabulate(rows, partial(_line, place, first))
    for sight in text.sights:
        author = f"{mask_name(sight.author)}: " if sight.author else ""
        where = replace(place, line=sight.line)
        gathered.add(sight.kind, where, excerpt=author + masked(sight.text), is_masked=True)


def _within(place: Place, part: str) -> Place:
    return replace(place, part=f"{place.part} {part}".strip())


def _line(place: Place, first: int, match: CellMatch) -> Place:
    return replace(place, line=first + match.row)
