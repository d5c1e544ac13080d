"""From rows to entries."""

from gongkai.ledger.models import LedgerEntry
from gongkai.ledger.rules.chain import Entry


def entry_of(row: LedgerEntry) -> Entry:
    """Return the entry as everybody reads it, of a row that has its number."""
    if row.sequence is None or row.chained_on is None:
        raise RuntimeError("an entry without a number was not committed yet")
    return Entry(
        sequence=row.sequence,
        kind=row.kind,
        index_number=row.index_number,
        organ_code=row.organ_code,
        version=row.version_number,
        detail=row.detail,
        at=row.happened_at,
        on=row.chained_on,
        digest=row.digest,
    )
