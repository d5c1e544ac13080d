"""Reads: values out."""

from gongkai.ledger.queries.days import (
    ClosedDay,
    LedgerState,
    all_roots,
    closed_day,
    closed_days,
    day_lines,
    ledger_state,
    years_of_the_chain,
)
from gongkai.ledger.queries.feed import (
    DEFAULT_LIMIT,
    MOST,
    FeedPage,
    RangeRefused,
    feed_after,
    newest_entries,
    organ_names,
)
from gongkai.ledger.queries.proofs import ChainPlace, chain_place, proof_of

__all__ = [
    "DEFAULT_LIMIT",
    "MOST",
    "ChainPlace",
    "ClosedDay",
    "FeedPage",
    "LedgerState",
    "RangeRefused",
    "all_roots",
    "chain_place",
    "closed_day",
    "closed_days",
    "day_lines",
    "feed_after",
    "ledger_state",
    "newest_entries",
    "organ_names",
    "proof_of",
    "years_of_the_chain",
]
