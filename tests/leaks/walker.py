"""Walks every address as somebody and looks through everything that comes back."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from django.core import mail
from django.test import Client
from tests.leaks import figures
from tests.leaks.doors import Door
from tests.leaks.expectation import (
    may_open_at_desk,
    may_read_who_answered,
    may_see,
    public_may_see,
    status_for_public,
)
from tests.leaks.findings import Finding, kind_of_body
from tests.leaks.markers import Markers, Secret
from tests.leaks.people import World
from tests.leaks.reading import Answer

OF_A_RECORD = frozenset({"portal:record", "portal:record_print"})
# The number of what was taken back leads to its tombstone.
WITH_TOMBSTONES = frozenset(
    {"portal:home", "portal:changes", "portal:withdrawn", "portal:by_index_number"}
)


class Listener(logging.Handler):
    """Keeps every line that any logger writes, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line with its exception and everything that was put into it."""
        self.lines.append(f"{self.format(record)} {record.__dict__}")

    def take(self) -> list[str]:
        """Return the lines since the last time."""
        lines, self.lines = self.lines, []
        return lines


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen to all loggers, those that do not hand on included, at the level of operation."""
    listener = Listener()
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    apart = [one for one in loggers if not one.propagate]
    for logger in (logging.root, *apart):
        logger.addHandler(listener)
    try:
        yield listener
    finally:
        for logger in (logging.root, *apart):
            logger.removeHandler(listener)


class Visitor(ABC):
    """Visits addresses as one person, and listens to what is logged and mailed meanwhile."""

    def __init__(self, markers: Markers, persona: str, client: Client, listener: Listener) -> None:
        self.markers, self.persona, self.client = markers, persona, client
        self.listener = listener
        self.found: list[Finding] = []
        self.visited: set[str] = set()
        self.seen: set[str] = set()
        """Places of the secrets that were met, allowed ones included."""

    def walk(self, doors: Iterable[Door], *, until: Callable[[], bool] = lambda: False) -> None:
        """Visit each address; no further once it is so."""
        for door in doors:
            if until():
                return
            self.visit(door)

    def visit(
        self, door: Door, *, method: str = "get", headers: dict[str, str] | None = None
    ) -> Answer:
        """Visit one address and look through the answer."""
        self.client.cookies.pop("messages", None)
        answer = Answer.to(getattr(self.client, method)(door.address, headers=headers or {}))
        self.visited.add(door.route)
        self.look_through(door, answer)
        self.listen(door.address)
        return answer

    @abstractmethod
    def look_through(self, door: Door, answer: Answer) -> None:
        """Note what the person should not have met."""

    def note(self, kind: str, door: Door, what: str) -> None:
        """Note a leak."""
        self.found.append(Finding(kind, self.persona, door.address, what))

    def listen(self, address: str) -> None:
        """Look through the log and the mails since the last time."""
        asked = unquote_plus(address)
        said = [(line, "log-line") for line in self.listener.take()]
        said += [(str(letter.message()), "mail") for letter in mail.outbox]
        said += [(f"{letter.subject} {letter.body} {letter.to}", "mail") for letter in mail.outbox]
        mail.outbox.clear()
        for text, kind in said:
            for secret in self.unspeakable(text, kind, asked):
                self.found.append(Finding(kind, self.persona, address, secret.place))

    def unspeakable(self, text: str, _kind: str, asked: str) -> set[Secret]:
        """Return what neither a log nor a mail may say; a log no content at all, public or not."""
        # A log is read by people who run machines.
        return self.markers.found_in([text], but=asked)


class Walker(Visitor):
    """Visits addresses as one person and notes what of the records should not have been met."""

    def __init__(self, world: World, persona: str, listener: Listener) -> None:
        super().__init__(world.markers, persona, world.client(persona), listener)
        self.world = world

    def look_through(self, door: Door, answer: Answer) -> None:
        """Note what of the records the person should not have met."""
        asked = unquote_plus(door.address)
        parts = [
            (kind_of_body(door.route, answer.status), answer.texts),
            ("file-name", (answer.file_name,)),
            ("header", (answer.other_headers,)),
        ]
        for kind, texts in parts:
            for secret in self.world.markers.found_in(texts, but=asked):
                self.seen.add(secret.place)
                known = self.world.known[secret.record]
                # A public page is one and the same for everybody, so that it can be kept.
                if door.is_desk and may_see(self.world, self.persona, secret):
                    continue
                if not door.is_desk and public_may_see(known, secret):
                    continue
                self.note(kind, door, secret.place)
        self._look_at_links(door, answer)
        self._look_at_hits(door, answer)
        self._look_at_status(door, answer)
        for kind, what in figures.wrong(self.world, door, answer, self.client):
            self.note(kind, door, what)

    def _look_at_links(self, door: Door, answer: Answer) -> None:
        kind = kind_of_body(door.route, answer.status)
        # A page names its own address in its language switch, also where it refuses.
        own = self.world.known[door.record].id if door.record and answer.status != 200 else None
        known = {one.id: one for one in self.world.known.values() if one.id != own}
        for record_id in answer.desk_links & set(known):
            if not may_open_at_desk(self.world, self.persona, known[record_id]):
                self.note(kind, door, f"link to {known[record_id].key}")
        if door.is_desk:
            return
        for record_id in answer.record_links & set(known):
            one = known[record_id]
            is_told = one.has_tombstone and door.route in WITH_TOMBSTONES
            if not (one.is_public or is_told or one.key == door.record):
                self.note(kind, door, f"link to {one.key}")

    def _look_at_hits(self, door: Door, answer: Answer) -> None:
        """Note a record that was found by a word that only its closed parts hold."""
        if door.route != "portal:search":
            return
        words = dict(parse_qsl(urlsplit(door.address).query)).get("q", "")
        for secret in self.world.markers.found_in([words]):
            known = self.world.known[secret.record]
            is_closed = words == secret.latin and not public_may_see(known, secret)
            if is_closed and known.id in answer.record_links:
                self.note("search-hit", door, f"found by {secret.place}")

    def _look_at_status(self, door: Door, answer: Answer) -> None:
        if not door.record:
            return
        known = self.world.known[door.record]
        if door.is_desk:
            is_account = door.route == "desk:answered_for"
            may_open = may_read_who_answered if is_account else may_open_at_desk
            if not may_open(self.world, self.persona, known) and answer.status == 200:
                self.note("desk", door, f"{known.key} answers")
            return
        expected = status_for_public(known)
        is_wrong = (
            answer.status != expected
            if door.route in OF_A_RECORD
            else (expected != 200 and answer.status != expected)
        )
        if is_wrong and answer.status != 304:
            kind = kind_of_body(door.route, 200)
            self.note(kind, door, f"{known.key} answers {answer.status}, not {expected}")
