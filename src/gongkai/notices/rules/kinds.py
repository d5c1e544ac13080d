"""The kinds of notices: to which page each leads and what little it may say. Pure.

A notice tells that something is there, never what: it holds the number of the application, at
most a date, and a link. Which values a kind takes stands here and nothing else gets in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice tells."""

    APPLICATION_RECEIVED = "application_received"
    """To the applicant: the application has arrived."""
    LETTER_WAITING = "letter_waiting"
    """To the applicant: a letter is ready to be read."""
    CORRECTION_WAITING = "correction_waiting"
    """To the applicant: the organ asks for a correction of the application."""
    OFFICE_NEW_APPLICATION = "office_new_application"
    """To the disclosure office: an application has arrived (requirement A12)."""
    CODE_REISSUED = "code_reissued"
    """To the applicant: a new query code was issued, the old one is void."""
    OFFICE_GAP_REPORTED = "office_gap_reported"
    """To the disclosure office: somebody misses something (requirement P5)."""
    GAP_ANSWERED = "gap_answered"
    """To whoever reported a gap: the organ has answered."""


class Page(StrEnum):
    """Where a notice leads; setting NOTICE_PAGES names the routes."""

    TRACKING = "tracking"
    DESK = "desk"
    GAP_TRACKING = "gap_tracking"
    GAP_DESK = "gap_desk"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What is fixed for a kind: each says the number, some the day by which to act."""

    page: Page
    takes_due_on: bool = False

    @property
    def takes(self) -> frozenset[str]:
        """Return the names of the values that it may say."""
        return frozenset({"number", "due_on"} if self.takes_due_on else {"number"})


KINDS: Mapping[NoticeKind, KindFacts] = {
    NoticeKind.APPLICATION_RECEIVED: KindFacts(Page.TRACKING),
    NoticeKind.LETTER_WAITING: KindFacts(Page.TRACKING),
    NoticeKind.CORRECTION_WAITING: KindFacts(Page.TRACKING),
    NoticeKind.OFFICE_NEW_APPLICATION: KindFacts(Page.DESK, takes_due_on=True),
    NoticeKind.CODE_REISSUED: KindFacts(Page.TRACKING),
    NoticeKind.OFFICE_GAP_REPORTED: KindFacts(Page.GAP_DESK, takes_due_on=True),
    NoticeKind.GAP_ANSWERED: KindFacts(Page.GAP_TRACKING),
}

# One word of letters, digits and the marks of numbers: neither a line break, which could forge a
# header, nor a sentence, which could be content, is a number.
_NUMBER_SHAPE = re.compile(r"[\w〔〕\[\]()（）/.:-]{1,60}")


class WrongValues(ValueError):
    """The values do not fit the kind: a fault of the program, not of a person."""


@dataclass(frozen=True, slots=True)
class Values:
    """The checked values of one notice."""

    number: str
    due_on: date | None = None


def checked_values(kind: NoticeKind, values: Mapping[str, str]) -> Values:
    """Return the values of a notice: `number`, and `due_on` (ISO date; '' while it is not fixed).

    Raises:
        WrongValues: the number is missing or not one word, the day is no date, or there is a value
            that the kind does not take.
    """
    if not {"number"} <= set(values) <= KINDS[kind].takes:
        raise WrongValues(f"{kind} takes {sorted(KINDS[kind].takes)}, not {sorted(values)}")
    if not _NUMBER_SHAPE.fullmatch(values["number"]):
        raise WrongValues("a number is one word of letters, digits and marks")
    return Values(values["number"], _day(values.get("due_on", "")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongValues("due_on is an ISO date") from error
