"""Who decides what may leave, who redacts, who looks after the queue."""

from dataclasses import replace
from datetime import date

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import Actor, Role, Viewer
from gongkai.organs.queries import overseen_by
from gongkai.release.wording import NOT_YOURS
from gongkai.review.access import deciding_organ
from gongkai.review.models import StepKind

DECIDERS = (Role.CLERK, Role.PERSON_IN_CHARGE)
REVIEWERS = (Role.SECRECY_REVIEWER,)
_OWN = Reach.OWN_ORGAN

PERMISSIONS = (
    Permission(
        "release.decide_finding",
        "Decide what the release gate found",
        DECIDERS,
        _OWN,
        "each with a reason; the secrecy reviewer reads it before signing",
    ),
    Permission("release.upload", "Upload a file", DECIDERS, _OWN),
    Permission("release.redact", "Draw and propose a redaction", DECIDERS, _OWN),
    Permission(
        "release.approve_layer",
        "Approve one layer of a redaction",
        REVIEWERS,
        _OWN,
        "signed; never who drew or proposed it; or the superior reviewer it was handed to",
    ),
    Permission(
        "release.retry",
        "Try again what is stuck",
        (*DECIDERS, Role.SYSTEM_ADMINISTRATOR),
        _OWN,
        "the administrator everywhere, without seeing content",
    ),
    Permission(
        "release.read_recheck",
        "Read what is out and would not pass the gate today",
        (*DECIDERS, *REVIEWERS, Role.COMPETENT_DEPARTMENT),
        Reach.ORGANS_BELOW,
        "clerks, reviewers and persons in charge of their own organ alone",
    ),
)


def require_decider(actor: Actor, *, organ_id: int) -> None:
    """Raise NotAllowed unless the actor decides for this organ what may leave."""
    if actor.role not in DECIDERS or actor.organ_id != organ_id:
        raise NotAllowed(NOT_YOURS)


def works_for(viewer: Viewer, organ_id: int) -> bool:
    """Say whether the viewer may see files of the organ on their way out."""
    return organ_id in viewer.organs_as(*DECIDERS, *REVIEWERS, Role.LEGAL_REVIEWER)


def reviews_for(viewer: Viewer, organ_id: int, *, on: date) -> bool:
    """Say whether the viewer decides secrecy reviews of the organ on the day."""
    decides = deciding_organ(organ_id=organ_id, kind=StepKind.SECRECY.value, on=on)
    return viewer.holds(Role.SECRECY_REVIEWER, organ_id=decides)


def rechecks_seen_by(viewer: Viewer) -> frozenset[int]:
    """Return the organs of which the viewer reads what would not pass today.

    Of those who look over other organs only the competent department: a deputy or the supervision
    reads no findings.
    """
    duties = tuple(duty for duty in viewer.duties if duty.role is Role.COMPETENT_DEPARTMENT)
    guided = overseen_by(replace(viewer, duties=duties)) if duties else frozenset()
    return viewer.organs_as(*DECIDERS, *REVIEWERS) | guided
