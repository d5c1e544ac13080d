"""The deadline calculator: the count of a limit that nobody has started, for everyone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from gongkai.clock.queries.calendars import installed_calendar
from gongkai.clock.rules import broken
from gongkai.clock.rules.calendar import NATIONAL
from gongkai.clock.rules.counting import Amount, Explanation, Pause, explain
from gongkai.kernel.refusals import Refusal


class CalendarUnknown(Refusal):
    """The count runs into a year of which no calendar is known."""


@dataclass(frozen=True, slots=True)
class Calculation:
    """A due date with its derivation, and which calendar it was counted with."""

    explanation: Explanation
    last_announced: int


def calculate_due(
    *,
    received_on: date,
    amount: Amount,
    pauses: Iterable[Pause] = (),
    region_code: str = NATIONAL,
) -> Calculation:
    """Return the last day of a limit and why it is that day, by the calendar of the region.

    Raises:
        CalendarUnknown: the count leaves the years whose calendar is known.
    """
    calendar = installed_calendar(region_code)
    try:
        found = explain(received_on=received_on, amount=amount, calendar=calendar, pauses=pauses)
    except broken.CalendarNotPublished as missing:
        raise CalendarUnknown(
            _("The working calendar is not known for that year. Enter an earlier date."),
            field="received",
        ) from missing
    return Calculation(found, calendar.last_announced)


def is_working_day(on: date, region_code: str = NATIONAL) -> bool:
    """Say whether the region works on that day; False where its year is not known."""
    try:
        return installed_calendar(region_code).is_working(on)
    except broken.CalendarNotPublished:
        return False
