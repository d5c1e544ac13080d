"""Tables of organs, offices, people and what they do."""

from gongkai.organs.models.organ import Office, Organ, Region
from gongkai.organs.models.people import Person, PersonManager, RoleAssignment, Signature, StandIn

__all__ = [
    "Office",
    "Organ",
    "Person",
    "PersonManager",
    "Region",
    "RoleAssignment",
    "Signature",
    "StandIn",
]
