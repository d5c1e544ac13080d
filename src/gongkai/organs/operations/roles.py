"""Grant roles and end them. A role has days; what somebody did in it stays."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import require_administrator, require_other_person
from gongkai.organs.models import Organ, Person, RoleAssignment
from gongkai.organs.rules.duties import Span


class AlreadyHeld(Refusal):
    """The person holds this role for the organ on some of these days."""


class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""


def grant_role(
    *,
    actor: Actor,
    person_id: int,
    organ_id: int,
    role: Role,
    from_on: date | None = None,
    until_on: date | None = None,
) -> RoleAssignment:
    """Grant a role for an organ from a day (today) until a day (open), both included.

    Raises NotAllowed (also to oneself), NotFound, AlreadyHeld, EndsBeforeItBegins.
    """
    require_administrator(actor)
    require_other_person(actor, person_id)
    span = Span(from_on or time.today(), until_on)
    if until_on and until_on < span.from_on:
        raise EndsBeforeItBegins(_("The last day lies before the first."), field="until_on")
    with transaction.atomic():
        person = _locked_person(person_id)
        organ = _organ(organ_id)
        _refuse_overlap(person, organ, role, span)
        assignment = RoleAssignment.objects.create(
            person=person,
            organ=organ,
            role=role.value,
            from_on=span.from_on,
            until_on=until_on,
            granted_by_id=actor.person_id,
            granted_at=time.now(),
        )
        _record(actor, "organs.grant_role", assignment)
    return assignment


def end_role(*, actor: Actor, assignment_id: int, until_on: date | None = None) -> RoleAssignment:
    """End a role after a day, yesterday when none is given (so it ends at once).

    A role that begins today or later never holds where it would end before it began: it ends on
    the day before its first. One that held already ends on its first day at the earliest. Raises
    NotAllowed (also for one's own role), NotFound, and AlreadyHeld where a later day reaches into
    another grant of it.
    """
    require_administrator(actor)
    with transaction.atomic():
        rows = RoleAssignment.objects.select_for_update(of=("self",), no_key=True)
        assignment = rows.select_related("person", "organ").filter(pk=assignment_id).first()
        if assignment is None:
            raise NotFound(_("There is no such role."))
        require_other_person(actor, assignment.person_id)
        Person.objects.select_for_update(no_key=True).get(pk=assignment.person_id)
        last = until_on or time.today() - timedelta(days=1)
        assignment.until_on = max(last, _earliest_end(assignment.from_on, today=time.today()))
        # The day may also be a later one than before, and reach into days of a role granted since.
        _refuse_overlap(
            assignment.person,
            assignment.organ,
            Role(assignment.role),
            Span(assignment.from_on, assignment.until_on),
            but=assignment.pk,
        )
        assignment.save(update_fields=["until_on"])
        _record(actor, "organs.end_role", assignment)
    return assignment


def _earliest_end(from_on: date, *, today: date) -> date:
    return from_on - timedelta(days=1) if from_on >= today else from_on


def _locked_person(person_id: int) -> Person:
    # Grants to one person wait for one another, so that two cannot overlap unseen.
    people = Person.objects.select_for_update(no_key=True)
    person = people.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise NotFound(_("There is no such person with an open account."), field="person")
    return person


def _organ(organ_id: int) -> Organ:
    organ = Organ.objects.filter(pk=organ_id).first()
    if organ is None:
        raise NotFound(_("There is no such organ."), field="organ")
    return organ


def _refuse_overlap(
    person: Person, organ: Organ, role: Role, span: Span, *, but: int | None = None
) -> None:
    rows = RoleAssignment.objects.filter(person=person, organ=organ, role=role.value)
    rows = rows.exclude(pk=but) if but is not None else rows
    spans = [Span(*days) for days in rows.values_list("from_on", "until_on")]
    if any(span.overlaps(other) for other in spans):
        raise AlreadyHeld(_("This person already holds this role on some of these days."))


def _record(actor: Actor, action: str, assignment: RoleAssignment) -> None:
    record_entry(
        actor=actor,
        action=action,
        object_kind="person",
        object_id=assignment.person_id,
        object_label=f"{assignment.person.name} ({assignment.person.username})",
        organ_id=assignment.organ_id,
        details={
            "role": assignment.role,
            "organ": assignment.organ.name,
            "from_on": assignment.from_on.isoformat(),
            "until_on": assignment.until_on.isoformat() if assignment.until_on else "",
        },
    )
