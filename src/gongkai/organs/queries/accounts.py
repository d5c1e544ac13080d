"""People with accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.access import sees_people
from gongkai.organs.models import Person, RoleAssignment
from gongkai.organs.queries.hierarchy import overseen_by
from gongkai.organs.rules.duties import Span

DEMO_PASSWORD = "open-by-rule-2008"  # noqa: S105 - shown on the log-in page of the living demo
"""The one password of all invented people; a real installation has none of them."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An invented person of the living demo, to be shown on its log-in page."""

    username: str
    password: str
    name: str
    role_label: str
    organ_name: str


@dataclass(frozen=True, slots=True)
class HeldRoleLine:
    """A role somebody has, or had, or will have."""

    id: int
    role: Role
    label: str
    organ_id: int
    organ_name: str
    from_on: date
    until_on: date | None

    @property
    def is_called_off(self) -> bool:
        """Say whether it was given up before it held."""
        return Span(self.from_on, self.until_on).is_empty


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody with an account and all their roles."""

    id: int
    username: str
    name: str
    email: str
    telephone: str
    is_active: bool
    has_totp: bool
    roles: tuple[HeldRoleLine, ...]


def person_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of people by id; unknown ids are left out."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def person_named(username: str) -> int | None:
    """Return the id of the active person who logs in with this name, or None."""
    found = Person.objects.filter(username=username, is_active=True)
    return found.values_list("pk", flat=True).first()


def person_card(viewer: Viewer, person_id: int) -> PersonCard:
    """Return a person; raises NotFound, also where the viewer may not know them."""
    administers = bool(viewer.organs_as(Role.SYSTEM_ADMINISTRATOR))
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not (administers or viewer.person_id == person_id):
        raise NotFound(_("There is no such person."))
    return _cards([person])[0]


def people_of_organ(viewer: Viewer, organ_id: int) -> tuple[PersonCard, ...]:
    """Return who has or had a role for the organ, by name; empty where the viewer may not see."""
    if not sees_people(viewer, organ_id=organ_id, overseen=overseen_by(viewer)):
        return ()
    people = Person.objects.filter(assignments__organ_id=organ_id).distinct()
    return _cards(list(people.order_by("name", "pk")))


def demo_accounts() -> tuple[DemoAccount, ...]:
    """Return the invented people of the living demo with the first role that each holds today."""
    today = time.today()
    rows = (
        RoleAssignment.objects.filter(person__is_demo=True, person__is_active=True)
        .filter(from_on__lte=today)
        .exclude(until_on__lt=today)
        .select_related("person", "organ")
        .order_by("person_id", "pk")
        .distinct("person_id")
    )
    return tuple(
        DemoAccount(
            username=row.person.username,
            password=DEMO_PASSWORD,
            name=row.person.name,
            role_label=row.get_role_display(),
            organ_name=row.organ.name,
        )
        for row in rows
    )


def _cards(people: list[Person]) -> tuple[PersonCard, ...]:
    ids = [person.pk for person in people]
    roles: dict[int, list[HeldRoleLine]] = {pk: [] for pk in ids}
    rows = RoleAssignment.objects.filter(person_id__in=ids).select_related("organ")
    for row in rows.order_by("from_on", "pk"):
        roles[row.person_id].append(_role_line(row))
    totp = set(
        Authenticator.objects.filter(user_id__in=ids, type=Authenticator.Type.TOTP).values_list(
            "user_id", flat=True
        )
    )
    return tuple(_card(p, roles[p.pk], has_totp=p.pk in totp) for p in people)


def _card(person: Person, roles: list[HeldRoleLine], *, has_totp: bool) -> PersonCard:
    return PersonCard(
        id=person.pk,
        username=person.username,
        name=person.name,
        email=person.email,
        telephone=person.telephone,
        is_active=person.is_active,
        has_totp=has_totp,
        roles=tuple(roles),
    )


def _role_line(row: RoleAssignment) -> HeldRoleLine:
    return HeldRoleLine(
        id=row.pk,
        role=Role(row.role),
        label=row.get_role_display(),
        organ_id=row.organ_id,
        organ_name=row.organ.name,
        from_on=row.from_on,
        until_on=row.until_on,
    )
