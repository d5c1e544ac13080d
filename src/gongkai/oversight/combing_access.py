"""Who may do what in a combing campaign, and who sees what of it.

The people who work with an organ's records see its items, exempt and undetermined ones included.
Who oversees it sees how many there are of which kind, and the names of those that are to be
disclosed; of the others nobody outside the organ reads a name (requirement P3). Deputies see
figures alone, of the organs below those for which they sit. The public sees nothing.
"""

from dataclasses import dataclass

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.types import Duty, Role, Viewer
from gongkai.organs.queries import organs_below, overseen_by
from gongkai.records.access import STAFF
from gongkai.records.rules.vocabulary import Category

_GUIDE, _CLERK = (Role.COMPETENT_DEPARTMENT,), (Role.CLERK,)
_RELEASERS = (Role.CLERK, Role.PERSON_IN_CHARGE)
OVERSEERS = (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION)
"""Who looks at the campaigns of the organs below."""

PERMISSIONS = (
    Permission(
        "oversight.draft_campaign", "Prepare a combing campaign", _GUIDE, Reach.ORGANS_BELOW
    ),
    Permission("oversight.alter_campaign", "Alter a combing campaign", _GUIDE, Reach.ORGANS_BELOW),
    Permission("oversight.open_campaign", "Begin a combing campaign", _GUIDE, Reach.ORGANS_BELOW),
    Permission(
        "oversight.close_campaign",
        "Close a combing campaign",
        _GUIDE,
        Reach.ORGANS_BELOW,
        "what is left open is kept with it",
    ),
    Permission("oversight.send_table", "Send in a table of the backlog", _CLERK, Reach.OWN_ORGAN),
    Permission(
        "oversight.decide_items",
        "Decide items of the backlog and register them",
        _CLERK,
        Reach.OWN_ORGAN,
        "the review chain follows",
    ),
    Permission(
        "oversight.recheck",
        "Look again at what is public already",
        _RELEASERS,
        Reach.OWN_ORGAN,
        "what is wrongly public is hidden at once; correcting is begun by the clerk",
    ),
)

NAMED_OUTSIDE = (Category.VOLUNTARY.value, Category.ON_APPLICATION.value)
"""Categories of which those who oversee an organ read the names of items."""


def works_for(viewer: Viewer) -> frozenset[int]:
    """Return the organs with whose items the viewer works."""
    return viewer.organs_as(*STAFF)


def overseen(viewer: Viewer) -> frozenset[int]:
    """Return the organs over whose campaigns the viewer looks by a duty of oversight."""
    return _overseen(viewer, *OVERSEERS)


@dataclass(frozen=True, slots=True)
class Sight:
    """The organs of a viewer: with whose items they work, over which they look, by a seat."""

    works: frozenset[int]
    overseen: frozenset[int]
    seats: frozenset[int]

    @property
    def opened(self) -> frozenset[int]:
        """Return the organs of which the viewer reads items, as far as they may."""
        return self.works | self.overseen

    @property
    def counted(self) -> frozenset[int]:
        """Return the organs of which the viewer reads the figures."""
        return self.works | self.overseen | self.seats


def sight_of(viewer: Viewer) -> Sight:
    """Return what the viewer sees of campaigns; two queries for each kind of looking over."""
    seats = viewer.organs_as(Role.DEPUTY)
    below = organs_below(*seats) if seats else frozenset()
    return Sight(works_for(viewer), overseen(viewer), seats | below)


def counted_by(viewer: Viewer) -> frozenset[int]:
    """Return the organs of which the viewer reads the figures."""
    return sight_of(viewer).counted


def area_of(organ_id: int) -> frozenset[int]:
    """Return the organs that a competent department may choose: those it guides, and itself."""
    return overseen_by(Viewer(None, (Duty(Role.COMPETENT_DEPARTMENT, organ_id),)))


def _overseen(viewer: Viewer, *roles: Role) -> frozenset[int]:
    duties = tuple(duty for duty in viewer.duties if duty.role in roles)
    return overseen_by(Viewer(viewer.person_id, duties)) if duties else frozenset()
