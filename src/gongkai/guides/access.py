"""Who works with editions, and who sees them: the one place that says so.

The organ's clerks and person in charge compile, consult, send up and publish; its reviewers look
on. The competent department above sees an edition from the moment it is sent up. Everybody reads
what was published until it is taken back, and the draft only while it lies open for opinions.
"""

from datetime import date

from django.db.models import Q

from gongkai.guides.rules.vocabulary import (
    BEFORE_THE_SUPERIOR,
    OUT,
    EditionState,
)
from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import overseen_by

_OFFICE = (Role.CLERK, Role.PERSON_IN_CHARGE)
_CONFIRMERS = (Role.PERSON_IN_CHARGE, Role.SECRECY_REVIEWER)
_OWN = Reach.OWN_ORGAN

PERMISSIONS = (
    Permission("guides.compile", "Compile an edition of guide or catalogue", (Role.CLERK,), _OWN),
    Permission("guides.edit", "Write the organ's own sections", (Role.CLERK,), _OWN),
    Permission("guides.consult", "Lay an edition open for opinions", _OFFICE, _OWN),
    Permission(
        "guides.moderate",
        "Decide which opinions are shown, and answer them",
        _OFFICE,
        _OWN,
        "shown only once the release gate has let the words out",
    ),
    Permission("guides.send_up", "Send an edition up to the competent department", _OFFICE, _OWN),
    Permission(
        "guides.decide",
        "Approve an edition or return it with reasons",
        (Role.COMPETENT_DEPARTMENT,),
        Reach.ORGANS_BELOW,
        "signed; never who compiled, wrote or sent it",
    ),
    Permission("guides.publish", "Publish an approved edition", _OFFICE, _OWN),
    Permission("guides.abandon", "Give an edition up", _OFFICE, _OWN),
    Permission("guides.hide", "Take a published edition from the public at once", _OFFICE, _OWN),
    Permission(
        "guides.confirm",
        "Confirm that an edition is taken back, or restore it",
        _CONFIRMERS,
        _OWN,
        "never who took it from the public; the confirmation is signed",
    ),
)

STAFF = (
    Role.CLERK,
    Role.SECRECY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.PERSON_IN_CHARGE,
)
OFFICE = _OFFICE
CONFIRMERS = _CONFIRMERS


def is_out() -> Q:
    """Return the condition on Edition under which everybody reads it, until it is taken back."""
    return Q(state__in=[state.value for state in OUT]) & ~is_hidden()


def is_hidden() -> Q:
    """Return the condition on Edition under which it was published and is taken back."""
    return Q(hidings__outcome__in=["", "confirmed"])


def lies_open(on: date) -> Q:
    """Return the condition on Edition under which everybody reads its draft on the day.

    On its last day still, and no longer, also where nobody has closed the consultation yet.
    """
    return Q(state=EditionState.CONSULTING.value, consulted_until_on__gte=on)


def was_consulted() -> Q:
    """Return the condition on Edition under which everybody knows that opinions were sought."""
    return Q(consulted_until_on__isnull=False)


def seen_by(viewer: Viewer) -> Q:
    """Return the condition on Edition under which the viewer sees it at the desk."""
    own = viewer.organs_as(*STAFF)
    above = Q(
        organ__in=competent_over(viewer), state__in=[state.value for state in BEFORE_THE_SUPERIOR]
    )
    return Q(organ__in=own) | above


def competent_over(viewer: Viewer) -> frozenset[int]:
    """Return the organs for which the viewer's duty makes them the competent department.

    Of the organ for which the duty is held only where nobody stands above it: the government of a
    province has its own general office look at its guide (Regulations 2007 art. 3).
    """
    duties = tuple(duty for duty in viewer.duties if duty.role is Role.COMPETENT_DEPARTMENT)
    return overseen_by(Viewer(person_id=viewer.person_id, duties=duties)) if duties else frozenset()


def reads_contacts(viewer: Viewer, *, organ_id: int) -> bool:
    """Say whether the viewer may read who gave an opinion."""
    return organ_id in viewer.organs_as(*OFFICE)
