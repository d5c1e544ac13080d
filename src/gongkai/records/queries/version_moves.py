"""What may be done with one earlier version, out of the table of the life cycles."""

from gongkai.kernel.types import Viewer
from gongkai.records.queries.desk_values import DeskRecord, DeskVersion, MoveOption
from gongkai.records.rules.lifecycle import Axis, Facts, Refused, move, moves_from
from gongkai.records.rules.vocabulary import (
    READABLE,
    TAKEN_BACK,
    Category,
    ChangeKind,
    Standing,
    VersionState,
)
from gongkai.records.wording import MOVES, REASONS


def version_moves(
    viewer: Viewer, record: DeskRecord, version: DeskVersion
) -> tuple[MoveOption, ...]:
    """Return the moves of an earlier version whose text was public, each allowed or why not."""
    if version.content.category != Category.VOLUNTARY:
        return ()
    if version.state not in {VersionState.SUPERSEDED, *TAKEN_BACK}:
        return ()
    if version.state == VersionState.SUPERSEDED and version.number <= _closed_up_to(record):
        return ()
    waiting = record.waiting_for(version.number)
    facts = Facts(
        standing=record.standing,
        is_second_person=waiting is not None and waiting.hidden_by_id != viewer.person_id,
    )
    roles = frozenset(duty.role for duty in viewer.duties if duty.organ_id == record.organ_id)
    options = []
    for line in moves_from(Axis.VERSION, version.state):
        answer = move(Axis.VERSION, version.state, line.event, roles=roles, facts=facts)
        why = answer.why if isinstance(answer, Refused) else ""
        options.append(
            MoveOption(
                event=line.event.value,
                label=str(MOVES[line.event]),
                is_allowed=not why,
                reason=str(REASONS[why]) if why else "",
                version_id=version.id,
                roles=tuple(sorted(line.roles)),
            )
        )
    return tuple(options)


def asked_about(record: DeskRecord) -> tuple[int, ...]:
    """Return the numbers of the versions that could still be read beside the corrected copy.

    Empty where the version in work is none: nothing of those before it had to be taken off. As
    records.operations.version_withdrawal.readable_beside.
    """
    said = record.current.content
    is_asked = (said.change_kind, said.category) == (ChangeKind.CORRECTION, Category.VOLUNTARY)
    if not is_asked or record.standing != Standing.PUBLISHED:
        return ()
    closed_up_to = _closed_up_to(record)
    return tuple(
        version.number
        for version in record.versions
        if version.id != record.current.id
        and version.state in READABLE
        and version.number > closed_up_to
    )


def _closed_up_to(record: DeskRecord) -> int:
    """Return the number of the last version that closed all before it for good, 0 where none did.

    As records.access.is_readable says it.
    """
    closing = (
        version.number
        for version in record.versions
        if version.released_at and version.content.category != Category.VOLUNTARY
    )
    return max(closing, default=0)
