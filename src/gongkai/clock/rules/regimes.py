"""Regimes: the time limits of one text of the Regulations, as data that is checked when read.

The limits are numbers in files of the package, each with its article; no limit stands in code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from gongkai.clock.rules.broken import RegimeDataRefused
from gongkai.clock.rules.counting import Amount, Unit
from gongkai.kernel.entries import Entry

DEFAULT_REGIME = "ogi-2008"
SET_BY_OFFICER = "set_by_officer"


class LimitKey(StrEnum):
    """The limits that every regime of the Regulations holds."""

    PUBLISH = "publish"
    REPLY = "reply"
    CORRECTION_NOTICE = "correction_notice"
    CORRECTION = "correction"
    THIRD_PARTY = "third_party"
    DELAYED_REPLY = "delayed_reply"
    CONFIRM_WITHDRAWAL = "confirm_withdrawal"


CO_MAKER = "co_maker"
FEE_PAYMENT = "fee_payment"
GAP_ANSWER = "gap_answer"


class CountingFrom(StrEnum):
    """Which day is day zero. There is one rule in all texts; it is data all the same."""

    DAY_AFTER_RECEIPT = "day_after_receipt"


class Basis(StrEnum):
    """Where a limit stands."""

    TEXT = "text"
    PRACTICE = "practice"
    MEASURE = "measure"
    HOUSE = "house"


class Silence(StrEnum):
    """What it means that whoever is asked does not answer in time."""

    REFUSES = "refuses"
    AGREES = "agrees"
    ORGAN_DECIDES = "organ_decides"
    GIVEN_UP = "given_up"


class ReplyClock(StrEnum):
    """What waiting for this limit does to the clock of the reply."""

    RUNS = "runs"
    PAUSES = "pauses"
    RESTARTS = "restarts"


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much a limit can be extended at most, and how often."""

    amount: int
    times: int
    article: str


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit of a regime. `amount` is None where an officer fixes the date."""

    key: str
    amount: Amount | None
    basis: Basis
    article: str
    meaning: str
    reply_clock: ReplyClock = ReplyClock.RUNS
    silence: Silence | None = None
    extension: Extension | None = None


@dataclass(frozen=True, slots=True)
class Regime:
    """The limits of one text of the Regulations and the days on which it was in force."""

    id: str
    title: str
    title_zh: str
    in_force_from: date
    in_force_through: date | None
    counting_from: CountingFrom
    limits: Mapping[str, Limit]

    def limit(self, key: str) -> Limit:
        """Return a limit; KeyError where this text does not know it."""
        return self.limits[key]

    def in_force_on(self, day: date) -> bool:
        """Say whether the text was in force on that day."""
        return self.in_force_from <= day and (
            self.in_force_through is None or day <= self.in_force_through
        )


def regime_in_force(regimes: Iterable[Regime], day: date) -> Regime | None:
    """Return the text in force on a day; None before 2008-05-01.

    The 2019 text has no transitional clause, so an application keeps the text in force on the
    day it was received unless an officer decides otherwise.
    """
    return next((regime for regime in regimes if regime.in_force_on(day)), None)


def regime_from(data: Mapping[str, object], *, where: str) -> Regime:
    """Return the regime that a data file describes.

    Raises:
        RegimeDataRefused: an entry is missing, unknown or impossible; names `where` and entry.
    """
    entry = Entry(data, where, RegimeDataRefused)
    entry.only("id", "title", "title_zh", "in_force_from", "in_force_through", "counting_from",
               "limits")  # fmt: skip
    through = data.get("in_force_through")
    regime = Regime(
        id=entry.text("id"),
        title=entry.text("title"),
        title_zh=entry.text("title_zh"),
        in_force_from=entry.day("in_force_from"),
        in_force_through=None if through is None else entry.day("in_force_through"),
        counting_from=CountingFrom(entry.one_of("counting_from", CountingFrom)),
        limits={key: _limit(key, part) for key, part in entry.parts("limits")},
    )
    missing = [key for key in LimitKey if key not in regime.limits]
    if missing:
        raise RegimeDataRefused(f"{where}: limits.{missing[0]} is missing")
    return regime


def check_regimes(regimes: Iterable[Regime]) -> None:
    """Say nothing if no day belongs to two regimes and no id is used twice.

    Raises:
        RegimeDataRefused: two of them overlap.
    """
    ordered = sorted(regimes, key=lambda regime: regime.in_force_from)
    for earlier, later in pairwise(ordered):
        through = earlier.in_force_through
        if earlier.id == later.id or through is None or through >= later.in_force_from:
            raise RegimeDataRefused(f"{earlier.id} and {later.id} overlap")


def _limit(key: str, entry: Entry) -> Limit:
    entry.only("amount", "unit", "basis", "article", "meaning", "reply_clock", "silence",
               "extension")  # fmt: skip
    unit = entry.one_of("unit", (*Unit, SET_BY_OFFICER))
    amount = None if unit == SET_BY_OFFICER else Amount(entry.positive("amount"), Unit(unit))
    silence = Silence(entry.one_of("silence", Silence)) if entry.has("silence") else None
    extension = _extension(entry.part("extension")) if entry.has("extension") else None
    return Limit(
        key=key,
        amount=amount,
        basis=Basis(entry.one_of("basis", Basis)),
        article=entry.text("article"),
        meaning=entry.text("meaning"),
        reply_clock=ReplyClock(entry.one_of("reply_clock", ReplyClock, default="runs")),
        silence=silence,
        extension=extension,
    )


def _extension(entry: Entry) -> Extension:
    entry.only("amount", "times", "article")
    return Extension(entry.positive("amount"), entry.positive("times"), entry.text("article"))
