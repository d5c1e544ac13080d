"""Tables of the module `clock`."""

from gongkai.clock.models.calendar import CalendarDay, CalendarEdition, EditionKind
from gongkai.clock.models.clock import ClockEvent, DueDateMove, EventName, StatutoryClock

__all__ = [
    "CalendarDay",
    "CalendarEdition",
    "ClockEvent",
    "DueDateMove",
    "EditionKind",
    "EventName",
    "StatutoryClock",
]
