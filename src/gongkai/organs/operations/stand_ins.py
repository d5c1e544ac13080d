"""Order who stands in for somebody absent, and end it early."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person, require_lendable, require_own_organ
from gongkai.organs.models import Person, RoleAssignment, StandIn
from gongkai.organs.operations.roles import EndsBeforeItBegins
from gongkai.organs.rules.duties import Span


class AbsentHasNoSuchRole(Refusal):
    """The absent person does not hold the role for the organ on those days."""


class AlreadyEnded(Refusal):
    """The substitution was ended before."""


def order_stand_in(
    *,
    actor: Actor,
    organ_id: int,
    absent_id: int,
    stand_in_id: int,
    role: Role,
    from_on: date,
    until_on: date,
    reason: str,
) -> StandIn:
    """Let one person do another's role from a day until a day, both included.

    Ordered by the person in charge of the organ. Nobody makes themselves a stand-in, and nobody
    stands in for the system administrator. Raises NotAllowed, NotFound, AbsentHasNoSuchRole,
    EndsBeforeItBegins.
    """
    require_own_organ(actor, Role.PERSON_IN_CHARGE, organ_id=organ_id)
    require_lendable(role)
    _refuse_self(actor, absent_id, stand_in_id)
    if until_on < from_on:
        raise EndsBeforeItBegins(_("The last day lies before the first."), field="until_on")
    with transaction.atomic():
        absent, stand_in = _person(absent_id), _person(stand_in_id)
        _require_held(absent, organ_id, role, Span(from_on, until_on))
        row = StandIn.objects.create(
            absent=absent,
            stand_in=stand_in,
            organ_id=organ_id,
            role=role.value,
            from_on=from_on,
            until_on=until_on,
            reason=clean_line(reason),
            ordered_by_id=acting_person(actor),
            ordered_at=time.now(),
        )
        _record(actor, "organs.order_stand_in", row)
    return row


def end_stand_in(*, actor: Actor, stand_in_id: int) -> StandIn:
    """End a substitution at once. Raises NotAllowed, NotFound, AlreadyEnded."""
    with transaction.atomic():
        rows = StandIn.objects.select_for_update(of=("self",), no_key=True)
        row = rows.select_related("absent", "stand_in").filter(pk=stand_in_id).first()
        if row is None:
            raise NotFound(_("There is no such substitution."))
        require_own_organ(actor, Role.PERSON_IN_CHARGE, organ_id=row.organ_id)
        if row.ended_at is not None:
            raise AlreadyEnded(_("This substitution was ended before."))
        row.ended_at, row.ended_by_id = time.now(), actor.person_id
        row.save(update_fields=["ended_at", "ended_by"])
        _record(actor, "organs.end_stand_in", row)
    return row


def _refuse_self(actor: Actor, absent_id: int, stand_in_id: int) -> None:
    if stand_in_id == absent_id:
        raise NotAllowed(_("Nobody stands in for themselves. Choose another person."))
    if stand_in_id == actor.person_id:
        raise NotAllowed(_("Nobody makes themselves a stand-in. Choose another person."))


def _person(person_id: int) -> Person:
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise NotFound(_("There is no such person with an open account."), field="person")
    return person


def _require_held(absent: Person, organ_id: int, role: Role, span: Span) -> None:
    rows = RoleAssignment.objects.filter(person=absent, organ_id=organ_id, role=role.value)
    held = [Span(*days) for days in rows.values_list("from_on", "until_on")]
    if not any(span.overlaps(other) for other in held):
        raise AbsentHasNoSuchRole(
            _("The absent person does not hold this role on these days."), field="absent"
        )


def _record(actor: Actor, action: str, row: StandIn) -> None:
    record_entry(
        actor=actor,
        action=action,
        object_kind="stand_in",
        object_id=row.pk,
        object_label=f"{row.stand_in.name} / {row.absent.name}",
        organ_id=row.organ_id,
        details={
            "role": row.role,
            "from_on": row.from_on.isoformat(),
            "until_on": row.until_on.isoformat(),
            "reason": row.reason,
        },
    )
