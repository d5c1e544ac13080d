"""Reading clocks and calendars."""

from gongkai.clock.queries.calculator import (
    Calculation,
    CalendarUnknown,
    calculate_due,
    is_working_day,
)
from gongkai.clock.queries.calendars import installed_calendar
from gongkai.clock.queries.clocks import (
    ClockStep,
    DueLine,
    clock_of,
    clocks_due,
    clocks_of,
    late_clocks,
    running_clocks,
    steps_of,
)
from gongkai.clock.queries.editions import CalendarYearLine, DueMove, calendar_years, moves_of
from gongkai.clock.queries.preview import CalendarPreview, DayChange, preview_calendar_import
from gongkai.clock.queries.regimes import regime, regime_choices

__all__ = [
    "Calculation",
    "CalendarPreview",
    "CalendarUnknown",
    "CalendarYearLine",
    "ClockStep",
    "DayChange",
    "DueLine",
    "DueMove",
    "calculate_due",
    "calendar_years",
    "clock_of",
    "clocks_due",
    "clocks_of",
    "installed_calendar",
    "is_working_day",
    "late_clocks",
    "moves_of",
    "preview_calendar_import",
    "regime",
    "regime_choices",
    "running_clocks",
    "steps_of",
]
