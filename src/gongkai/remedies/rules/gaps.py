"""Reports of gaps: what an organ can answer, and what each answer needs. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PREFIX = "QB"
"""缺报: begins the number of a report."""
LONGEST_REPORT = 1_000
"""Characters of what is missing."""
LONGEST_ANSWER = 1_000
KEPT_AFTER_CLOSING = timedelta(days=180)
"""So long after a report was closed, or after the day that was promised last, its text and its
address are kept: longer than the half-year within which somebody may still ask about the answer,
and no longer."""
LATEST_PROMISE = timedelta(days=366)
"""From the day of the answer; what is promised for later is no answer."""


class ReportState(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    PROMISED = "promised"
    """Answered with a day by which it will be published; closed once it is."""
    CLOSED = "closed"


class AnswerKind(StrEnum):
    """What the organ answers."""

    PUBLISHED = "published"
    PROMISED = "promised"
    DOES_NOT_EXIST = "does_not_exist"
    NOT_OURS = "not_ours"
    EXEMPT = "exempt"


class Lack(StrEnum):
    """What an answer lacks, or has too much."""

    RECORD = "record"
    DAY = "day"
    DAY_IS_PAST = "day_is_past"
    DAY_TOO_FAR = "day_too_far"
    REASON = "reason"
    WHOSE = "whose"
    NO_DETAILS = "no_details"
    """What is not disclosed is not described either: not even by its reasons."""
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer as it is given."""

    kind: AnswerKind
    text: str = ""
    has_record: bool = False
    promised_on: date | None = None
    has_other_organ: bool = False


def state_after(kind: AnswerKind) -> ReportState:
    """Return where a report stands after an answer."""
    return ReportState.PROMISED if kind is AnswerKind.PROMISED else ReportState.CLOSED


def lack_of(said: Said, *, today: date) -> Lack | None:
    """Return the first thing that the answer lacks, None where it is whole.

    >>> lack_of(Said(kind=AnswerKind.EXEMPT, text="涉及某案"), today=date(2026, 3, 16))
    <Lack.NO_DETAILS: 'no_details'>
    """
    if len(said.text) > LONGEST_ANSWER:
        return Lack.TOO_LONG
    match said.kind:
        case AnswerKind.PUBLISHED:
            return None if said.has_record else Lack.RECORD
        case AnswerKind.PROMISED:
            return _lack_of_day(said.promised_on, today)
        case AnswerKind.DOES_NOT_EXIST:
            return None if said.text else Lack.REASON
        case AnswerKind.NOT_OURS:
            return None if said.has_other_organ or said.text else Lack.WHOSE
        case AnswerKind.EXEMPT:
            return Lack.NO_DETAILS if said.text else None


def is_broken(*, promised_on: date | None, state: ReportState, today: date) -> bool:
    """Say whether a promise was not kept: its day has passed and nothing was published.

    `promised_on` is the earliest day that was promised; another promise keeps none.
    """
    return state is ReportState.PROMISED and promised_on is not None and promised_on < today


def _lack_of_day(promised_on: date | None, today: date) -> Lack | None:
    if promised_on is None:
        return Lack.DAY
    if promised_on < today:
        return Lack.DAY_IS_PAST
    return Lack.DAY_TOO_FAR if promised_on > today + LATEST_PROMISE else None
