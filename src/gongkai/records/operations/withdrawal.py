"""Taking back: one person hides at once, a second confirms or restores (requirement C7)."""

import hashlib
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import events, time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.models import Signature
from gongkai.organs.operations import require_signature
from gongkai.records.access import is_readable
from gongkai.records.events import (
    RecordHidden,
    RecordRestored,
    RecordWithdrawn,
    VersionHidden,
)
from gongkai.records.models import Record, RecordVersion, Withdrawal
from gongkai.records.models.release import WithdrawalReason
from gongkai.records.operations.clearing import clear_version, look_at_version
from gongkai.records.operations.disclosure_clock import (
    start_withdrawal_clock,
    stop_withdrawal_clock,
)
from gongkai.records.operations.moving import locked_record, require_move, require_own_organ
from gongkai.records.operations.trail import leave_trail
from gongkai.records.rules.lifecycle import RESTORE_EVENT, Axis, Event, Facts
from gongkai.records.rules.vocabulary import VersionState
from gongkai.release.operations.asking import ask_for_awaited, is_only_awaited
from gongkai.release.queries.reports import GateReport

CONFIRM_PURPOSE = "records.confirm_withdrawal"
"""Purpose for which the second person signs."""


class NotAReason(Refusal):
    """The reason is none of the closed list."""


class EarlierVersionsAwaited(Refusal):
    """Nobody has looked yet into files of earlier versions that would be public again.

    `reports` is what the gate says of them, by the number of the version.
    """

    def __init__(self, reports: Mapping[int, GateReport]) -> None:
        super().__init__(
            _(
                "Files of version %(numbers)s have not been looked into yet; that is being done "
                "now. Come back in a moment and restore the record then."
            )
            % {"numbers": ", ".join(map(str, reports))}
        )
        self.reports = reports


def withdraw_record(
    *, actor: Actor, record_id: int, reason: str, note: str, title_may_show: bool
) -> Withdrawal:
    """Hide the record from the public at once; a second person then confirms or restores.

    `reason` is one of records.models.release.WithdrawalReason; `note` is for the staff alone;
    `title_may_show` says that the withdrawer looked and the title holds nothing secret or
    personal. Raises NotAllowed, MoveNotPossible, NotAReason, NotFound.
    """
    require_reason(reason)
    with transaction.atomic():
        record = locked_record(record_id)
        require_own_organ(actor, record.organ_id)
        line = require_move(Axis.RECORD, record.standing, Event.HIDE, actor=actor, facts=Facts())
        withdrawal = Withdrawal.objects.create(
            record=record,
            reason=reason,
            note=clean_text(note),
            title_may_show=title_may_show,
            hidden_by_id=acting_person(actor),
            hidden_at=time.now(),
        )
        _stand(record, line.to)
        start_withdrawal_clock(actor=actor, record=record, withdrawal=withdrawal)
        events.emit(RecordHidden(record_id=record.pk))
        leave_trail(actor, "hide", record, {"reason": reason})
    return withdrawal


