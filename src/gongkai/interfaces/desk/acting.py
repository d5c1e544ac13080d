"""In which of their roles a signed-in person does something at the desk."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.interfaces.shared.audience import viewer_of
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role, Viewer
from gongkai.organs.queries import actor_for, is_superior, overseen_by
from gongkai.review.models.proposal import StepKind
from gongkai.review.queries import who_may_decide
from gongkai.review.queries.waiting import deciding_roles

RELEASERS = (Role.CLERK, Role.PERSON_IN_CHARGE)
CONFIRMERS = (Role.PERSON_IN_CHARGE, Role.SECRECY_REVIEWER)
VALIDITY_KEEPERS = (Role.CLERK, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE)


def person_id_of(request: HttpRequest) -> int:
    """Return the id of the signed-in person; raises NotAllowed where nobody is signed in."""
    person_id = viewer_of(request).person_id
    if person_id is None:
        raise NotAllowed(_("Sign in first."))
    return person_id


def acting_as(request: HttpRequest, *roles: Role, organ_id: int) -> Actor:
    """Return the person acting in the first of these roles that they hold for the organ today.

    Raises NotAllowed where they hold none of them.
    """
    viewer = viewer_of(request)
    held = next((role for role in roles if viewer.holds(role, organ_id=organ_id)), None)
    if held is None:
        raise NotAllowed(_("You hold no role for this organ today that allows this step."))
    return actor_for(person_id=person_id_of(request), role=held, organ_id=organ_id, on=today())


def acting_anywhere_as(request: HttpRequest, role: Role) -> Actor:
    """Return the person acting in this role for the first organ for which they hold it.

    For steps that do not concern one organ: calendars, regions, accounts. Raises NotAllowed.
    """
    organ_ids = sorted(viewer_of(request).organs_as(role))
    if not organ_ids:
        raise NotAllowed(_("You do not hold the role that this step needs."))
    return acting_as(request, role, organ_id=organ_ids[0])


def administrator(request: HttpRequest) -> Actor:
    """Return the person acting as the system administrator; raises NotAllowed."""
    return acting_anywhere_as(request, Role.SYSTEM_ADMINISTRATOR)


def deciding(request: HttpRequest, proposal_id: int, kind: StepKind) -> Actor:
    """Return the person acting for the organ whose people decide the step that is due.

    That is the superior organ where the step was handed up. Raises NotAllowed where it is not
    this person's to decide.
    """
    person_id = person_id_of(request)
    deciders = who_may_decide(proposal_id, on=today())
    found = next((one for one in deciders if one.person_id == person_id), None)
    if found is None:
        raise NotAllowed(_("This step is not yours to decide. Look at the record who may."))
    role = deciding_roles()[kind]
    return actor_for(person_id=person_id, role=role, organ_id=found.organ_id, on=today())


def guided_by(viewer: Viewer) -> frozenset[int]:
    """Return the organs below those for which the viewer is the competent department."""
    own = viewer.organs_as(Role.COMPETENT_DEPARTMENT)
    duties = tuple(duty for duty in viewer.duties if duty.role is Role.COMPETENT_DEPARTMENT)
    return overseen_by(Viewer(person_id=viewer.person_id, duties=duties)) - own if own else own


def competent_for(request: HttpRequest, organ_id: int) -> Actor:
    """Return the person acting as the competent department above the organ; raises NotAllowed."""
    own = sorted(viewer_of(request).organs_as(Role.COMPETENT_DEPARTMENT))
    above = next((one for one in own if is_superior(one, of=organ_id)), None)
    if above is None:
        raise NotAllowed(_("You are not the competent department of this organ."))
    return acting_as(request, Role.COMPETENT_DEPARTMENT, organ_id=above)
