"""XML of hostile files, read as a stream: no document type, no entity, nothing loaded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from gongkai.release.inspection.bounds import DEEPEST_XML, CannotRead
from gongkai.release.rules.inspection import FileProblem


@dataclass(frozen=True, slots=True)
class Start:
    """An element begins; names are without prefixes, which two writers choose in two ways."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """An element ends."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """Characters; a long text comes in several pieces."""

    text: str
    is_remark: bool = False
    """A comment or a processing instruction: no reader shows it."""


Event = Start | End | Text


def xml_events(chunks: Iterable[bytes]) -> Iterator[Event]:
    """Yield what an XML part says.

    Raises CannotRead: HOLDS_ENTITIES where it has a document type or entities of its own, BROKEN
    where it is not XML.
    """
    listener = _Listener()
    try:
        for chunk in chunks:
            listener.parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keywords
            yield from listener.heard()
        listener.parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, ValueError, LookupError) as damaged:
        raise CannotRead(FileProblem.BROKEN) from damaged
    yield from listener.heard()


class _Listener:
    def __init__(self) -> None:
        self._events: list[Event] = []
        self._depth = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.CommentHandler = self._remark
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse
        self.parser.ExternalEntityRefHandler = _refuse

    def heard(self) -> Iterator[Event]:
        """Yield what was heard since the last time."""
        events, self._events = self._events, []
        yield from events

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST_XML:
            raise CannotRead(FileProblem.BROKEN)
        plain = {_local(key): value for key, value in attributes.items() if key[:5] != "xmlns"}
        self._events.append(Start(_local(name), plain))

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._events.append(End(_local(name)))

    def _text(self, text: str) -> None:
        self._events.append(Text(text))

    def _remark(self, text: str) -> None:
        self._events.append(Text(text, is_remark=True))

    def _instruction(self, _target: str, text: str) -> None:
        self._events.append(Text(text, is_remark=True))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse(*_what: object) -> NoReturn:
    raise CannotRead(FileProblem.HOLDS_ENTITIES)
