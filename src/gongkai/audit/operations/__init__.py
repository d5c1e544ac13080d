"""Writing to the trail: the one thing that can be done with it."""

from gongkai.audit.operations.record_entry import Matter, record_entries, record_entry

__all__ = ["Matter", "record_entries", "record_entry"]
