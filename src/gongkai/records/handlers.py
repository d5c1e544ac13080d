"""What this module tells the others: its events, made known at the start."""

from gongkai.kernel import events
from gongkai.records.events import ALL_EVENTS


def register() -> None:
    """Declare the events of the module."""
    events.declare(*ALL_EVENTS)
