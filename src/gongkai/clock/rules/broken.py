"""What the rules of the clock answer when something cannot be: pure exceptions, named for the fact.

The operations turn them into refusals with a translated message; the rules know no language.
"""

from datetime import date


class ClockRuleBroken(Exception):
    """Something the rules of the clock do not allow; `on` is the day it is about, if any."""

    def __init__(self, message: str, *, on: date | None = None) -> None:
        super().__init__(message)
        self.on = on


class CalendarNotPublished(ClockRuleBroken):
    """The count touches a year for which there is neither a notice nor an estimate."""

    def __init__(self, year: int) -> None:
        super().__init__(f"there is no working calendar for {year}", on=date(year, 1, 1))
        self.year = year


class AmountNotPositive(ClockRuleBroken):
    """A limit is at least one day (or month) long."""


class PauseEndsBeforeItStarts(ClockRuleBroken):
    """A pause runs from the day the letter was sent to the day the answer came, or later."""


class ClockNotStarted(ClockRuleBroken):
    """The first event of a clock is its start."""


class AlreadyStarted(ClockRuleBroken):
    """A clock is started once; what starts it again is a restart with its reason."""


class AlreadyStopped(ClockRuleBroken):
    """A stopped clock does not move any more."""


class AlreadyPaused(ClockRuleBroken):
    """This pause is open already; another cause has a key of its own."""


class NotPaused(ClockRuleBroken):
    """There is no open pause of this key."""


class BeforeTheClockStarted(ClockRuleBroken):
    """The day lies before the day from which the clock counts."""


class NoExtensionProvided(ClockRuleBroken):
    """The regime knows no extension of this limit."""


class AlreadyExtended(ClockRuleBroken):
    """The regime allows no further extension (2007 art. 24, 2019 art. 33: once)."""


class ExtensionTooLong(ClockRuleBroken):
    """The extension is longer than the regime allows."""


class ExtensionTooLate(ClockRuleBroken):
    """An extension is decided, and the applicant told, while the limit still runs."""


class DueDayIsOff(ClockRuleBroken):
    """An officer fixes a working day; nobody can be told to come on a day off."""


class RegimeDataRefused(ValueError):
    """The data of a regime cannot be read; the message names the regime and the entry."""
