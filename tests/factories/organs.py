"""Organs, people and roles, made by the operations that make them on a real site."""

import hashlib
from dataclasses import dataclass
from datetime import date
from itertools import count

from gongkai.kernel.time import today
from gongkai.kernel.types import SYSTEM, Actor, Role, Viewer
from gongkai.organs.models import Organ, Person, Region, RoleAssignment, Signature
from gongkai.organs.operations import (
    create_organ,
    create_person,
    create_region,
    grant_role,
    sign,
)
from gongkai.organs.queries import actor_for, viewer_for

PASSWORD = "correct-horse-2008"
LONG_AGO = date(2008, 5, 1)
_numbers = count(1)


def a_region(code: str = "960000", name: str = "云梦省", parent_code: str = "") -> Region:
    """Return the division with this code, made where there is none."""
    found = Region.objects.filter(code=code).first()
    return found or create_region(actor=SYSTEM, code=code, name=name, parent_code=parent_code)


def an_organ(
    name: str = "",
    *,
    level: str = "province",
    kind: str = "department",
    region_code: str = "960000",
    parent: Organ | None = None,
    line_superior: Organ | None = None,
    organisation_code: str = "",
) -> Organ:
    """Return a new organ; without a code it gets an assigned one."""
    a_region(region_code)
    return create_organ(
        actor=SYSTEM,
        name=name or f"第{next(_numbers)}局",
        level=level,
        kind=kind,
        region_code=region_code,
        parent_id=parent.pk if parent else None,
        line_superior_id=line_superior.pk if line_superior else None,
        organisation_code=organisation_code,
    )


def a_person(name: str = "", *, password: str = PASSWORD) -> Person:
    """Return a new person with an open account and no role."""
    number = next(_numbers)
    return create_person(
        actor=SYSTEM, username=f"person{number}", name=name or f"试{number}", password=password
    )


def a_role(
    person: Person,
    organ: Organ,
    role: Role,
    *,
    from_on: date = LONG_AGO,
    until_on: date | None = None,
) -> RoleAssignment:
    """Grant the person a role."""
    return grant_role(
        actor=SYSTEM,
        person_id=person.pk,
        organ_id=organ.pk,
        role=role,
        from_on=from_on,
        until_on=until_on,
    )


def someone(role: Role, organ: Organ, name: str = "") -> Person:
    """Return a new person who holds the role for the organ."""
    person = a_person(name)
    a_role(person, organ, role)
    return person


def acting(person: Person, role: Role, organ: Organ, *, on: date | None = None) -> Actor:
    """Return the person acting in the role for the organ, today unless a day is given."""
    return actor_for(person_id=person.pk, role=role, organ_id=organ.pk, on=on or today())


def viewing(person: Person, *, on: date | None = None) -> Viewer:
    """Return the person as a viewer, today unless a day is given."""
    return viewer_for(person, on=on or today())


def a_digest(text: str = "text") -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def signed(person: Person, digest: str, purpose: str = "review.secrecy") -> Signature:
    """Return the person's signature under a digest."""
    return sign(person_id=person.pk, secret=PASSWORD, purpose=purpose, digest=digest)


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of one organ, one for each step."""

    organ: Organ
    clerk: Person
    secrecy: Person
    legal: Person
    in_charge: Person
    administrator: Person

    def acts(self, role: Role, *, on: date | None = None) -> Actor:
        """Return the one who holds the role, acting in it."""
        holders = {
            Role.CLERK: self.clerk,
            Role.SECRECY_REVIEWER: self.secrecy,
            Role.LEGAL_REVIEWER: self.legal,
            Role.PERSON_IN_CHARGE: self.in_charge,
            Role.SYSTEM_ADMINISTRATOR: self.administrator,
        }
        return acting(holders[role], role, self.organ, on=on)


def a_staffed_organ(organ: Organ | None = None) -> Staff:
    """Return an organ with a person for each role of the review."""
    organ = organ or an_organ()
    return Staff(
        organ=organ,
        clerk=someone(Role.CLERK, organ),
        secrecy=someone(Role.SECRECY_REVIEWER, organ),
        legal=someone(Role.LEGAL_REVIEWER, organ),
        in_charge=someone(Role.PERSON_IN_CHARGE, organ),
        administrator=someone(Role.SYSTEM_ADMINISTRATOR, organ),
    )
