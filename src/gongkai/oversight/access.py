"""Who sees the obligation matrix, and who says what is expected of an organ.

Who guides or supervises organs sees the rows of those below, and so does a deputy; an organ's own
people see their organ's row. The figures and titles in it are public; who says what of an item is
not. Only the competent department above an organ alters what is expected of it.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import Actor, Role, Viewer
from gongkai.organs.access import require_own_organ
from gongkai.organs.models import Organ
from gongkai.organs.queries import is_superior, overseen_by
from gongkai.organs.queries.conditions import is_below, is_overseen_by

OWN = (Role.CLERK, Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE)
OVERSEEING = (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION, Role.DEPUTY)
INSIDE = (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION)
"""Who, of those above an organ, reads what stays inside the house."""
STATERS = (Role.CLERK, Role.PERSON_IN_CHARGE)

PERMISSIONS = (
    Permission(
        "oversight.see_matrix",
        "See the obligation matrix and take it away as a file",
        (*OVERSEEING, *OWN),
        Reach.ORGANS_BELOW,
        "an organ's own people see their organ's row",
    ),
    Permission(
        "oversight.change_rhythm",
        "Say how often an item is expected of an organ or of a kind of organ",
        (Role.COMPETENT_DEPARTMENT,),
        Reach.ORGANS_BELOW,
    ),
    Permission(
        "oversight.state_inapplicable",
        "State that nothing of an item exists in the organ, and take it back",
        STATERS,
        Reach.OWN_ORGAN,
        "the reason is public once it is confirmed",
    ),
    Permission(
        "oversight.decide_inapplicable",
        "Confirm that an item does not apply to an organ, or not; end it",
        (Role.COMPETENT_DEPARTMENT,),
        Reach.ORGANS_BELOW,
    ),
)


def rows_seen_by(viewer: Viewer) -> Q:
    """Return the condition of the organs whose rows the viewer sees; none for the public."""
    as_deputy = viewer.organs_as(Role.DEPUTY)
    guiding = tuple(duty for duty in viewer.duties if duty.role in OVERSEEING)
    overseen = is_overseen_by(Viewer(person_id=viewer.person_id, duties=guiding))
    own = Q(pk__in=viewer.organs_as(*OWN) | as_deputy)
    return own | overseen | is_below(*as_deputy)


def matrix_organs(viewer: Viewer) -> frozenset[int]:
    """Return the organs whose rows the viewer sees; empty for the public. One query."""
    return frozenset(Organ.objects.filter(rows_seen_by(viewer)).values_list("pk", flat=True))


def statements_seen_by(viewer: Viewer) -> frozenset[int]:
    """Return the organs of which the viewer reads who stated what, and what was answered.

    That stays inside the house: its own people, the competent department and supervision above
    it, and no deputy.
    """
    duties = tuple(duty for duty in viewer.duties if duty.role in INSIDE)
    return overseen_by(Viewer(viewer.person_id, duties)) | viewer.organs_as(*OWN)


def guided_organs(viewer: Viewer) -> frozenset[int]:
    """Return the organs below those for which the viewer is the competent department."""
    duties = tuple(duty for duty in viewer.duties if duty.role is Role.COMPETENT_DEPARTMENT)
    own = viewer.organs_as(Role.COMPETENT_DEPARTMENT)
    return overseen_by(Viewer(person_id=viewer.person_id, duties=duties)) - own


def require_stater(actor: Actor, *, organ_id: int) -> None:
    """Raise NotAllowed unless the actor may speak for the organ about its items."""
    require_own_organ(actor, *STATERS, organ_id=organ_id)


def require_guide(actor: Actor, *, organ_id: int) -> None:
    """Raise NotAllowed unless the actor is the competent department above the organ."""
    above = actor.organ_id is not None and is_superior(actor.organ_id, of=organ_id)
    if actor.role is not Role.COMPETENT_DEPARTMENT or not above:
        raise NotAllowed(_("Only the competent department of a superior organ may do this."))
