"""What the feed enters when records change, in the same transaction."""

from gongkai.kernel import events
from gongkai.ledger.manifests import versions_to_enter
from gongkai.ledger.operations.entering import Happening, enter
from gongkai.ledger.rules.chain import EntryKind
from gongkai.records.access import PUBLIC_STANDINGS, is_public, is_readable
from gongkai.records.events import (
    RecordHeld,
    RecordHidden,
    RecordListed,
    RecordPublished,
    RecordRestored,
    RecordsImported,
    RecordsTransferred,
    RecordWithdrawn,
    ValidityChanged,
    VersionHidden,
    VersionRestored,
    VersionWithdrawn,
)
from gongkai.records.models import Record, RecordVersion, Withdrawal
from gongkai.records.rules.vocabulary import Standing


def enter_release(event: RecordPublished | RecordListed) -> None:
    """Enter a publication or a listing, or a correction where it stood like that before."""
    version = _version(event.version_id)
    stands = Standing(version.record.standing)
    kind = EntryKind.PUBLISHED if stands is Standing.PUBLISHED else EntryKind.LISTED
    if event.standing_before == stands:
        kind = EntryKind.CORRECTED
    _enter(kind, version, detail=version.change_kind if version.number > 1 else "")


def enter_closing(event: RecordHeld) -> None:
    """Enter what was public and is no more; of what never was, the feed says nothing."""
    if event.standing_before in PUBLIC_STANDINGS:
        enter([Happening(kind=EntryKind.CLOSED, record=_record(event.record_id), detail="exempt")])


def enter_hiding(event: RecordHidden) -> None:
    """Enter that one person took the record back."""
    _enter_withdrawal(EntryKind.HIDDEN, event.record_id, outcome="")


def enter_withdrawal(event: RecordWithdrawn) -> None:
    """Enter that a second person confirmed it."""
    _enter_withdrawal(EntryKind.WITHDRAWN, event.record_id, outcome="confirmed")


def enter_restoring(event: RecordRestored) -> None:
    """Enter that the record is public again."""
    _enter(EntryKind.RESTORED, _version(event.version_id))


def enter_hidden_version(event: VersionHidden) -> None:
    """Enter that one person took an earlier version back."""
    _enter_withdrawn_version(EntryKind.VERSION_HIDDEN, event.version_id)


def enter_withdrawn_version(event: VersionWithdrawn) -> None:
    """Enter that a second person confirmed it."""
    _enter_withdrawn_version(EntryKind.VERSION_WITHDRAWN, event.version_id)


def enter_restored_version(event: VersionRestored) -> None:
    """Enter that an earlier version can be read again, where no later one closed its text."""
    if RecordVersion.objects.filter(is_readable(), pk=event.version_id).exists():
        _enter(EntryKind.VERSION_RESTORED, _version(event.version_id))


def enter_validity(event: ValidityChanged) -> None:
    """Enter that a public document is said to be in force, amended, lapsed or repealed."""
    record = _record(event.record_id)
    version = record.public_version
    if record.standing in PUBLIC_STANDINGS and version is not None:
        detail = version.validity
        enter([Happening(kind=EntryKind.VALIDITY, record=record, version=version, detail=detail)])


def enter_imported(event: RecordsImported) -> None:
    """Enter a whole batch of an import in few statements."""
    rows = RecordVersion.objects.filter(public_for__in=event.ids())
    enter(
        Happening(kind=EntryKind.IMPORTED, record=version.record, version=version)
        for version in versions_to_enter(rows).order_by("record_id")
    )


def enter_transfer(event: RecordsTransferred) -> None:
    """Enter that public records became another organ's; of the others the feed says nothing."""
    rows = Record.objects.filter(is_public(), pk__in=event.ids()).select_related("organ")
    enter(
        Happening(kind=EntryKind.TRANSFERRED, record=record)
        for record in rows.defer("organ__introduction").order_by("pk")
    )


def register() -> None:
    """Hang the handlers into the events; called once when the application starts."""
    events.in_transaction(RecordPublished, enter_release)
    events.in_transaction(RecordListed, enter_release)
    events.in_transaction(RecordHeld, enter_closing)
    events.in_transaction(RecordHidden, enter_hiding)
    events.in_transaction(RecordWithdrawn, enter_withdrawal)
    events.in_transaction(RecordRestored, enter_restoring)
    events.in_transaction(VersionHidden, enter_hidden_version)
    events.in_transaction(VersionWithdrawn, enter_withdrawn_version)
    events.in_transaction(VersionRestored, enter_restored_version)
    events.in_transaction(ValidityChanged, enter_validity)
    events.in_transaction(RecordsImported, enter_imported)
    events.in_transaction(RecordsTransferred, enter_transfer)


def _enter(kind: EntryKind, version: RecordVersion, *, detail: str = "") -> None:
    enter([Happening(kind=kind, record=version.record, version=version, detail=detail)])


def _enter_withdrawal(kind: EntryKind, record_id: int, *, outcome: str) -> None:
    record = _record(record_id)
    rows = Withdrawal.objects.filter(record=record, version=None, outcome=outcome)
    detail = rows.order_by("-pk").values_list("reason", flat=True)[0]
    enter([Happening(kind=kind, record=record, version=record.public_version, detail=detail)])


def _enter_withdrawn_version(kind: EntryKind, version_id: int) -> None:
    version = _version(version_id)
    rows = version.withdrawals.exclude(outcome="restored")
    _enter(kind, version, detail=rows.values_list("reason", flat=True)[0])


def _record(record_id: int) -> Record:
    rows = Record.objects.select_related("organ", "public_version")
    return rows.defer("public_version__text", "organ__introduction").get(pk=record_id)


def _version(version_id: int) -> RecordVersion:
    return versions_to_enter(RecordVersion.objects.all()).get(pk=version_id)
