"""Tables of organs, offices, people and what they do."""

from gongkai.organs.models.organ import (
    Level,
    Office,
    OfficeKind,
    Organ,
    OrganKind,
    OrganName,
    Region,
)
from gongkai.organs.models.people import (
    FailedSecret,
    Person,
    PersonManager,
    RoleAssignment,
    RoleName,
    Signature,
    StandIn,
)

__all__ = [
    "FailedSecret",
    "Level",
    "Office",
    "OfficeKind",
    "Organ",
    "OrganKind",
    "OrganName",
    "Person",
    "PersonManager",
    "Region",
    "RoleAssignment",
    "RoleName",
    "Signature",
    "StandIn",
]
