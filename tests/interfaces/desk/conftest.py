"""The people who come to the desk, and records in several states for them to come to."""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from tests.factories import organs, records
from tests.factories.applications import Desk
from tests.factories.case_states import a_case
from tests.factories.records import Office

from gongkai.kernel.types import Role
from gongkai.organs.models import Organ, Person
from gongkai.records.models import Record

ABOVE = {
    "competent": Role.COMPETENT_DEPARTMENT,
    "supervision": Role.SUPERVISION,
    "deputy": Role.DEPUTY,
    "administrator": Role.SYSTEM_ADMINISTRATOR,
}
PERSONAS = (
    "citizen",
    "clerk",
    "reviewer",
    "legal",
    "in_charge",
    "other_clerk",
    "competent",
    "supervision",
    "deputy",
    "administrator",
)


@dataclass
class Town:
    """A government with an organ below it, another organ, and somebody in every role."""

    government: Organ
    office: Office
    other: Office
    people: dict[str, Person]
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, persona: str) -> Client:
        """Return a browser in which this person is signed in; a citizen is not."""
        if persona not in self.clients:
            client = Client()
            if persona != "citizen":
                client.force_login(
                    self.people[persona],
                    backend="allauth.account.auth_backends.AuthenticationBackend",
                )
            self.clients[persona] = client
        return self.clients[persona]

    @property
    def desk(self) -> Desk:
        """The people of the office as those who handle its cases."""
        office = self.office
        return Desk(
            organ=office.organ,
            clerk=office.clerk,
            secrecy=office.secrecy,
            in_charge=office.leader,
        )

    def case(self, state: str) -> int:
        """Return a new case of the office in this state."""
        return a_case(self.desk, state)

    def draft(self, category: str = "voluntary", **changes: object) -> Record:
        """Return a registered record of the office."""
        return self.office.draft(records.content(category, **changes)).record

    def proposed(self, category: str = "voluntary", **changes: object) -> Record:
        """Return a record of the office that waits for its secrecy review."""
        version = self.office.draft(records.content(category, **changes))
        return self.office.proposed(version).record

    def published(self, **changes: object) -> Record:
        """Return a public record of the office."""
        return self.office.released(records.content("voluntary", **changes))


@pytest.fixture
def town(db: None) -> Town:
    """The small world of the desk's tests."""
    records.load_tables()
    government = organs.an_organ("云梦市人民政府", kind="government", level="city")
    bureau = organs.an_organ("云梦市水务局", level="city", parent=government)
    office = records.an_office(bureau)
    other = records.an_office(organs.an_organ("云梦市林业局", level="city", parent=government))
    people = {
        "clerk": office.clerk,
        "reviewer": office.secrecy,
        "legal": office.legal,
        "in_charge": office.leader,
        "other_clerk": other.clerk,
    }
    people |= {name: organs.someone(role, government) for name, role in ABOVE.items()}
    return Town(government, office, other, people)
