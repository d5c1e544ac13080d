"""What must be disclosed soon, what is late, what was late when it went out (requirement C5).

Whoever oversees organs reads how late they are. What the information is called they read only where
the public does; its own organ's staff read it always (requirement P3).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.clock.queries import DueLine, late_clocks, running_clocks
from gongkai.clock.rules.history import ClockState
from gongkai.clock.rules.reading import ClockReading
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import organ_cards
from gongkai.records.access import PUBLIC_STANDINGS, STAFF
from gongkai.records.latest import not_given_up
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations.disclosure_clock import PUBLISH
from gongkai.records.queries.cards import in_language
from gongkai.records.queries.desk import SUBJECT_KIND

NEAR = 5
"""Working days within which something is due soon, unless another number is asked for."""
COUNTED_YEARS = 5
"""How many years are counted at once; those before are counted when asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """A limit of disclosure in a list."""

    record_id: int
    version_number: int
    label: str
    """Index number, or the internal number before there is one."""
    title: str
    """Empty where the viewer may not read it."""
    may_open: bool
    """The viewer works with the record at the desk."""
    organ_id: int
    organ_name: str
    reading: ClockReading

    @property
    def other_law(self) -> str:
        """The other law that sets the limit, with its article; empty where the Regulations do."""
        return self.reading.basis.other_law if self.reading.basis else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCount:
    """How many of an organ's disclosures were late in a year, by the day on which they came."""

    organ_id: int
    organ_name: str
    year: int
    late: int
    working_days: int
    """Together."""


def due_soon(
    viewer: Viewer,
    *,
    on: date,
    within_working_days: int = NEAR,
    organ_ids: Collection[int] | None = None,
    most: int | None = None,
) -> tuple[ClockLine, ...]:
    """Return what must be disclosed within so many working days, the most urgent first.

    What is late already stands in `late_now`. At most so many, all where none is said. The
    queries do not grow with the rows.
    """
    lines = [
        line
        for line in _running(viewer, on, organ_ids)
        if not line.reading.overdue
        and (
            line.reading.due_on is None
            or line.reading.remaining_working_days <= within_working_days
        )
    ]
    return _lines(viewer, sorted(lines, key=_by_due_day)[:most])


def late_now(
    viewer: Viewer,
    *,
    on: date,
    organ_ids: Collection[int] | None = None,
    most: int | None = None,
) -> tuple[ClockLine, ...]:
    """Return what should have been disclosed and is not, the latest first."""
    lines = [line for line in _running(viewer, on, organ_ids) if line.reading.overdue]
    return _lines(viewer, sorted(lines, key=_by_due_day)[:most])


def late_then(
    viewer: Viewer,
    *,
    year: int,
    organ_ids: Collection[int] | None = None,
    most: int | None = None,
) -> tuple[ClockLine, ...]:
    """Return what was disclosed late in a year, the last first; it stays in this list for ever."""
    found = late_clocks(
        viewer=viewer, limit_keys=[PUBLISH], organ_ids=organ_ids, years=range(year, year + 1)
    )
    return _lines(viewer, found[::-1][:most])


def late_counts(
    viewer: Viewer, *, until_year: int, organ_ids: Collection[int] | None = None
) -> tuple[LateCount, ...]:
    """Return how many disclosures of each organ were late in each year, the last year first.

    Of the COUNTED_YEARS until that one: each late clock is read, and they only become more.
    """
    late, days = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for line in late_clocks(
        viewer=viewer,
        limit_keys=[PUBLISH],
        organ_ids=organ_ids,
        years=range(until_year - COUNTED_YEARS + 1, until_year + 1),
    ):
        stopped_on = line.reading.stopped_on
        if stopped_on is not None:
            late[stopped_on.year, line.organ_id] += 1
            days[stopped_on.year, line.organ_id] += line.reading.late_by_working_days
    names = _organ_names({organ_id for _year, organ_id in late})
    counts = [
        LateCount(
            organ_id=organ_id,
            organ_name=names[organ_id],
            year=year,
            late=count,
            working_days=days[year, organ_id],
        )
        for (year, organ_id), count in late.items()
    ]
    return tuple(sorted(counts, key=lambda one: (-one.year, one.organ_name)))


def late_count_now(viewer: Viewer, *, on: date) -> int:
    """Return how many of the viewer's own organs' disclosures are late, for the side list."""
    own = viewer.organs_as(*STAFF)
    return sum(line.reading.overdue for line in _running(viewer, on, own)) if own else 0


def _running(viewer: Viewer, on: date, organ_ids: Collection[int] | None) -> tuple[DueLine, ...]:
    lines = running_clocks(viewer=viewer, organ_ids=organ_ids, on=on, limit_keys=[PUBLISH])
    return tuple(line for line in lines if line.reading.state is ClockState.RUNNING)


def _by_due_day(line: DueLine) -> tuple[date, int]:
    return (line.reading.due_on or date.min, line.clock_id)


def _lines(viewer: Viewer, found: Sequence[DueLine]) -> tuple[ClockLine, ...]:
    named = _named_versions(found)
    own = viewer.organs_as(*STAFF)
    names = _organ_names({line.organ_id for line in found})
    lines = []
    for line in found:
        version = named.get((line.subject_kind, line.subject_id))
        if version is not None:
            shown = _line(line, version, organ_name=names[line.organ_id])
            lines.append(_as_seen(shown, version, is_own=line.organ_id in own))
    return tuple(lines)


def _named_versions(found: Sequence[DueLine]) -> dict[tuple[str, int], RecordVersion]:
    of_records = [line.subject_id for line in found if line.subject_kind == "record"]
    of_versions = [line.subject_id for line in found if line.subject_kind == SUBJECT_KIND]
    rows = RecordVersion.objects.select_related("record__public_version").only(
        "number",
        "title",
        "record__index_number",
        "record__standing",
        "record__organ_id",
        "record__public_version__title",
    )
    latest = rows.filter(not_given_up(), record_id__in=of_records).order_by("record_id", "-number")
    named = {("record", row.record_id): row for row in latest.distinct("record_id")}
    return named | {(SUBJECT_KIND, row.pk): row for row in rows.filter(pk__in=of_versions)}


def _line(line: DueLine, version: RecordVersion, *, organ_name: str) -> ClockLine:
    record = version.record
    return ClockLine(
        record_id=record.pk,
        version_number=1 if line.subject_kind == "record" else version.number,
        label=record.index_number or f"#{record.pk}",
        title=version.title,
        may_open=True,
        organ_id=line.organ_id,
        organ_name=organ_name,
        reading=line.reading,
    )


def _as_seen(line: ClockLine, version: RecordVersion, *, is_own: bool) -> ClockLine:
    if is_own:
        return line
    return replace(line, title=_public_title(version.record), may_open=False)


def _public_title(record: Record) -> str:
    public = record.public_version if record.standing in PUBLIC_STANDINGS else None
    return public.title if public else ""


def _organ_names(organ_ids: Collection[int]) -> dict[int, str]:
    cards = organ_cards(organ_ids)
    return {pk: in_language(card.name, card.name_en) for pk, card in cards.items()}
