"""How a module states who may do what, so that the reference of permissions prints itself."""

from dataclasses import dataclass
from enum import StrEnum

from gongkai.kernel.types import Role


class Reach(StrEnum):
    """For which organs a role permits it."""

    OWN_ORGAN = "own_organ"
    """The organ for which the role is held."""

    ORGANS_BELOW = "organs_below"
    """That organ and all below it, by hierarchy or by line."""

    EVERY_ORGAN = "every_organ"
    """Every organ of the installation."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that can be done (`module.verb`), what it is, and who may do it."""

    action: str
    meaning: str
    roles: tuple[Role, ...]
    reach: Reach
    remark: str = ""
