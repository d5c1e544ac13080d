"""Everybody who may come to the site: with which role, for which organ."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.test import Client
from tests.factories import organs, records
from tests.factories.records import Office
from tests.interfaces.portal.conftest import with_offices
from tests.leaks.bulk import work_on_many
from tests.leaks.combing import comb
from tests.leaks.editions import write_editions
from tests.leaks.lists import write_lists
from tests.leaks.markers import Markers
from tests.leaks.places import keep_places
from tests.leaks.records import write_all, write_few
from tests.leaks.world import Author, Known

from gongkai.clock.models import CalendarEdition
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.organs.models import Organ, Person
from gongkai.organs.operations import order_stand_in
from gongkai.records.models import Record
from gongkai.records.operations import LinkEnd, link_records
from gongkai.review.models import StepKind
from gongkai.review.operations import allow_shared_steps, hand_over_step

CITIZEN = "citizen"
AT_THE_GOVERNMENT = {
    "competent_department": Role.COMPETENT_DEPARTMENT,
    "secrecy_bureau": Role.SECRECY_BUREAU,
    "supervision": Role.SUPERVISION,
    "assessment_office": Role.ASSESSMENT_OFFICE,
    "news_office": Role.NEWS_OFFICE,
    "archives": Role.ARCHIVES,
    "site_editor": Role.SITE_EDITOR,
    "deputy": Role.DEPUTY,
    "administrator": Role.SYSTEM_ADMINISTRATOR,
    "superior_clerk": Role.CLERK,
    "superior_legal_reviewer": Role.LEGAL_REVIEWER,
}
AT_THE_OFFICE = {
    "own_administrator": Role.SYSTEM_ADMINISTRATOR,
    "own_archives": Role.ARCHIVES,
    "own_site_editor": Role.SITE_EDITOR,
    "own_news_office": Role.NEWS_OFFICE,
    "own_deputy": Role.DEPUTY,
}


_OF_THE_OFFICE = ("clerk", "reviewer", "legal_reviewer", "person_in_charge")
_WITHOUT_A_ROLE = ("without_duty", "stand_in", "former_stand_in", "former_clerk")


def everybody() -> tuple[str, ...]:
    """Return the names of all personas, the citizen first."""
    others = tuple(f"other_{name}" for name in _OF_THE_OFFICE)
    own = (*_OF_THE_OFFICE, *others, *AT_THE_GOVERNMENT, *AT_THE_OFFICE, *_WITHOUT_A_ROLE)
    return (CITIZEN, *own)


@dataclass
class World:
    """The area with its records and people, and what was written into them."""

    markers: Markers
    organs: dict[str, Organ]
    author: Author
    other: Author
    people: dict[str, Person]
    ids: dict[str, list[int] | list[str]] = field(default_factory=dict)
    """By the name of a parameter of an address: the values that the world holds for it."""

    @property
    def known(self) -> dict[str, Known]:
        """Return every record by its key."""
        return self.author.known | self.other.known

    @property
    def personas(self) -> tuple[str, ...]:
        """Return everybody, the citizen first."""
        return (CITIZEN, *self.people)

    def copied(self) -> "World":
        """Return a copy whose records a test may move on without touching this one."""
        return replace(self, author=self.author.copied(), other=self.other.copied())

    def client(self, persona: str) -> Client:
        """Return a new browser in which the person is signed in; the citizen is not."""
        return Client() if persona == CITIZEN else signed_in(self.people[persona])


def signed_in(person: Person) -> Client:
    """Return a new browser in which the person is signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def make_world(markers: Markers) -> World:
    """Build it all, by the operations of a real site."""
    records.load_tables()
    government = organs.an_organ("云梦市人民政府", kind="government", level="city")
    bureau = organs.an_organ("云梦市水务局", level="city", parent=government)
    forestry = organs.an_organ("云梦市林业局", level="city", parent=government)
    for organ in (government, bureau, forestry):
        with_offices(organ)
    office, other = records.an_office(bureau), records.an_office(forestry)
    world = World(
        markers=markers,
        organs={"government": government, "office": bureau, "other": forestry},
        author=Author("office", office, markers),
        other=Author("other", other, markers),
        people=_people(government, office, other),
    )
    write_all(world.author)
    write_few(world.other)
    _orders(world)
    world.ids |= write_lists(office)
    world.ids |= keep_places(office)
    world.ids |= work_on_many(office)
    world.ids |= comb(office, other, government, world.people["competent_department"])
    world.ids["edition_id"] += write_editions(
        office, government, world.people["competent_department"]
    )
    _links(world)
    return world


