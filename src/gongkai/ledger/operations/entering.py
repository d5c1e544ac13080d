"""Entering what happened into the feed, in the transaction in which it happens."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.kernel import time
from gongkai.ledger.manifests import manifest_of
from gongkai.ledger.models import LedgerEntry
from gongkai.ledger.rules.chain import WITH_DIGEST, EntryKind
from gongkai.records.models import Record, RecordVersion

_NONCE_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What is to be entered of a record; its version, where it is about one."""

    kind: EntryKind
    record: Record
    version: RecordVersion | None = None
    detail: str = ""


def enter(happenings: Iterable[Happening]) -> Sequence[LedgerEntry]:
    """Write the entries in their order; they get their numbers when the transaction commits.

    A record that never had a number was never public and is not entered.
    """
    at = time.now()
    rows = [_row(one) for one in happenings if one.record.index_number]
    for row in rows:
        row.happened_at, row.happened_on = at, time.local_date(at)
    return LedgerEntry.objects.bulk_create(rows)


def _row(one: Happening) -> LedgerEntry:
    row = LedgerEntry(
        kind=one.kind.value,
        record=one.record,
        version=one.version,
        index_number=one.record.index_number or "",
        organ_code=one.record.organ.organisation_code,
        version_number=one.version.number if one.version else 0,
        detail=one.detail,
    )
    if one.version is not None and one.kind in WITH_DIGEST:
        row.nonce = secrets.token_hex(_NONCE_BYTES)
        row.digest = manifest_of(one.record, one.version).digest(row.nonce)
    return row
