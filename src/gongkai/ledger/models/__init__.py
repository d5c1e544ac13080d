"""Tables of the module `ledger`."""

from gongkai.ledger.models.chain import LedgerDay, LedgerHead
from gongkai.ledger.models.entry import EntryKind, LedgerEntry

__all__ = ["EntryKind", "LedgerDay", "LedgerEntry", "LedgerHead"]
