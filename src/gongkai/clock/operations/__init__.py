"""What can be done with clocks and calendars."""

from gongkai.clock.operations.calendars import (
    CalendarImported,
    add_calendar_day,
    import_calendar,
    load_shipped_calendars,
    remove_calendar_day,
)
from gongkai.clock.operations.lengthening import extend_clock, set_due_by_officer
from gongkai.clock.operations.moving import pause_clock, restart_clock, resume_clock, stop_clock
from gongkai.clock.operations.starting import (
    OtherLimit,
    mark_clock_not_applicable,
    start_clock,
)
from gongkai.clock.operations.starting_together import Beginning, start_clocks
from gongkai.clock.wording import CalendarFileRefused

__all__ = [
    "Beginning",
    "CalendarFileRefused",
    "CalendarImported",
    "OtherLimit",
    "add_calendar_day",
    "extend_clock",
    "import_calendar",
    "load_shipped_calendars",
    "mark_clock_not_applicable",
    "pause_clock",
    "remove_calendar_day",
    "restart_clock",
    "resume_clock",
    "set_due_by_officer",
    "start_clock",
    "start_clocks",
    "stop_clock",
]
