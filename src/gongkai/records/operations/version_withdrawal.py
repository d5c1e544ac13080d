"""Taking back one earlier version: hidden at once, then confirmed or restored by a second person.

A corrected copy leaves the version before it readable; where that version holds what nobody may
read, the correction alone does not take it off. The record itself stays public as it stands now.
"""

import hashlib
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import events
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.models import Signature
from gongkai.organs.operations import require_signature
from gongkai.records.access import is_readable
from gongkai.records.events import VersionRestored, VersionWithdrawn
from gongkai.records.models import Record, RecordVersion, Withdrawal
from gongkai.records.operations.clearing import clear_version
from gongkai.records.operations.moving import (
    MoveNotPossible,
    locked_version,
    require_move,
    require_own_organ,
)
from gongkai.records.operations.trail import leave_trail
from gongkai.records.operations.withdrawal import (
    close_withdrawal,
    require_reason,
    stand_version,
    take_version_off,
)
from gongkai.records.rules.lifecycle import Axis, Event, Facts
from gongkai.records.rules.vocabulary import Category, ChangeKind, VersionState

CONFIRM_VERSION_PURPOSE = "records.confirm_version_withdrawal"
"""Purpose for which the second person signs."""


class NeverReadable(MoveNotPossible):
    """The public does not read this version: closed from the start, or by a later one for good."""


class EarlierVersionsUndecided(Refusal):
    """A corrected copy goes out once somebody said what becomes of the copies before it."""


def readable_beside(version: RecordVersion) -> tuple[int, ...]:
    """Return the numbers of the earlier versions that stay readable beside a corrected copy.

    Of other kinds of change none is asked about: nothing in them had to be taken off. Nor of one
    that is not published: it closes them all.
    """
    if version.change_kind != ChangeKind.CORRECTION or version.category != Category.VOLUNTARY:
        return ()
    rows = RecordVersion.objects.filter(
        is_readable(), record=version.record_id, number__lt=version.number
    )
    return tuple(rows.order_by("number").values_list("number", flat=True))


def require_decided(version: RecordVersion, withdrawn_with_it: Collection[int] | None) -> None:
    """Raise EarlierVersionsUndecided where a corrected copy would go out unasked beside others."""
    if withdrawn_with_it is None and readable_beside(version):
        raise EarlierVersionsUndecided(
            _(
                "It is a corrected copy: say whether the versions before it may still be read. "
                "Release it by itself."
            )
        )


def withdraw_version(*, actor: Actor, version_id: int, reason: str, note: str = "") -> Withdrawal:
    """Hide an earlier version from the public at once; a second person confirms or restores.

    `reason` is one of records.models.release.WithdrawalReason; `note` is for the staff alone.
    Raises NotAllowed, MoveNotPossible, NeverReadable, BeingWithdrawn, NotAReason, NotFound.
    """
    require_reason(reason)
    with transaction.atomic():
        record, version = locked_version(version_id)
        require_own_organ(actor, record.organ_id)
        return _hide(actor, record, version, reason, note)


def withdraw_earlier_versions(
    *, actor: Actor, record: Record, numbers: Collection[int], reason: str
) -> None:
    """Hide these earlier versions too, in the transaction that releases the corrected copy.

    The caller has locked the record and checked that it is the actor's. Raises NotAReason,
    NeverReadable, NotFound.
    """
    require_reason(reason)
    rows = record.versions.select_for_update().filter(number__in=numbers)
    found = list(rows.order_by("number"))
    if len(found) != len(set(numbers)):
        raise NotFound(_("There is no such version."))
    for version in found:
        _hide(actor, record, version, reason, "")


def confirm_version_withdrawal(
    *, actor: Actor, version_id: int, signature: Signature
) -> Withdrawal:
    """Confirm that the earlier version stays withdrawn.

    The signature is for CONFIRM_VERSION_PURPOSE over `version_withdrawal_digest`. Raises
    NotAllowed, SecondPersonNeeded, SignatureDoesNotFit, SignatureTooOld, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        record, version, withdrawal = _decidable(actor, version_id, Event.CONFIRM)
        require_signature(
            actor=actor,
            signature=signature,
            purpose=CONFIRM_VERSION_PURPOSE,
            digest=version_withdrawal_digest(record, version, withdrawal),
        )
        close_withdrawal(actor, withdrawal, outcome="confirmed", signature=signature)
        stand_version(record, version, VersionState.WITHDRAWN)
        events.emit(VersionWithdrawn(record_id=record.pk, version_id=version.pk))
        details = {"version": str(version.number), "reason": withdrawal.reason}
        leave_trail(actor, "withdraw_version", record, details)
    return withdrawal


def restore_version(*, actor: Actor, version_id: int, note: str) -> Withdrawal:
    """Let the earlier version be read again, because its withdrawal was mistaken.

    The release gate looks at it again. Raises NotAllowed, SecondPersonNeeded, NotCleared,
    MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        record, version, withdrawal = _decidable(actor, version_id, Event.RESTORE)
        clear_version(actor=actor, record=record, version=version)
        version.save(update_fields=["clearance"])
        close_withdrawal(actor, withdrawal, outcome="restored", signature=None)
        stand_version(record, version, VersionState.SUPERSEDED)
        events.emit(VersionRestored(record_id=record.pk, version_id=version.pk))
        details = {"version": str(version.number), "note": clean_text(note)}
        leave_trail(actor, "restore_version", record, details)
    return withdrawal


def version_withdrawal_digest(
    record: Record, version: RecordVersion, withdrawal: Withdrawal
) -> str:
    """Return the SHA-256 of what the second person signs: number, version, reason, moment."""
    said = (
        record.index_number or "",
        str(version.number),
        version.digest,
        withdrawal.reason,
        withdrawal.hidden_at.isoformat(),
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _hide(
    actor: Actor, record: Record, version: RecordVersion, reason: str, note: str
) -> Withdrawal:
    facts = Facts(standing=record.standing)
    require_move(Axis.VERSION, version.state, Event.HIDE, actor=actor, facts=facts)
    if not RecordVersion.objects.filter(is_readable(), pk=version.pk).exists():
        raise NeverReadable(
            _("Nobody can read this version; only one whose text is public is withdrawn.")
        )
    return take_version_off(actor=actor, record=record, version=version, reason=reason, note=note)


def _decidable(
    actor: Actor, version_id: int, event: Event
) -> tuple[Record, RecordVersion, Withdrawal]:
    """Return record, version and the withdrawal that waits; raises where it is not this actor's."""
    record, version = locked_version(version_id)
    require_own_organ(actor, record.organ_id)
    waiting = version.withdrawals.select_for_update().filter(outcome="").first()
    second = waiting is not None and waiting.hidden_by_id != actor.person_id
    facts = Facts(standing=record.standing, is_second_person=second)
    require_move(Axis.VERSION, version.state, event, actor=actor, facts=facts)
    if waiting is None:
        raise RuntimeError("a hidden version has a withdrawal that waits")
    return record, version, waiting
