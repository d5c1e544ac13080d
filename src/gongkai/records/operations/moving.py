"""Asking the table: may this actor make this move now? And locking what moves."""

from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import Actor, Role
from gongkai.records.models import Record, RecordVersion
from gongkai.records.rules.lifecycle import Axis, Event, Facts, Guard, Move, Refused, move
from gongkai.records.rules.vocabulary import IN_WORK
from gongkai.records.wording import REASONS


class MoveNotPossible(Refusal):
    """The state does not allow the move."""


class CategoryUndetermined(MoveNotPossible):
    """Nobody has decided yet whether the information is to be public."""


class WrongCategory(MoveNotPossible):
    """The category asks for another kind of release."""


class ContentChanged(MoveNotPossible):
    """The content is not the one that was seen or approved."""


class BeingWithdrawn(MoveNotPossible):
    """The record is hidden or withdrawn."""


class UnderEmbargo(MoveNotPossible):
    """The version waits for a day on which it is released by itself."""


class VersionInWork(MoveNotPossible):
    """The record has a version that is being worked on."""


class SecondPersonNeeded(MoveNotPossible):
    """The same person cannot do both halves of a withdrawal."""


_REFUSALS: dict[str, type[MoveNotPossible]] = {
    Guard.CATEGORY_DECIDED: CategoryUndetermined,
    Guard.IS_VOLUNTARY: WrongCategory,
    Guard.IS_ON_APPLICATION: WrongCategory,
    Guard.IS_EXEMPT: WrongCategory,
    Guard.CONTENT_UNCHANGED: ContentChanged,
    Guard.NOT_BEING_WITHDRAWN: BeingWithdrawn,
    Guard.NO_EMBARGO: UnderEmbargo,
    Guard.NO_OTHER_VERSION_IN_WORK: VersionInWork,
    Guard.SECOND_PERSON: SecondPersonNeeded,
}


def require_move(axis: Axis, state: str, event: Event, *, actor: Actor, facts: Facts) -> Move:
    """Return the move of the table.

    Raises NotAllowed where the role is another's and MoveNotPossible (or its subclass) where
    state or guard forbid it.
    """
    roles = () if actor.role is None else (actor.role,)
    answer = move(axis, state, event, roles=roles, facts=facts)
    if isinstance(answer, Move):
        return answer
    raise _refusal(answer)


def _refusal(refused: Refused) -> Refusal:
    if refused.why == "role":
        return NotAllowed(REASONS["role"])
    return _REFUSALS.get(refused.why, MoveNotPossible)(REASONS[refused.why])


def require_own_organ(actor: Actor, organ_id: int) -> None:
    """Raise NotAllowed unless the actor acts for the organ whose record it is."""
    if actor.person_id is None or actor.organ_id != organ_id:
        raise NotAllowed(_("The record belongs to another organ. Ask that organ's staff."))


def require_role(actor: Actor, *roles: Role) -> None:
    """Raise NotAllowed unless the actor acts in one of the roles."""
    if actor.role not in roles:
        raise NotAllowed(REASONS["role"])


def locked_record(record_id: int) -> Record:
    """Return the record with its row locked; raises NotFound.

    The record's row is always locked before any of its versions, so that two operations on one
    record wait for each other and never deadlock.
    """
    record = Record.objects.select_for_update().filter(pk=record_id).first()
    if record is None:
        raise NotFound(_("There is no such record."))
    return record


def locked_version(version_id: int) -> tuple[Record, RecordVersion]:
    """Return the version and its record, both locked; raises NotFound."""
    record_id = (
        RecordVersion.objects.filter(pk=version_id).values_list("record_id", flat=True).first()
    )
    if record_id is None:
        raise NotFound(_("There is no such version."))
    record = locked_record(record_id)
    version = (
        RecordVersion.objects.select_for_update(of=("self",))
        .select_related("theme", "ground")
        .get(pk=version_id)
    )
    version.record = record
    return record, version


def has_version_in_work(record: Record) -> bool:
    """Say whether a version of the record is being worked on."""
    return record.versions.filter(state__in=[state.value for state in IN_WORK]).exists()
