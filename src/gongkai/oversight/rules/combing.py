"""Combing (清理): states, the reminder before the deadline, what tells one item from another.

City implementation opinions 2008: what was generated since a date is gone through by a day; each
item gets its category, what is public already is looked at again.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.records.rules.vocabulary import Category, TimeLimit

REMINDED_DAYS = 14
"""Calendar days before the deadline from which on the organs are reminded."""


class CampaignState(StrEnum):
    """How far a campaign has come."""

    DRAFTED = "drafted"
    RUNNING = "running"
    CLOSED = "closed"


class IntakeState(StrEnum):
    """What became of a table that was sent in."""

    WAITING = "waiting"
    READ = "read"
    TAKING = "taking"
    TAKEN = "taken"
    REFUSED = "refused"
    LEFT = "left"


class RecheckOutcome(StrEnum):
    """What a second look at something public says."""

    STAYS = "stays"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


class Deadline(StrEnum):
    """How near the last day of a running campaign is."""

    FAR = "far"
    NEAR = "near"
    PASSED = "passed"


def deadline(*, due_on: date, today: date) -> Deadline:
    """Return how near the last day is; the day itself is still in time.

    >>> deadline(due_on=date(2026, 6, 30), today=date(2026, 6, 30))
    <Deadline.NEAR: 'near'>
    """
    if today > due_on:
        return Deadline.PASSED
    near_from = due_on - timedelta(days=REMINDED_DAYS)
    return Deadline.NEAR if today >= near_from else Deadline.FAR


def identity_of(
    *, title: str, generated_on: date, document_number: str, kept_at: str, index_number: str
) -> str:
    """Return the SHA-256 of what tells one item from another; what was decided is no part of it.

    The same table sent again therefore doubles nothing, also where a proposal was changed in it.
    """
    said = (title, generated_on.isoformat(), document_number, kept_at, index_number)
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def identity_of_twin(identity: str, *, organ_id: int) -> str:
    """Return another identity for an item of an organ whose successor has one of the same."""
    return hashlib.sha256(f"{identity}\x1f{organ_id}".encode()).hexdigest()


def time_limit_for(category: str) -> str:
    """Return the time limit of disclosure that goes with the category (公开时限)."""
    on_application = category == Category.ON_APPLICATION
    return TimeLimit.ON_APPLICATION.value if on_application else TimeLimit.LONG_TERM.value


class DecisionFault(StrEnum):
    """Why an item cannot be decided so."""

    NO_CATEGORY = "no_category"
    NO_GROUND = "no_ground"
    GROUND_OF_ANOTHER = "ground_of_another"
    NO_REASON = "no_reason"
    GROUND_WITHOUT_CATEGORY = "ground_without_category"


def decision_fault(
    *, category: str, ground_category: str | None, reason: str
) -> DecisionFault | None:
    """Return why the decision cannot stand, or None: no ground, no exemption (requirement P1).

    `ground_category` is the category that the chosen ground belongs to, None where none is chosen.

    >>> decision_fault(category="exempt", ground_category=None, reason="")
    <DecisionFault.NO_GROUND: 'no_ground'>
    """
    if category not in {member.value for member in Category}:
        return DecisionFault.NO_CATEGORY
    if category == Category.UNDETERMINED:
        return DecisionFault.GROUND_WITHOUT_CATEGORY if ground_category else None
    if ground_category is None:
        return DecisionFault.NO_GROUND
    if ground_category != category:
        return DecisionFault.GROUND_OF_ANOTHER
    if category == Category.EXEMPT and not reason:
        return DecisionFault.NO_REASON
    return None


@dataclass(frozen=True, slots=True)
class BurnPoint:
    """What was left on the evening of a day."""

    on: date
    undecided: int
    unfinished: int
    """Not yet released, listed or held back."""


def burn_down(
    *,
    from_on: date,
    until_on: date,
    undecided: Mapping[date, int],
    unfinished: Mapping[date, int],
    most: int = 60,
) -> tuple[BurnPoint, ...]:
    """Return what was left, day by day or at `most` points, from the changes of each day.

    The mappings hold by how much the number changed on a day (items taken in count up). The last
    day is always among the points; days before `from_on` count into the first.
    """
    days = (until_on - from_on).days
    step = max(1, -(-days // max(1, most - 1)))
    wanted = {from_on + timedelta(days=at) for at in range(0, days + 1, step)} | {until_on}
    return tuple(
        BurnPoint(on, _up_to(undecided, on), _up_to(unfinished, on)) for on in sorted(wanted)
    )


def _up_to(changes: Mapping[date, int], on: date) -> int:
    return sum(change for day, change in changes.items() if day <= on)


def added(*changes: Iterable[tuple[date, int]]) -> dict[date, int]:
    """Return the changes of each day, added up."""
    total: dict[date, int] = {}
    for one in changes:
        for day, change in one:
            total[day] = total.get(day, 0) + change
    return total
