"""What waits, runs or is stuck on its way through the gate.

Staff see the work for their organs by name; the system administrator sees all of it without a
name, a record or a case: the operator mends the machine and reads no file.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from gongkai.kernel.types import Role, Viewer
from gongkai.release.access import DECIDERS
from gongkai.release.holders import Held, holders_of
from gongkai.release.queries.work import (
    WorkRow,
    examinations_under_way,
    layers_under_way,
    materials_under_way,
    scans_under_way,
    uploads_under_way,
)
from gongkai.release.rules.work import Work, WorkState

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One piece of work that is not done, as the viewer sees it."""

    work: Work
    id: int
    state: WorkState
    since: datetime
    attempts: int
    trouble: str
    """Code of what went wrong the last time; never content."""
    percent: int | None
    """Of an upload, how much is there."""
    name: str = ""
    held: tuple[Held, ...] = ()
    """The records and cases that it is for, of the viewer's organs; none for an administrator."""
    material_id: int | None = None

    @property
    def can_retry(self) -> bool:
        """Say whether trying again is of use; an upload is sent on by whoever sends it."""
        return self.state is WorkState.STUCK and self.work is not Work.UPLOAD


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseQueue:
    """The work that a viewer sees, what is stuck and old first."""

    lines: tuple[QueueLine, ...] = ()
    counts: Mapping[tuple[Work, WorkState], int] = field(default_factory=dict)
    is_nameless: bool = False
    """As the administrator sees it."""

    @property
    def total(self) -> int:
        """Return how much is not done, shown or not."""
        return sum(self.counts.values())

    @property
    def stuck(self) -> int:
        """Return how much does not go on by itself."""
        return sum(count for (_, state), count in self.counts.items() if state is WorkState.STUCK)

    def line(self, work: Work, work_id: int) -> QueueLine | None:
        """Return one piece of work that the viewer sees."""
        return next((one for one in self.lines if (one.work, one.id) == (work, work_id)), None)


def release_queue(viewer: Viewer) -> ReleaseQueue:
    """Return what is under way for the viewer's organs; for the administrator everywhere."""
    if viewer.organs_as(Role.SYSTEM_ADMINISTRATOR):
        return _queue([_line(row) for row in _rows()], is_nameless=True)
    organs = viewer.organs_as(*DECIDERS)
    if not organs:
        return ReleaseQueue()
    rows = list(_rows())
    held = holders_of({row.digest for row in rows if row.digest})
    lines = [_theirs(row, held.get(row.digest, ()), organs, viewer.person_id) for row in rows]
    return _queue([line for line in lines if line is not None], is_nameless=False)


def stuck_everywhere() -> int:
    """Return how much is stuck, for the doctor and the counter in the menu."""
    return sum(1 for row in _rows() if row.state is WorkState.STUCK)


def _rows() -> Iterable[WorkRow]:
    yield from examinations_under_way()
    yield from scans_under_way()
    yield from materials_under_way()
    yield from layers_under_way()
    yield from uploads_under_way()


def _queue(lines: Sequence[QueueLine], *, is_nameless: bool) -> ReleaseQueue:
    order = list(WorkState)
    shown = sorted(lines, key=lambda line: (order.index(line.state), line.since, line.id))
    return ReleaseQueue(
        lines=tuple(shown[:MOST_SHOWN]),
        counts=Counter((line.work, line.state) for line in lines),
        is_nameless=is_nameless,
    )


def _theirs(
    row: WorkRow, held: Sequence[Held], organs: frozenset[int], person_id: int | None
) -> QueueLine | None:
    """Return the work as staff see it, None where it is not for their organs."""
    if row.work is Work.UPLOAD:
        return _named(row, ()) if row.person_id == person_id else None
    own = tuple(one for one in held if one.subject.organ_id in organs)
    if row.organ_id in organs or own:
        return _named(row, own)
    return None


def _named(row: WorkRow, own: tuple[Held, ...]) -> QueueLine:
    name = own[0].name if own else row.name
    return replace(_line(row), name=name, held=own, material_id=row.material_id)


def _line(row: WorkRow) -> QueueLine:
    return QueueLine(
        work=row.work,
        id=row.id,
        state=row.state,
        since=row.since,
        attempts=row.attempts,
        trouble=row.trouble,
        percent=row.percent,
    )
