"""Who answers reports of gaps and who reads them.

The organ's clerks and its person in charge read and answer the reports about their organ; the
competent department and supervision above it read them. The reporter reads the answers with number
and code. Nobody else of the staff sees any, and the public sees how many there are.
"""

from dataclasses import dataclass

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.types import Actor, Role, Viewer
from gongkai.organs.access import require_own_organ
from gongkai.organs.queries import overseen_by

OFFICE = (Role.CLERK, Role.PERSON_IN_CHARGE)
OVERSEEING = (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION)

PERMISSIONS = (
    Permission("remedies.answer_gap", "Answer a report of a gap", OFFICE, Reach.OWN_ORGAN),
    Permission(
        "remedies.see_gaps",
        "Read the reports of gaps and what was answered",
        (*OFFICE, *OVERSEEING),
        Reach.ORGANS_BELOW,
        "an organ's own people those about their organ",
    ),
)

REPORTER = Actor(person_id=None, name="Reporter", organ_id=None, organ_name="", role=None)
"""Whoever reports; trail and clock name nobody."""


@dataclass(frozen=True, slots=True)
class ReportKey:
    """What a right number and code give: this report and no other."""

    report_id: int


def office_organs(viewer: Viewer) -> frozenset[int]:
    """Return the organs whose reports the viewer answers."""
    return viewer.organs_as(*OFFICE)


def visible_organs(viewer: Viewer) -> frozenset[int]:
    """Return the organs whose reports the viewer reads; empty for the public."""
    guiding = tuple(duty for duty in viewer.duties if duty.role in OVERSEEING)
    overseen = overseen_by(Viewer(person_id=viewer.person_id, duties=guiding))
    return office_organs(viewer) | overseen


def require_office(actor: Actor, *, organ_id: int) -> None:
    """Raise NotAllowed unless the actor answers for the organ."""
    require_own_organ(actor, *OFFICE, organ_id=organ_id)
