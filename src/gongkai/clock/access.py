"""Who may move clocks and calendars, and whose clocks a viewer sees.

Starting, pausing, resuming and stopping follow from a step of a case or a record whose own
operation has checked access; here stands only what the clock itself demands.
"""

from django.utils.translation import gettext_lazy as _

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import SYSTEM, Actor, Role, Viewer
from gongkai.organs.access import OVERSEERS
from gongkai.organs.queries import overseen_by

WORK_WITH_CLOCKS = (
    Role.CLERK,
    Role.SECRECY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.PERSON_IN_CHARGE,
)

PERMISSIONS = (
    Permission(
        "clock.extend",
        "Extend a limit or fix its last day",
        (Role.PERSON_IN_CHARGE,),
        Reach.OWN_ORGAN,
        "once, as long as the regime allows, while the limit runs",
    ),
    Permission(
        "clock.import_calendar",
        "Enter a year's notice or single days of the working calendar",
        (Role.SYSTEM_ADMINISTRATOR,),
        Reach.EVERY_ORGAN,
    ),
    Permission(
        "clock.see_due",
        "See which limits are running and due",
        (*WORK_WITH_CLOCKS, *OVERSEERS),
        Reach.ORGANS_BELOW,
        "those who work on cases: their own organ's",
    ),
)


def demand_approver(actor: Actor, *, organ_id: int) -> None:
    """Say nothing if the actor may extend or fix a limit of that organ (2007 art. 24).

    Raises:
        NotAllowed: only the person in charge of the organ's disclosure office may.
    """
    if actor.role is not Role.PERSON_IN_CHARGE or actor.organ_id != organ_id:
        raise NotAllowed(_("Only the person in charge of this organ may extend or fix a limit."))


def demand_calendar_keeper(actor: Actor) -> None:
    """Say nothing if the actor may change the working calendar.

    Raises:
        NotAllowed: only the system administrator may.
    """
    if actor != SYSTEM and actor.role is not Role.SYSTEM_ADMINISTRATOR:
        raise NotAllowed(_("Only the system administrator may change the working calendar."))


def keeps_calendar(viewer: Viewer) -> bool:
    """Say whether the viewer may look at imports of the calendar before they are done."""
    return bool(viewer.organs_as(Role.SYSTEM_ADMINISTRATOR))


def organs_with_visible_clocks(viewer: Viewer) -> frozenset[int]:
    """Return the organs whose running clocks the viewer may see: own and overseen ones."""
    return viewer.organs_as(*WORK_WITH_CLOCKS) | overseen_by(viewer)
