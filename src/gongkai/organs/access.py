"""Who may change organs, people and roles."""

from django.utils.translation import gettext_lazy as _

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import SYSTEM, Actor, Role, Viewer
from gongkai.organs.rules.duties import NOT_TO_BE_STOOD_IN

OVERSEERS = (
    Role.COMPETENT_DEPARTMENT,
    Role.SUPERVISION,
    Role.ASSESSMENT_OFFICE,
    Role.SECRECY_BUREAU,
)
"""Roles that look over the organs below the one for which they are held."""

_ADMINISTRATOR = (Role.SYSTEM_ADMINISTRATOR,)
_EVERY = Reach.EVERY_ORGAN

PERMISSIONS = (
    Permission("organs.create_region", "Enter a division", _ADMINISTRATOR, _EVERY),
    Permission("organs.create_organ", "Enter an organ", _ADMINISTRATOR, _EVERY),
    Permission("organs.change_organ", "Change an organ", _ADMINISTRATOR, _EVERY),
    Permission(
        "organs.set_office",
        "Enter the disclosure office or the supervision office",
        (Role.SYSTEM_ADMINISTRATOR, Role.CLERK, Role.PERSON_IN_CHARGE),
        Reach.OWN_ORGAN,
        "the system administrator for every organ",
    ),
    Permission("organs.create_person", "Open an account", _ADMINISTRATOR, _EVERY),
    Permission("organs.close_account", "Close an account", _ADMINISTRATOR, _EVERY),
    Permission("organs.grant_role", "Grant a role", _ADMINISTRATOR, _EVERY, "never to oneself"),
    Permission("organs.end_role", "End a role", _ADMINISTRATOR, _EVERY, "never one's own"),
    Permission(
        "organs.order_stand_in",
        "Order who stands in for somebody absent",
        (Role.PERSON_IN_CHARGE,),
        Reach.OWN_ORGAN,
        "never themselves, and never for the system administrator",
    ),
    Permission(
        "organs.end_stand_in",
        "End a substitution early",
        (Role.PERSON_IN_CHARGE,),
        Reach.OWN_ORGAN,
    ),
    Permission(
        "organs.see_people",
        "See an organ's people and their roles",
        (*OVERSEERS, Role.PERSON_IN_CHARGE, Role.CLERK, Role.SYSTEM_ADMINISTRATOR),
        Reach.ORGANS_BELOW,
        "the system administrator for every organ",
    ),
)


def require_administrator(actor: Actor) -> None:
    """Raise NotAllowed unless a system administrator, or the system itself, acts."""
    if actor is not SYSTEM and actor.role is not Role.SYSTEM_ADMINISTRATOR:
        raise NotAllowed(_("Only the system administrator may do this. Ask them for it."))


def require_own_organ(actor: Actor, *roles: Role, organ_id: int) -> None:
    """Raise NotAllowed unless the actor acts in one of the roles for this very organ."""
    if actor.role not in roles or actor.organ_id != organ_id:
        raise NotAllowed(_("Your role does not permit this for this organ."))


def acting_person(actor: Actor) -> int:
    """Return the id of the person who acts; raises NotAllowed where it is the system."""
    if actor.person_id is None:
        raise NotAllowed(_("A person must do this, not the system."))
    return actor.person_id


def require_office_editor(actor: Actor, *, organ_id: int) -> None:
    """Raise NotAllowed unless the actor may enter the offices of the organ."""
    if actor is SYSTEM or actor.role is Role.SYSTEM_ADMINISTRATOR:
        return
    require_own_organ(actor, Role.CLERK, Role.PERSON_IN_CHARGE, organ_id=organ_id)


def require_other_person(actor: Actor, person_id: int) -> None:
    """Raise NotAllowed where the actor would grant something to themselves."""
    if actor.person_id is not None and actor.person_id == person_id:
        raise NotAllowed(_("Nobody grants a role to themselves. Ask another administrator."))


def require_lendable(role: Role) -> None:
    """Raise NotAllowed for roles for which nobody can stand in."""
    if role in NOT_TO_BE_STOOD_IN:
        raise NotAllowed(_("Nobody stands in for the system administrator. Grant a role instead."))


def sees_people(viewer: Viewer, *, organ_id: int, overseen: frozenset[int]) -> bool:
    """Say whether the viewer may see who works in the organ; `overseen` as the query gives it."""
    if viewer.organs_as(Role.SYSTEM_ADMINISTRATOR):
        return True
    return any(duty.organ_id == organ_id for duty in viewer.duties) or organ_id in overseen
