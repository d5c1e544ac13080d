"""The clock's words: what is shown for states, kinds of days, holidays, limits and bad files."""

from collections.abc import Mapping
from typing import assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from gongkai.clock.rules.counting import Amount, Line, LineKind, Unit
from gongkai.clock.rules.history import ClockState
from gongkai.clock.rules.names import english_name
from gongkai.clock.rules.notice_file import FileError, Problem
from gongkai.kernel.refusals import Refusal

STATES: Mapping[ClockState, Promise] = {
    ClockState.RUNNING: pgettext_lazy("clock", "Running"),
    ClockState.PAUSED: pgettext_lazy("clock", "Paused"),
    ClockState.STOPPED: pgettext_lazy("clock", "Ended"),
    ClockState.NOT_APPLICABLE: pgettext_lazy("clock", "No limit applies"),
}

LINE_KINDS: Mapping[LineKind, Promise] = {
    LineKind.RECEIPT: _("Day of receipt, not counted"),
    LineKind.COUNTED: _("Counted"),
    LineKind.MOVED_WORKING_DAY: _("Moved working day, counted"),
    LineKind.WEEKEND: _("Weekend"),
    LineKind.HOLIDAY: _("Holiday"),
    LineKind.PAUSED: _("Clock paused"),
    LineKind.DUE: _("Last day in time"),
}

STARTING_DAYS: Mapping[str, Promise] = {
    "publish": _("Day formed or changed, not counted"),
    "confirm_withdrawal": _("Day of withdrawal, not counted"),
}
"""What day zero is called where it is not a day of receipt."""

HOLIDAYS: Mapping[str, Promise] = {
    "New Year's Day": _("New Year's Day"),
    "Spring Festival": _("Spring Festival"),
    "Tomb-sweeping Day": _("Tomb-sweeping Day"),
    "Labour Day": _("Labour Day"),
    "Dragon Boat Festival": _("Dragon Boat Festival"),
    "Mid-Autumn Festival": _("Mid-Autumn Festival"),
    "National Day": _("National Day"),
    "Victory Day": _("Victory Day"),
}

PAUSES: Mapping[str, Promise] = {
    "third_party": _("third party consulted"),
    "co_maker": _("co-makers consulted"),
    "correction": _("correction awaited"),
    "fee_payment": _("fee awaited"),
}

LIMITS: Mapping[str, Promise] = {
    "publish": _("Disclosure on own initiative"),
    "reply": _("Reply to an application"),
    "correction_notice": _("Notice of what to correct"),
    "correction": _("Correction by the applicant"),
    "third_party": _("Opinion of a third party"),
    "co_maker": _("Opinion of co-makers"),
    "delayed_reply": _("Delayed reply"),
    "fee_payment": _("Payment of the fee"),
    "confirm_withdrawal": _("Confirmation of a withdrawal"),
    "gap_answer": _("Answer to a reported gap"),
}

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)

PROBLEMS: Mapping[Problem, Promise] = {
    Problem.NOT_TEXT: _("This is not UTF-8 text. Save the file as UTF-8 and send it again."),
    Problem.NOT_READABLE: _("This cannot be read as %(value)s."),
    Problem.NOT_IN_TURN: _(
        "Years are entered one after the other. Enter the notice of %(value)s first."
    ),
    Problem.COLUMN_MISSING: _("The column %(value)s is missing from the head."),
    Problem.NO_DAYS: _("The file lists no days."),
    Problem.NOT_A_DATE: _("%(value)s is not a date; write it as 2027-02-05."),
    Problem.NOT_OFF_OR_WORKING: _("%(value)s is neither off nor working (休 or 班)."),
    Problem.NAME_MISSING: _("The name of the holiday is missing or too long."),
    Problem.TWICE: _("%(value)s stands here for the second time."),
    Problem.OUTSIDE_YEAR: _("%(value)s lies outside the year and the December before it."),
    Problem.WORKED_ANYWAY: _("%(value)s is worked anyway: list only weekend days as working."),
    Problem.STATUTORY_DAY_WORKED: _("%(value)s is a statutory holiday and must be off."),
}

_PLACE = pgettext_lazy("place in a file", "Line %(line)d, %(column)s: ")


class CalendarFileRefused(Refusal):
    """The file is no year's notice; `errors` names each wrong place."""

    def __init__(self, errors: tuple[FileError, ...]) -> None:
        super().__init__(
            _("The calendar was not imported. Mend the places named and send the file again."),
            field="file",
        )
        self.errors = errors


def problem_text(error: FileError) -> str:
    """Return what is wrong and where, in the reader's language."""
    what = str(PROBLEMS[error.problem]) % {"value": error.value}
    if not error.line:
        return what
    return str(_PLACE) % {"line": error.line, "column": error.column} + what


def line_text(line: Line, limit_key: str = "") -> str:
    """Return what a day of the derivation was, in the reader's language."""
    said = LINE_KINDS[line.kind]
    if line.kind is LineKind.RECEIPT:
        return str(STARTING_DAYS.get(limit_key, said))
    if line.kind is LineKind.PAUSED:
        return _joined(said, pause_name(line.name))
    if line.kind is LineKind.DUE and line.moved:
        return _joined(said, LINE_KINDS[LineKind.MOVED_WORKING_DAY])
    if line.kind is LineKind.HOLIDAY or line.moved:
        return _joined(said, holiday_name(line.name))
    return str(said)


def _joined(said: Promise, more: Promise | str) -> str:
    return f"{said} · {more}" if more else str(said)


def amount_text(amount: Amount) -> str:
    """Return "15 working days", "60 days" or "3 months" in the reader's language."""
    count = amount.number
    match amount.unit:
        case Unit.WORKING_DAYS:
            said = ngettext("%(count)d working day", "%(count)d working days", count)
        case Unit.CALENDAR_DAYS:
            said = ngettext("%(count)d day", "%(count)d days", count)
        case Unit.MONTHS:
            said = ngettext("%(count)d month", "%(count)d months", count)
        case _:
            assert_never(amount.unit)
    return said % {"count": count}


def holiday_name(name: str) -> str:
    """Return a holiday's name in the reader's language; an unknown one as it was entered."""
    english = [english_name(part) for part in name.split("、")]
    return " · ".join(str(HOLIDAYS.get(part, part)) for part in english)


def pause_name(key: str) -> str:
    """Return why a clock stood still; keys are `cause` or `cause:number`."""
    cause = key.partition(":")[0]
    return str(PAUSES.get(cause, "")) or key
