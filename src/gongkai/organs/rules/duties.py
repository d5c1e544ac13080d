"""Which duties a person has on a day: their own roles, and those of people they stand in for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.kernel.types import Duty, Role

NOT_TO_BE_STOOD_IN = frozenset({Role.SYSTEM_ADMINISTRATOR})
"""Roles that a person in charge cannot hand on: whoever grants roles is granted theirs."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a day until a day, both included; open where `until_on` is None.

    One that ends before it begins holds on no day.
    """

    from_on: date
    until_on: date | None

    @property
    def is_empty(self) -> bool:
        """Say whether it holds on no day at all."""
        return self.until_on is not None and self.until_on < self.from_on

    def holds_on(self, day: date) -> bool:
        """Say whether the day lies within."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two have a day in common."""
        if self.is_empty or other.is_empty:
            return False
        return (self.until_on is None or other.from_on <= self.until_on) and (
            other.until_on is None or self.from_on <= other.until_on
        )


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role somebody holds in their own right."""

    person_id: int
    role: Role
    organ_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class Substitution:
    """Somebody stands in for somebody absent, in one role for one organ."""

    absent_id: int
    stand_in_id: int
    role: Role
    organ_id: int
    span: Span


def duties_on(
    day: date,
    *,
    person_id: int,
    roles: Iterable[HeldRole],
    substitutions: Iterable[Substitution],
) -> tuple[Duty, ...]:
    """Return the person's duties on the day, their own first, each once.

    `roles` holds the person's roles and those of the people they stand in for. A stand-in has
    the duty only while the absent person holds the role in their own right: a substitution is
    not handed on. People whose account is closed must not be in `roles`.
    """
    held = {(r.person_id, r.role, r.organ_id) for r in roles if r.span.holds_on(day)}
    own = [Duty(role, organ) for holder, role, organ in held if holder == person_id]
    lent = {
        Duty(s.role, s.organ_id, s.absent_id)
        for s in substitutions
        if s.stand_in_id == person_id
        and s.span.holds_on(day)
        and (s.absent_id, s.role, s.organ_id) in held
    }
    return tuple(sorted({*own, *lent}, key=_order))


def _order(duty: Duty) -> tuple[bool, int, str, int]:
    lender = duty.standing_in_for_id
    return (lender is not None, duty.organ_id, duty.role.value, lender or 0)
