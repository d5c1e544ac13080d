"""Who sees what became of notices, and who may act on those that did not get through.

Sending follows from a step of a case whose own operation has checked access.
"""

from django.utils.translation import gettext_lazy as _

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import Actor, Role, Viewer

OFFICE = (Role.CLERK, Role.PERSON_IN_CHARGE)

PERMISSIONS = (
    Permission(
        "notices.see",
        "See what became of the notices about a case; addresses are masked",
        OFFICE,
        Reach.OWN_ORGAN,
    ),
    Permission(
        "notices.send_again",
        "Send a notice again that did not get through",
        OFFICE,
        Reach.OWN_ORGAN,
    ),
    Permission(
        "notices.settle",
        "Note that the person was told otherwise",
        OFFICE,
        Reach.OWN_ORGAN,
    ),
)


def demand_office(actor: Actor, *, organ_id: int) -> None:
    """Say nothing if the actor works in the disclosure office of that organ.

    Raises:
        NotAllowed: only the organ's clerks and its person in charge may.
    """
    if actor.role not in OFFICE or actor.organ_id != organ_id:
        raise NotAllowed(_("Only this organ's disclosure office may act on its notices."))


def organs_with_visible_notices(viewer: Viewer) -> frozenset[int]:
    """Return the organs whose notices the viewer may see and act on."""
    return viewer.organs_as(*OFFICE)
