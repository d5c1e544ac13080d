"""Who may propose, decide, hand over and refer."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import Actor, Role, Viewer
from gongkai.organs.queries import is_superior, overseen_as, superiors_of
from gongkai.review.models import SharedSteps, StepHandover, StepKind
from gongkai.review.rules.steps import DECIDERS

PROPOSERS = (Role.CLERK, Role.PERSON_IN_CHARGE)
CONSULTED = (Role.SECRECY_BUREAU, Role.COMPETENT_DEPARTMENT)
"""Who determines what a reviewer cannot (Regulations 2007 art. 14)."""

_HANDED = "or the organ's to which the step was handed over; never the proposer"

PERMISSIONS = (
    Permission("review.propose", "Propose content for release", PROPOSERS, Reach.OWN_ORGAN),
    Permission(
        "review.decide_secrecy",
        "Decide the secrecy review",
        (Role.SECRECY_REVIEWER,),
        Reach.OWN_ORGAN,
        _HANDED,
    ),
    Permission(
        "review.decide_legal",
        "Decide the legal review of a normative document",
        (Role.LEGAL_REVIEWER,),
        Reach.OWN_ORGAN,
        _HANDED,
    ),
    Permission(
        "review.decide_approval",
        "Approve the release",
        (Role.PERSON_IN_CHARGE,),
        Reach.OWN_ORGAN,
        "neither the proposer nor the secrecy reviewer, unless leave to share steps was given",
    ),
    Permission(
        "review.refer",
        "Refer a doubt about secrecy",
        (Role.SECRECY_REVIEWER,),
        Reach.OWN_ORGAN,
    ),
    Permission(
        "review.answer_referral", "Determine what was referred", CONSULTED, Reach.ORGANS_BELOW
    ),
    Permission(
        "review.hand_over_step",
        "Hand a small office's step to a superior organ",
        (Role.COMPETENT_DEPARTMENT, Role.PERSON_IN_CHARGE),
        Reach.ORGANS_BELOW,
        "the person in charge of the superior organ that takes the step over",
    ),
    Permission(
        "review.allow_shared_steps",
        "Give a small organ leave to share the steps between two people",
        (Role.COMPETENT_DEPARTMENT,),
        Reach.ORGANS_BELOW,
        "never for its own organ; every use is reported",
    ),
    Permission(
        "review.see_signed_steps",
        "Read what each reviewer decided in a period",
        (Role.PERSON_IN_CHARGE, Role.SUPERVISION),
        Reach.ORGANS_BELOW,
        "everybody their own; the person in charge of their own organ alone",
    ),
    Permission(
        "review.see_shared_steps",
        "Read the report on shared steps",
        (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION, Role.PERSON_IN_CHARGE),
        Reach.ORGANS_BELOW,
    ),
)


def accountable_organs(viewer: Viewer) -> frozenset[int]:
    """Return the organs of which the viewer reads what each person decided.

    Their own where they are in charge, and those that they supervise.
    """
    return viewer.organs_as(Role.PERSON_IN_CHARGE) | overseen_as(viewer, Role.SUPERVISION)


def in_force(day: date) -> Q:
    """Return the condition of rows that hold on a day: handovers and leaves."""
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gte=day))


def deciding_organ(*, organ_id: int, kind: str, on: date) -> int:
    """Return whose people decide a step of an organ on a day: its own or the superior's."""
    handed = StepHandover.objects.filter(in_force(on), organ_id=organ_id, kind=kind)
    return handed.order_by("-pk").values_list("to_organ_id", flat=True).first() or organ_id


def leave_to_share(*, organ_id: int, on: date) -> SharedSteps | None:
    """Return the leave in force by which two people of the organ may share the steps, or None."""
    return SharedSteps.objects.filter(in_force(on), organ_id=organ_id).order_by("-pk").first()


def require_proposer(actor: Actor, *, organ_id: int) -> None:
    """Raise NotAllowed unless the actor may propose content of the organ."""
    if actor.role not in PROPOSERS or actor.organ_id != organ_id:
        raise NotAllowed(_("Only the organ's disclosure clerk or person in charge may propose."))


def require_decider(actor: Actor, *, organ_id: int, kind: StepKind, on: date) -> None:
    """Raise NotAllowed unless the actor's role decides this step for this organ on the day."""
    role = DECIDERS[kind.value]
    if actor.role is not role or actor.organ_id != deciding_organ(
        organ_id=organ_id, kind=kind.value, on=on
    ):
        raise NotAllowed(_("This step is decided by somebody with another role."))


def require_competent(actor: Actor, *, organ_id: int) -> None:
    """Raise NotAllowed unless the actor is a competent department above the organ."""
    above = actor.organ_id is not None and is_superior(actor.organ_id, of=organ_id)
    if actor.role is not Role.COMPETENT_DEPARTMENT or not above:
        raise NotAllowed(_("Only the competent department of a superior organ may do this."))


def require_handover(actor: Actor, *, organ_id: int, to_organ_id: int) -> None:
    """Raise NotAllowed unless the actor may hand the organ's step to that superior organ.

    Who takes the step sees what nobody outside the organ may: only an organ that stands above it
    by belonging or by line, or the competent department itself.
    """
    above = superiors_of(organ_id)
    may_take = to_organ_id in above or (
        actor.role is Role.COMPETENT_DEPARTMENT and actor.organ_id == to_organ_id
    )
    if not may_take:
        raise NotAllowed(_("A step can be handed to a superior organ only."))
    require_handover_end(actor, organ_id=organ_id, to_organ_id=to_organ_id, above=above)


def require_handover_end(
    actor: Actor, *, organ_id: int, to_organ_id: int, above: frozenset[int] | None = None
) -> None:
    """Raise NotAllowed unless the actor may give a step back that was handed to that organ."""
    # `is_superior` counts every department of a government as standing where it does, for one of
    # them is its general office. A neighbour must not take a step by that.
    takes_over = actor.role is Role.PERSON_IN_CHARGE and actor.organ_id == to_organ_id
    if not takes_over or to_organ_id not in (superiors_of(organ_id) if above is None else above):
        require_competent(actor, organ_id=organ_id)
