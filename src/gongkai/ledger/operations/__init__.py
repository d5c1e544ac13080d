"""Writes: one function per use case."""

from gongkai.ledger.operations.closing import close_past_days
from gongkai.ledger.operations.opening import enter_what_is_public

__all__ = ["close_past_days", "enter_what_is_public"]
