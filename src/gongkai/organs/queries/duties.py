"""What somebody may do on a day, and who may do a thing."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import PUBLIC, Actor, Duty, Role, Viewer
from gongkai.organs.models import Organ, Person, RoleAssignment, StandIn
from gongkai.organs.rules.duties import HeldRole, Span, Substitution, duties_on


def viewer_for(person: Person | AnonymousUser, *, on: date) -> Viewer:
    """Return the person as a viewer with the duties of that day; PUBLIC where nobody is."""
    if not isinstance(person, Person) or not person.is_active:
        return PUBLIC
    return Viewer(person_id=person.pk, duties=duties_of(person.pk, on=on))


def duties_of(person_id: int, *, on: date) -> tuple[Duty, ...]:
    """Return the person's duties on the day, their own and those of people they stand in for.

    Two queries. Whoever's account is closed has none, and nobody stands in for them.
    """
    rows = _stand_ins_on(on).filter(stand_in_id=person_id, stand_in__is_active=True)
    substitutions = [_substitution(row) for row in rows]
    people = {person_id, *(s.absent_id for s in substitutions)}
    roles = _assignments_on(on).filter(person_id__in=people)
    return duties_on(
        on,
        person_id=person_id,
        roles=[_held(row) for row in roles],
        substitutions=substitutions,
    )


def holders_of(role: Role, *, organ_id: int, on: date) -> tuple[tuple[int, int | None], ...]:
    """Return who holds a role for an organ on the day: (person, for whom they stand in or None).

    Holders in their own right come first, each group by name.
    """
    own = _assignments_on(on).filter(role=role, organ_id=organ_id)
    holders = dict(own.order_by("person__name", "person_id").values_list("person_id", "role"))
    lent = _stand_ins_on(on).filter(
        role=role, organ_id=organ_id, absent_id__in=holders, stand_in__is_active=True
    )
    pairs = lent.order_by("stand_in__name", "stand_in_id").values_list("stand_in_id", "absent_id")
    return (*((person, None) for person in holders), *pairs)


def organs_where_held(*roles: Role, on: date) -> frozenset[int]:
    """Return the organs for which somebody holds one of the roles on the day."""
    rows = _assignments_on(on).filter(role__in=roles)
    return frozenset(rows.values_list("organ_id", flat=True))


def actor_for(*, person_id: int, role: Role, organ_id: int, on: date) -> Actor:
    """Return the person acting in a role for an organ, in their own right if they hold it.

    Raises NotAllowed where they hold it neither themselves nor standing in on that day.
    """
    duties = [d for d in duties_of(person_id, on=on) if (d.role, d.organ_id) == (role, organ_id)]
    if not duties:
        raise NotAllowed(_("You do not hold this role for this organ today."))
    absent_id = duties[0].standing_in_for_id
    names = dict(Person.objects.filter(pk__in=[person_id, absent_id]).values_list("pk", "name"))
    return Actor(
        person_id=person_id,
        name=names[person_id],
        organ_id=organ_id,
        organ_name=Organ.objects.values_list("name", flat=True).get(pk=organ_id),
        role=role,
        standing_in_for_id=absent_id,
        standing_in_for_name=names[absent_id] if absent_id else "",
    )


@dataclass(frozen=True, slots=True)
class StandInLine:
    """One substitution as the organ's people see it."""

    id: int
    absent_name: str
    stand_in_name: str
    role: Role
    role_label: str
    from_on: date
    until_on: date
    reason: str
    is_over: bool


def stand_ins_of_organ(viewer: Viewer, organ_id: int, *, on: date) -> tuple[StandInLine, ...]:
    """Return the substitutions of an organ, the newest first; empty for outsiders."""
    if not any(duty.organ_id == organ_id for duty in viewer.duties):
        return ()
    rows = StandIn.objects.filter(organ_id=organ_id).select_related("absent", "stand_in")
    return tuple(
        StandInLine(
            id=row.pk,
            absent_name=row.absent.name,
            stand_in_name=row.stand_in.name,
            role=Role(row.role),
            role_label=row.get_role_display(),
            from_on=row.from_on,
            until_on=row.until_on,
            reason=row.reason,
            is_over=row.ended_at is not None or row.until_on < on,
        )
        for row in rows.order_by("-from_on", "-pk")
    )


def _assignments_on(day: date) -> QuerySet[RoleAssignment]:
    running = Q(until_on__isnull=True) | Q(until_on__gte=day)
    return RoleAssignment.objects.filter(running, from_on__lte=day, person__is_active=True)


def _stand_ins_on(day: date) -> QuerySet[StandIn]:
    return StandIn.objects.filter(ended_at__isnull=True, from_on__lte=day, until_on__gte=day)


def _held(row: RoleAssignment) -> HeldRole:
    span = Span(row.from_on, row.until_on)
    return HeldRole(row.person_id, Role(row.role), row.organ_id, span)


def _substitution(row: StandIn) -> Substitution:
    return Substitution(
        absent_id=row.absent_id,
        stand_in_id=row.stand_in_id,
        role=Role(row.role),
        organ_id=row.organ_id,
        span=Span(row.from_on, row.until_on),
    )
