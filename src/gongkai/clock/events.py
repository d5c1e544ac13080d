"""What the clock tells the modules above."""

from dataclasses import dataclass
from typing import ClassVar

from gongkai.kernel.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class DueDatesMoved(Event):
    """A new edition of the calendar moved running due dates; `moves_of(edition_id)` lists them."""

    kind: ClassVar[str] = "clock.due_dates_moved"
    edition_id: int
    year: int
    moved: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockExtended(Event):
    """A limit was extended or its last day fixed by an officer: whoever waits must be told."""

    kind: ClassVar[str] = "clock.extended"
    subject_kind: str
    subject_id: int
    limit_key: str
    due_on: str
