"""Who handles a case, who sees it, and who moves it as what: the one place that says so.

The clerks and the person in charge of the organ see their organ's cases. A secrecy reviewer sees
a case from its proposal on, without the identity of the applicant; so does who decides a step in
a superior organ while the step that was handed up goes on. Nobody else of the staff sees any, the
competent department and the system administrator included. The applicant sees their own with
number and query code, and of it what was sent and what was sent to them, never the work in
between.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.applications.rules.vocabulary import REVIEWED_ONCE, Party
from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import Actor, Role, Viewer

_CLERK, _OFFICE = (Role.CLERK,), (Role.CLERK, Role.PERSON_IN_CHARGE)
_OWN = Reach.OWN_ORGAN

PERMISSIONS = (
    Permission(
        "applications.confirm_receipt", "Confirm the day of receipt", _CLERK, _OWN, "2019 text"
    ),
    Permission("applications.ask_correction", "Ask the applicant for a correction", _CLERK, _OWN),
    Permission(
        "applications.enter_correction",
        "Enter a correction that came on paper",
        _CLERK,
        _OWN,
        "the applicant enters it on line with number and query code",
    ),
    Permission("applications.accept", "Accept a case and name who handles it", _CLERK, _OWN),
    Permission("applications.assign", "Hand a case to another clerk", _OFFICE, _OWN),
    Permission("applications.draft_reply", "Draft the reply", _CLERK, _OWN),
    Permission("applications.propose_reply", "Propose the reply for review", _CLERK, _OWN),
    Permission(
        "applications.review_reply",
        "Review reply and files for secrecy",
        (Role.SECRECY_REVIEWER,),
        _OWN,
        "signed; where the step was handed up, the superior organ's reviewer",
    ),
    Permission(
        "applications.approve_reply",
        "Approve the reply",
        (Role.PERSON_IN_CHARGE,),
        _OWN,
        "signed; where the step was handed up, the superior organ's person in charge",
    ),
    Permission("applications.issue_reply", "Number and issue the letter", _OFFICE, _OWN),
    Permission(
        "applications.record_delivery", "Record that it was posted or handed over", _OFFICE, _OWN
    ),
    Permission("applications.close", "Close a case", _OFFICE, _OWN),
    Permission("applications.ask_extension", "Ask for more time", _CLERK, _OWN),
    Permission(
        "applications.decide_extension",
        "Decide on more time",
        (Role.PERSON_IN_CHARGE,),
        _OWN,
        "signed; not later than the due date",
    ),
    Permission(
        "applications.lapse",
        "End a case that was not corrected in time",
        (Role.PERSON_IN_CHARGE,),
        _OWN,
    ),
    Permission(
        "applications.reissue_code",
        "Give a new query code at the counter",
        _CLERK,
        _OWN,
        "after an identity check, which is recorded",
    ),
    Permission(
        "applications.show_identity",
        "Read an identity number whole",
        _CLERK,
        _OWN,
        "each time is kept in the trail",
    ),
    Permission(
        "applications.propose_public",
        "Propose that what was given be disclosed to all",
        _CLERK,
        _OWN,
        "it becomes a record and goes through the life of a record",
    ),
)

HANDLERS = (Role.CLERK, Role.PERSON_IN_CHARGE)
"""Who handles the cases of the organ for which they hold the role."""

APPLICANT = Actor(person_id=None, name="Applicant", organ_id=None, organ_name="", role=None)
"""Whoever holds number and query code; trail and clock name no applicant."""

PARTIES = {
    Role.CLERK: Party.CLERK,
    Role.SECRECY_REVIEWER: Party.SECRECY_REVIEWER,
    Role.PERSON_IN_CHARGE: Party.PERSON_IN_CHARGE,
}
"""As what somebody moves a case who holds the role for its organ."""


@dataclass(frozen=True, slots=True)
class CaseKey:
    """What a right number and query code give: this case and no other, until the code ends."""

    case_id: int
    code_id: int


def party_of(actor: Actor) -> frozenset[Party]:
    """Return as what the actor moves a case."""
    if actor is APPLICANT:
        return frozenset({Party.APPLICANT})
    return frozenset({PARTIES[actor.role]}) if actor.role in PARTIES else frozenset()


def require_handler(actor: Actor, *roles: Role, organ_id: int) -> None:
    """Raise NotAllowed unless the actor acts in one of the roles for the organ of the case."""
    if actor.person_id is None or actor.organ_id != organ_id or actor.role not in roles:
        raise NotAllowed(_("Your role does not permit this for the cases of this organ."))


def handled_organs(viewer: Viewer) -> frozenset[int]:
    """Return the organs whose cases the viewer handles."""
    return viewer.organs_as(*HANDLERS)


def visible_cases(viewer: Viewer, *, handed_up: frozenset[int]) -> Q:
    """Return the condition on Case under which the viewer may open it.

    `handed_up` are the proposals that review.queries.proposals_handed_up_to gives the viewer.
    """
    reviewed = Q(
        organ_id__in=viewer.organs_as(Role.SECRECY_REVIEWER),
        steps__to_state__in=[state.value for state in REVIEWED_ONCE],
    )
    return Q(organ_id__in=handled_organs(viewer)) | reviewed | Q(reply__proposal_id__in=handed_up)


def sees_applicant(viewer: Viewer, *, organ_id: int) -> bool:
    """Say whether the viewer may see who applies: only who handles the cases of the organ."""
    return organ_id in handled_organs(viewer)