def confirm_withdrawal(*, actor: Actor, record_id: int, signature: Signature) -> Withdrawal:
    """Confirm that the record stays withdrawn; its tombstone stays for ever.

    The signature is for CONFIRM_PURPOSE over `withdrawal_digest`. Raises NotAllowed,
    SecondPersonNeeded, SignatureDoesNotFit, SignatureTooOld, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        record = locked_record(record_id)
        withdrawal = _waiting(record)
        _decide(actor, record, withdrawal, Event.CONFIRM)
        require_signature(
            actor=actor,
            signature=signature,
            purpose=CONFIRM_PURPOSE,
            digest=withdrawal_digest(record, _required(withdrawal)),
        )
        close_withdrawal(actor, _required(withdrawal), outcome="confirmed", signature=signature)
        events.emit(RecordWithdrawn(record_id=record.pk))
        leave_trail(actor, "withdraw", record, {"reason": _reason_of(withdrawal)})
    return _required(withdrawal)


def restore_record(*, actor: Actor, record_id: int, note: str) -> tuple[int, ...]:
    """Put the record back as it was, because the withdrawal was mistaken.

    The release gate looks at it again, and at its earlier versions: one that it holds back stays
    off, withdrawn by itself, until another person decides; their numbers are returned. What was
    never looked into is asked for instead, and nothing is restored before the answer. Raises
    NotAllowed, SecondPersonNeeded, NotCleared, EarlierVersionsAwaited, MoveNotPossible, NotFound.
    """
    try:
        with transaction.atomic():
            return _restored(actor, record_id, note=note)
    except EarlierVersionsAwaited as refused:
        # After the rollback, so that what is asked for stays asked.
        for report in refused.reports.values():
            ask_for_awaited(report)
        raise


def _restored(actor: Actor, record_id: int, *, note: str) -> tuple[int, ...]:
    record = locked_record(record_id)
    withdrawal = _waiting(record)
    version = record.public_version
    event = RESTORE_EVENT.get(version.category if version else "", Event.REPUBLISH)
    _require_decidable(actor, record, withdrawal, event)
    if version is not None:
        clear_version(actor=actor, record=record, version=version)
        version.save(update_fields=["clearance"])
    _decide(actor, record, withdrawal, event)
    close_withdrawal(actor, _required(withdrawal), outcome="restored", signature=None)
    if version is not None:
        events.emit(RecordRestored(record_id=record.pk, version_id=version.pk))
    leave_trail(actor, "restore", record, {"note": clean_text(note)})
    return _clear_earlier_versions(actor, record)


def _clear_earlier_versions(actor: Actor, record: Record) -> tuple[int, ...]:
    """Clear those that can be read again; return the numbers of those that stay off."""
    readable = record.versions.filter(is_readable()).exclude(public_for__isnull=False)
    versions = list(readable.select_related("theme", "ground").order_by("number"))
    reports = {version.number: look_at_version(record, version) for version in versions}
    if awaited := {number: one for number, one in reports.items() if is_only_awaited(one)}:
        raise EarlierVersionsAwaited(awaited)
    for version in versions:
        if reports[version.number].is_clear:
            clear_version(actor=actor, record=record, version=version)
            version.save(update_fields=["clearance"])
        else:
            # Why the record was withdrawn was a mistake, and is not why this one stays off.
            reason = WithdrawalReason.OTHER.value
            take_version_off(actor=actor, record=record, version=version, reason=reason)
    return tuple(number for number, report in reports.items() if not report.is_clear)


def take_version_off(
    *, actor: Actor, record: Record, version: RecordVersion, reason: str, note: str = ""
) -> Withdrawal:
    """Hide an earlier version that can be read, until a second person decides.

    For the withdrawals and the restoring alone: the caller has the locks and has checked that it
    may happen.
    """
    withdrawal = Withdrawal.objects.create(
        record=record,
        version=version,
        reason=reason,
        note=clean_text(note),
        hidden_by_id=acting_person(actor),
        hidden_at=time.now(),
    )
    stand_version(record, version, VersionState.HIDDEN)
    start_withdrawal_clock(actor=actor, record=record, withdrawal=withdrawal)
    events.emit(VersionHidden(record_id=record.pk, version_id=version.pk))
    details = {"version": str(version.number), "reason": reason}
    leave_trail(actor, "hide_version", record, details)
    return withdrawal


def stand_version(record: Record, version: RecordVersion, state: VersionState) -> None:
    """Bring an earlier version of a record into a state; what the public reads changes."""
    version.state = state.value
    version.save(update_fields=["state"])
    mark_public_change(kind="record", object_id=record.pk)


def withdrawal_digest(record: Record, withdrawal: Withdrawal) -> str:
    """Return the SHA-256 of what the second person signs: number, version, reason, moment."""
    version = record.public_version
    said = (
        record.index_number or "",
        version.digest if version else "",
        withdrawal.reason,
        str(withdrawal.title_may_show),
        withdrawal.hidden_at.isoformat(),
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def require_reason(reason: str) -> None:
    """Raise NotAReason unless the reason is one of the closed list."""
    if reason not in WithdrawalReason.values:
        raise NotAReason(_("Choose a reason from the list."), field="reason")


def _waiting(record: Record) -> Withdrawal | None:
    return record.withdrawals.select_for_update().filter(outcome="", version=None).first()


def _required(withdrawal: Withdrawal | None) -> Withdrawal:
    if withdrawal is None:
        raise RuntimeError("a hidden record has a withdrawal that waits")
    return withdrawal


def _reason_of(withdrawal: Withdrawal | None) -> str:
    return _required(withdrawal).reason


def _decide(actor: Actor, record: Record, withdrawal: Withdrawal | None, event: Event) -> None:
    _stand(record, _require_decidable(actor, record, withdrawal, event))


def _require_decidable(
    actor: Actor, record: Record, withdrawal: Withdrawal | None, event: Event
) -> str:
    """Return the standing to which the decision leads; raises where it is not this actor's."""
    require_own_organ(actor, record.organ_id)
    facts = Facts(
        is_second_person=withdrawal is not None and withdrawal.hidden_by_id != actor.person_id,
        public_category=record.public_version.category if record.public_version else "",
    )
    return require_move(Axis.RECORD, record.standing, event, actor=actor, facts=facts).to


def close_withdrawal(
    actor: Actor, waiting: Withdrawal, *, outcome: str, signature: Signature | None
) -> None:
    """Write down how the second person decided, and stop the clock; the caller has checked it."""
    waiting.outcome = outcome
    waiting.decided_by_id = actor.person_id
    waiting.decided_at = time.now()
    waiting.signature = signature
    waiting.save(update_fields=["outcome", "decided_by", "decided_at", "signature"])
    stop_withdrawal_clock(actor=actor, withdrawal=waiting)


def _stand(record: Record, standing: str) -> None:
    record.standing = standing
    record.save(update_fields=["standing"])
    mark_public_change(kind="record", object_id=record.pk)
