"""Accepting a case, and handing it to another clerk."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.access import party_of
from gongkai.applications.models import Case
from gongkai.applications.operations.beginning import end_formal_review
from gongkai.applications.operations.moving import go, locked_case, require_move
from gongkai.applications.rules.lifecycle import Event
from gongkai.applications.rules.vocabulary import Party
from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.organs.queries import holders_of, person_names


class NotAClerkHere(Refusal):
    """Cases are handled by the organ's clerks."""


def accept_case(*, actor: Actor, case_id: int, assigned_to: int | None = None) -> Case:
    """Accept the application; the clerk who accepts handles it, or the colleague named.

    Raises NotAClerkHere, NotAllowed, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.ACCEPT, actor=actor)
        assign(case, assigned_to or acting_person(actor))
        end_formal_review(case, actor=actor)
        go(case, line, actor=actor, note=_name_of(case))
    return case


def assign_case(*, actor: Actor, case_id: int, assigned_to: int) -> Case:
    """Hand the case to another clerk of the organ; its state stays.

    Raises NotAClerkHere, NotAllowed, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.ASSIGN, actor=actor)
        assign(case, assigned_to)
        go(case, line, actor=actor, note=_name_of(case))
    return case


def assign(case: Case, person_id: int) -> None:
    """Name who handles the case, not yet saved; raises NotAClerkHere."""
    clerks = holders_of(Role.CLERK, organ_id=case.organ_id, on=time.today())
    if person_id not in {person for person, _absent in clerks}:
        raise NotAClerkHere(_("Choose one of the organ's disclosure clerks."), field="assigned_to")
    case.assigned_to_id = person_id


def assign_if_nobody(case: Case, actor: Actor) -> None:
    """Let the clerk who begins the work have the case, where nobody has it yet."""
    if case.assigned_to_id is None and Party.CLERK in party_of(actor):
        assign(case, acting_person(actor))


def _name_of(case: Case) -> str:
    return person_names([case.assigned_to_id or 0]).get(case.assigned_to_id or 0, "")
