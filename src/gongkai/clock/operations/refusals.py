"""What the clock's operations refuse, each named for the fact, with what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.clock.rules import broken
from gongkai.kernel.refusals import NotFound, Refusal


class ClockRefused(Refusal):
    """The clock cannot move so; subclasses say why."""


class CalendarNotPublished(ClockRefused):
    """The count runs into a year of which no calendar is known."""


class AmountNotPositive(ClockRefused):
    """The limit or extension is shorter than one day."""


class PauseEndsBeforeItStarts(ClockRefused):
    """The answer lies before the letter."""


class AlreadyStarted(ClockRefused):
    """The clock runs already."""


class AlreadyStopped(ClockRefused):
    """The clock has ended."""


class AlreadyPaused(ClockRefused):
    """The clock is paused for this cause already."""


class NotPaused(ClockRefused):
    """The clock is not paused for this cause."""


class BeforeTheClockStarted(ClockRefused):
    """The day lies before the clock's start or before the decision."""


class NoExtensionProvided(ClockRefused):
    """The regime knows no extension of this limit."""


class AlreadyExtended(ClockRefused):
    """The regime allows no further extension."""


class ExtensionTooLong(ClockRefused):
    """The extension is longer than the regime allows."""


class ExtensionTooLate(ClockRefused):
    """The limit had run out when the extension was decided."""


class DueDayIsOff(ClockRefused):
    """The fixed day is a day off."""


class DecidedTooLongAgo(ClockRefused):
    """The decision is entered too many working days after the day that it gives itself."""


class DayInTheFuture(ClockRefused):
    """What has not happened yet cannot be recorded."""


class ReasonMissing(ClockRefused):
    """An extension, a fixed date and a limit that does not apply need a reason."""


class LimitUnknown(ClockRefused):
    """The regime does not know this limit, or counts no amount for it."""


class ClockNotFound(NotFound):
    """The subject has no such clock."""


_NAMED: dict[type[broken.ClockRuleBroken], tuple[type[ClockRefused], Promise]] = {
    broken.CalendarNotPublished: (
        CalendarNotPublished,
        _("The working calendar of that year is not known. Ask the administrator to import it."),
    ),
    broken.AmountNotPositive: (AmountNotPositive, _("Enter at least one working day.")),
    broken.PauseEndsBeforeItStarts: (
        PauseEndsBeforeItStarts,
        _("The answer cannot come before the letter. Check both dates."),
    ),
    broken.AlreadyStarted: (AlreadyStarted, _("This limit is running already.")),
    broken.AlreadyStopped: (
        AlreadyStopped,
        _("This limit has ended; nothing moves it any more."),
    ),
    broken.AlreadyPaused: (AlreadyPaused, _("The limit is paused for this already.")),
    broken.NotPaused: (NotPaused, _("The limit is not paused for this.")),
    broken.BeforeTheClockStarted: (
        BeforeTheClockStarted,
        _("That day lies before the limit began to run. Check the date."),
    ),
    broken.NoExtensionProvided: (
        NoExtensionProvided,
        _("The Regulations know no extension of this limit."),
    ),
    broken.AlreadyExtended: (
        AlreadyExtended,
        _("The limit was extended once; the Regulations allow no second time."),
    ),
    broken.ExtensionTooLong: (
        ExtensionTooLong,
        _("The extension is longer than the Regulations allow."),
    ),
    broken.ExtensionTooLate: (
        ExtensionTooLate,
        _("The limit had run out on that day; an extension is decided while it runs."),
    ),
    broken.DueDayIsOff: (DueDayIsOff, _("That day is a day off. Choose a working day.")),
}


@contextmanager
def named_refusals() -> Iterator[None]:
    """Turn what the rules answer into a refusal that a person can read."""
    try:
        yield
    except broken.ClockRuleBroken as rule:
        refusal, message = _NAMED.get(type(rule), (ClockRefused, _("The limit cannot move so.")))
        raise refusal(message) from rule
