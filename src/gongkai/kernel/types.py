"""Values that every module speaks: who acts, who looks, in what role."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person does for an organ (the table of people in the requirements)."""

    CLERK = "clerk"
    SECRECY_REVIEWER = "secrecy_reviewer"
    SECRECY_BUREAU = "secrecy_bureau"
    LEGAL_REVIEWER = "legal_reviewer"
    PERSON_IN_CHARGE = "person_in_charge"
    COMPETENT_DEPARTMENT = "competent_department"
    SUPERVISION = "supervision"
    ASSESSMENT_OFFICE = "assessment_office"
    NEWS_OFFICE = "news_office"
    ARCHIVES = "archives"
    SITE_EDITOR = "site_editor"
    DEPUTY = "deputy"
    SYSTEM_ADMINISTRATOR = "system_administrator"


@dataclass(frozen=True, slots=True)
class Duty:
    """One role that a person holds for one organ today, in their own right or for another."""

    role: Role
    organ_id: int
    standing_in_for_id: int | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. Queries take one and show what that one may see."""

    person_id: int | None
    duties: tuple[Duty, ...] = ()

    def organs_as(self, *roles: Role) -> frozenset[int]:
        """Return the ids of the organs for which the viewer holds one of the roles."""
        return frozenset(duty.organ_id for duty in self.duties if duty.role in roles)

    def holds(self, role: Role, *, organ_id: int) -> bool:
        """Say whether the viewer holds the role for that organ."""
        return organ_id in self.organs_as(role)


PUBLIC = Viewer(person_id=None)
"""Everybody and nobody in particular."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role and for which organ; copied into the audit trail as it is.

    `person_id` is None only for the system itself (jobs, imports at installation).
    """

    person_id: int | None
    name: str
    organ_id: int | None
    organ_name: str
    role: Role | None
    standing_in_for_id: int | None = None
    standing_in_for_name: str = ""


SYSTEM = Actor(person_id=None, name="Gongkai", organ_id=None, organ_name="", role=None)
"""The system acting on its own: scheduled jobs and recomputations."""
