"""What the queries of remedies hand out: frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.clock.rules.reading import ClockReading
from gongkai.records.queries import RecordCard
from gongkai.remedies.rules.gaps import AnswerKind, ReportState


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """One report in a list; `item_name` in the language of the request, '' for no item."""

    id: int
    number: str
    organ_id: int
    organ_name: str
    item: str
    item_name: str
    submitted_at: datetime
    state: ReportState
    promised_on: date | None
    is_broken: bool
    clock: ClockReading | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPage:
    """One page of a list of reports; `pages` counts from 1."""

    lines: tuple[GapLine, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAnswerLine:
    """One answer. `record` is there as long as the public finds what was named.

    `answered_by` is '' for who sent the report.
    """

    kind: AnswerKind
    text: str
    record: RecordCard | None
    promised_on: date | None
    other_organ_id: int | None
    other_organ_name: str
    answered_at: datetime
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """One report as who answers or oversees it reads it.

    `text` is '' once it was forgotten; the address is never shown, only that there is one.
    """

    line: GapLine
    text: str
    has_address: bool
    is_forgotten: bool
    answers: tuple[GapAnswerLine, ...]
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedReport:
    """One report as who sent it reads it; answers name no person of the staff."""

    number: str
    organ_id: int
    organ_name: str
    item_name: str
    text: str
    submitted_at: datetime
    state: ReportState
    due_on: date | None
    answers: tuple[GapAnswerLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFigures:
    """How many reports there were about an organ and how many of them were answered for good."""

    reported: int
    answered: int
