"""Writing to the trail: the one thing that can be done with it."""

from gongkai.audit.operations.record_entry import record_entry

__all__ = ["record_entry"]
