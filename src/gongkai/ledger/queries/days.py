"""The closed days: their roots, and the file of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.ledger.models import LedgerDay, LedgerEntry
from gongkai.ledger.queries.entries import entry_of
from gongkai.ledger.queries.feed import last_sequence
from gongkai.ledger.rules.chain import Head, foot_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    """A past day with its root."""

    on: date
    entries: int
    previous_root: str
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    """How far the chain is: the last number, the last closed day, the first day left open."""

    last_sequence: int
    closed_through: date | None
    open_since: date | None
    """A past day that should be closed and is not; None where all are."""


def closed_days(viewer: Viewer, *, year: int) -> tuple[ClosedDay, ...]:
    """Return the closed days of a year, the latest first (one query)."""
    rows = LedgerDay.objects.filter(on__year=year).order_by("-on")
    return tuple(_closed(row) for row in rows)


def years_of_the_chain(viewer: Viewer) -> tuple[int, ...]:
    """Return the years that have closed days, the latest first (one query)."""
    years = LedgerDay.objects.order_by().annotate(year=ExtractYear("on")).values_list("year")
    return tuple(year for (year,) in years.distinct().order_by("-year"))


def all_roots(viewer: Viewer) -> tuple[ClosedDay, ...]:
    """Return every closed day from the first (one query): some hundred bytes a day."""
    return tuple(_closed(row) for row in LedgerDay.objects.order_by("on"))


def closed_day(viewer: Viewer, on: date) -> ClosedDay:
    """Return a closed day; raises NotFound for a day that is not over or has no chain."""
    row = LedgerDay.objects.filter(on=on).first()
    if row is None:
        raise NotFound(_("This day is not closed. A day is closed when it is over."))
    return _closed(row)


def day_lines(viewer: Viewer, day: ClosedDay) -> Iterator[str]:
    """Return the lines of the day's file: head, entries, root. They never change again."""
    yield Head(on=day.on, previous_root=day.previous_root, entries=day.entries).line()
    rows = LedgerEntry.objects.filter(chained_on=day.on).order_by("sequence")
    for row in rows.iterator(chunk_size=2000):
        yield entry_of(row).line()
    yield foot_line(on=day.on, root=day.root)


def ledger_state() -> LedgerState:
    """Return how far the chain is today (three queries)."""
    last = LedgerDay.objects.order_by("-on").values_list("on", flat=True).first()
    first = LedgerEntry.objects.aggregate(first=Min("chained_on"))["first"]
    next_open = last + timedelta(days=1) if last else first
    is_over = next_open is not None and next_open < time.today()
    return LedgerState(
        last_sequence=last_sequence(),
        closed_through=last,
        open_since=next_open if is_over else None,
    )


def _closed(row: LedgerDay) -> ClosedDay:
    return ClosedDay(on=row.on, entries=row.entries, previous_root=row.previous_root, root=row.root)
