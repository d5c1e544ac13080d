"""Walks as somebody and notes what of other people's cases was met."""

from collections.abc import Iterable, Mapping
from urllib.parse import unquote_plus

from django.test import Client
from tests.leaks.cases.expectation import applicant_may_see, may_open, may_see_at_desk
from tests.leaks.cases.filing import DRAFT
from tests.leaks.cases.people import CaseWorld, opened
from tests.leaks.cases.world import KnownCase
from tests.leaks.doors import Door
from tests.leaks.findings import kind_of_body
from tests.leaks.markers import Secret
from tests.leaks.reading import Answer
from tests.leaks.walker import Listener, Visitor

KINDS_OF_FIELDS = {"identity_number": "identity", "query_code": "query-code"}


class CaseWalker(Visitor):
    """Visits addresses as a person of the staff, or in a browser in which a case may be open."""

    def __init__(
        self,
        world: CaseWorld,
        persona: str,
        listener: Listener,
        *,
        open_case: KnownCase | None = None,
        client: Client | None = None,
        fills_in: bool = False,
    ) -> None:
        browser = client or (opened(open_case) if open_case else world.client(persona))
        super().__init__(world.markers, persona, browser, listener)
        self.world, self.open_case, self.fills_in = world, open_case, fills_in

    def send(self, door: Door, said: Mapping[str, object]) -> Answer:
        """Send a form to the address and look through the answer."""
        answer = Answer.to(self.client.post(door.address, said))
        self.visited.add(door.route)
        self.look_through(door, answer)
        self.listen(door.address)
        return answer

    def look_through(self, door: Door, answer: Answer) -> None:
        """Note what of a case the person should not have met, and what a cache might keep."""
        found = self._found(door, answer)
        for kind, secret in found:
            self.seen.add(secret.place)
            if not self._may_see(door, secret):
                self.note(KINDS_OF_FIELDS.get(secret.field, kind), door, secret.place)
        self._look_at_links(door, answer)
        if (found or door.record) and "no-store" not in answer.headers.get("Cache-Control", ""):
            self.note("cache", door, f"{answer.status} may be kept")
        if door.is_desk and door.record and answer.status == 200:
            known = self.world.known[door.record]
            if not may_open(self.persona, known):
                self.note("desk", door, f"{known.key} answers")

    def unspeakable(self, text: str, kind: str, asked: str) -> set[Secret]:
        """Return what neither a log nor a mail may say; a mail names the number."""
        found = super().unspeakable(text, kind, asked)
        return {one for one in found if (kind, one.field) != ("mail", "number")}

    def _found(self, door: Door, answer: Answer) -> list[tuple[str, Secret]]:
        asked = unquote_plus(door.address)
        parts: Iterable[tuple[str, Iterable[str]]] = (
            (kind_of_body(door.route, answer.status), answer.texts),
            ("file-name", (answer.file_name,)),
            ("header", (answer.other_headers,)),
        )
        return [
            (kind, secret)
            for kind, texts in parts
            for secret in self.markers.found_in(texts, but=asked)
        ]

    def _may_see(self, door: Door, secret: Secret) -> bool:
        if self.fills_in and secret.record == DRAFT:
            return True
        if door.is_desk:
            return may_see_at_desk(self.world, self.persona, secret)
        return applicant_may_see(self.world, self.open_case, secret)

    def _look_at_links(self, door: Door, answer: Answer) -> None:
        """Note links to cases of which the person should not know."""
        if answer.status != 200:
            # A page names its own address in its language switch, also where it refuses.
            return
        for known in self.world.known.values():
            if known.id in answer.case_links and not may_open(self.persona, known):
                kind = kind_of_body(door.route, answer.status)
                self.note(kind, door, f"link to {known.key}")