def _people(government: Organ, office: Office, other: Office) -> dict[str, Person]:
    people = dict(zip(_OF_THE_OFFICE, _of(office), strict=True))
    people |= zip((f"other_{name}" for name in _OF_THE_OFFICE), _of(other), strict=True)
    people |= {name: organs.someone(role, government) for name, role in AT_THE_GOVERNMENT.items()}
    people |= {name: organs.someone(role, office.organ) for name, role in AT_THE_OFFICE.items()}
    people |= {name: organs.a_person() for name in _WITHOUT_A_ROLE}
    until = today() - timedelta(days=1)
    organs.a_role(people["former_clerk"], office.organ, Role.CLERK, until_on=until)
    return people


def _of(office: Office) -> tuple[Person, ...]:
    return office.clerk, office.secrecy, office.legal, office.leader


def _orders(world: World) -> None:
    """Give the orders that let people stand in, share steps and decide for another organ."""
    day = today()
    bureau, competent = world.organs["office"], world.people["competent_department"]
    guide = organs.acting(competent, Role.COMPETENT_DEPARTMENT, world.organs["government"])
    handover = hand_over_step(
        actor=guide,
        organ_id=bureau.pk,
        kind=StepKind.LEGAL,
        to_organ_id=world.organs["government"].pk,
        from_on=day,
    )
    leave = allow_shared_steps(
        actor=guide, organ_id=bureau.pk, from_on=day, until_on=day, reason="编制只有两人"
    )
    stood_in = [
        _stand_in(world, "stand_in", day, day + timedelta(days=5)),
        _stand_in(world, "former_stand_in", day - timedelta(days=9), day - timedelta(days=1)),
    ]
    world.ids = {
        "edition_id": [CalendarEdition.objects.order_by("pk").values_list("pk", flat=True)[0]],
        "handover_id": [handover.pk],
        "leave_id": [leave.pk],
        "stand_in_id": stood_in,
        "opinion_number": [1],
        "person_id": [world.people["clerk"].pk],
        "assignment_id": [world.people["clerk"].assignments.get().pk],
    }


def _links(world: World) -> None:
    """Link a public record there and back with every other one that can be linked to."""
    clerk = world.author.office.acting(Role.CLERK)
    public = world.author.known["corrected"].id
    others = Record.objects.filter(organ_id=clerk.organ_id).exclude(standing="withdrawn")
    ids = []
    for other in others.exclude(pk=public).values_list("pk", flat=True):
        for start, end in ((public, other), (other, public)):
            to = LinkEnd(record_id=end)
            link = link_records(actor=clerk, record_id=start, kind="related", to=to)
            ids.append(link.pk)
    world.ids |= {"link_id": ids[:2], "code": ["01"]}


def _stand_in(world: World, name: str, from_on: date, until_on: date) -> int:
    office = world.author.office
    row = order_stand_in(
        actor=office.acting(Role.PERSON_IN_CHARGE),
        organ_id=office.organ.pk,
        absent_id=office.clerk.pk,
        stand_in_id=world.people[name].pk,
        role=Role.CLERK,
        from_on=from_on,
        until_on=until_on,
        reason="出差",
    )
    return row.pk
