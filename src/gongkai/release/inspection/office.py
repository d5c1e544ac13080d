"""An Office Open XML package (ISO/IEC 29500): its parts, and how they hang together."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.inspection.gathering import Gathered
from gongkai.release.inspection.inner import Inside
from gongkai.release.inspection.packages import Package
from gongkai.release.inspection.xml import Event, Start, Text, xml_events
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.release.rules.inspection import FileProblem

ROOT = ""
_TYPES = "[Content_Types].xml"
_MOST_RELATIONS = 20_000
_USES = frozenset({"id", "embed", "link", "pict", "relid", "href"})
"""Attributes by which an element uses a relation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One part says that it uses another, or something elsewhere."""

    id: str
    kind: str
    """The last step of its type: `image`, `oleObject`, `hyperlink`."""
    target: str
    """Name of a part, or an address elsewhere."""
    is_external: bool = False


@dataclass(slots=True)
class Office:
    """One package while it is inspected."""

    package: Package
    inside: Inside
    gathered: Gathered = field(default_factory=Gathered)
    _relations: dict[str, tuple[Relation, ...]] = field(default_factory=dict)
    _used: dict[str, set[str]] = field(default_factory=dict)

    def events(self, part: str) -> Iterator[Event]:
        """Yield what an XML part says; raises CannotRead."""
        used = self._used.setdefault(part, set())
        for event in xml_events(self.package.chunks(part)):
            if isinstance(event, Start):
                used.update(event.attributes[key] for key in _USES.intersection(event.attributes))
            yield event

    def unused_pictures(self) -> Iterator[str]:
        """Yield the pictures that a part which was read carries and does not show."""
        for source, used in self._used.items():
            for relation in self.relations(source):
                is_picture = relation.kind == "image" and not relation.is_external
                if is_picture and relation.id not in used:
                    yield relation.target

    def relations(self, source: str) -> tuple[Relation, ...]:
        """Return what a part uses; ROOT is the package itself."""
        if source not in self._relations:
            folder, _, name = source.rpartition("/")
            part = posixpath.join(folder, "_rels", f"{name}.rels")
            read = tuple(self._read_relations(part, folder)) if part in self.package.parts else ()
            self._relations[source] = read
        return self._relations[source]

    def _read_relations(self, part: str, folder: str) -> Iterator[Relation]:
        for count, event in enumerate(self.events(part)):
            if count > _MOST_RELATIONS:
                raise CannotRead(FileProblem.BROKEN)
            if isinstance(event, Start) and event.name == "Relationship":
                yield _relation(event.attributes, folder)

    def kinds(self) -> Mapping[str, str]:
        """Return every part that is reached from the root, with the kind of the first relation."""
        reached: dict[str, str] = {}
        waiting = [ROOT]
        while waiting:
            for relation in self.relations(waiting.pop()):
                if relation.is_external or relation.target in reached:
                    continue
                if relation.target in self.package.parts:
                    reached[relation.target] = relation.kind
                    waiting.append(relation.target)
        return reached

    def leftovers(self, reached: Iterable[str]) -> list[str]:
        """Return the parts that nothing in the package leads to."""
        if not self.relations(ROOT):
            return []
        known = set(reached) | {_TYPES}
        return [
            name
            for name in self.package.parts
            if name not in known and not name.endswith(".rels") and self.package.parts[name].size
        ]

    def sources(self) -> list[str]:
        """Return all parts that use something, and the root."""
        found = [ROOT]
        for name in self.package.parts:
            folder, _, file = name.rpartition("/")
            if posixpath.basename(folder) == "_rels" and file.endswith(".rels") and file != ".rels":
                parent = posixpath.dirname(folder)
                found.append(posixpath.join(parent, file.removesuffix(".rels")))
        return found


def _relation(attributes: Mapping[str, str], folder: str) -> Relation:
    target = attributes.get("Target", "")
    is_external = attributes.get("TargetMode", "") == "External"
    return Relation(
        id=attributes.get("Id", ""),
        kind=attributes.get("Type", "").rpartition("/")[2],
        target=target if is_external else _resolved(target, folder),
        is_external=is_external,
    )


def _resolved(target: str, folder: str) -> str:
    path = unquote(target.partition("#")[0])
    if not path.startswith("/"):
        path = posixpath.join("/", folder, path)
    return posixpath.normpath(path).lstrip("/")


class PlainWords:
    """All character data of an XML part, an element a line; what attributes say where wanted."""

    def __init__(self, *, with_attributes: bool = False) -> None:
        self._lines: list[str] = []
        self._piece: list[str] = []
        self._with_attributes = with_attributes

    def hear(self, event: Event) -> None:
        """Take the next event."""
        if isinstance(event, Text):
            self._piece.append(event.text)
            return
        self._end_line()
        if isinstance(event, Start) and self._with_attributes:
            told = [value for key, value in event.attributes.items() if len(value) > 1 and key]
            self._lines.extend(told)

    def _end_line(self) -> None:
        line = "".join(self._piece).strip()
        self._piece.clear()
        if line:
            self._lines.append(line)

    @cached_property
    def text(self) -> str:
        """Return all lines."""
        self._end_line()
        return "\n".join(self._lines)


def words_of(events: Iterable[Event], *, with_attributes: bool = False) -> str:
    """Return the character data of an XML part, an element a line."""
    reader = PlainWords(with_attributes=with_attributes)
    for event in events:
        reader.hear(event)
    return reader.text


def elements_of(events: Iterable[Event]) -> Iterator[tuple[Start, str]]:
    """Yield each element that holds no other with its text; others are yielded with none."""
    begun: list[tuple[Start, list[str]]] = []
    for event in events:
        if isinstance(event, Start):
            begun.append((event, []))
        elif isinstance(event, Text):
            if begun and not event.is_remark:
                begun[-1][1].append(event.text)
        elif begun:
            start, pieces = begun.pop()
            yield start, "".join(pieces).strip()


def add_strays(package: Package, gathered: Gathered) -> None:
    """Say what is in the file and in no part of it: bytes between parts, notes of the packer."""
    directory = package.directory
    for start, end in directory.strays:
        place = Place(part="outside the parts")
        raw = package.stray(start, end, most=10_000_000)
        gathered.add(FindingKind.EARLIER_STATE, place, excerpt=f"{end - start} B", is_masked=True)
        gathered.search(raw.decode("utf-8", "ignore"), place)
    remarks = [directory.comment, *(entry.comment for entry in directory.entries)]
    for remark in filter(None, remarks):
        gathered.add(FindingKind.COMMENT, Place(part="outside the parts"), excerpt=remark)
        gathered.search(remark, Place(part="outside the parts"))
    for entry in directory.entries:
        if entry.has_odd_extra:
            gathered.add(FindingKind.EARLIER_STATE, Place(member=entry.name))
