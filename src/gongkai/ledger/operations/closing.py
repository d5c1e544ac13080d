"""Closing past days: each gets its root, the empty ones too."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from django.db import connection, transaction

from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.ledger.models import LedgerDay, LedgerEntry
from gongkai.ledger.queries.entries import entry_of
from gongkai.ledger.rules.chain import FIRST_PREVIOUS_ROOT, Entry, root_of


def close_past_days() -> int:
    """Close every local day before today that is not closed yet; return how many were.

    May run twice at once: the second run waits, and finds nothing left to close.
    """
    today = time.today()
    _turn_over_to(today)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_day IN SHARE ROW EXCLUSIVE MODE")
        closed = _close_before(today)
        if closed:
            mark_public_change(kind="ledger_day", object_id=closed[-1].pk)
    return len(closed)


def _turn_over_to(today: date) -> None:
    """Let every later commit stand in the chain of today at least.

    Committed before the roots are computed, and under the lock of the last turns: what is still
    open anywhere comes into the chain of today, so that a day that is being closed is complete.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_turn_over(%s)", [today])


def _close_before(today: date) -> list[LedgerDay]:
    last = LedgerDay.objects.order_by("-on").first()
    first_open = last.on + timedelta(days=1) if last else _first_day()
    if first_open is None or first_open >= today:
        return []
    root = last.root if last else FIRST_PREVIOUS_ROOT
    days = []
    for on, entries in _by_day(first_open, today):
        lines = [entry.line() for entry in entries]
        previous, root = root, root_of(previous_root=root, on=on, lines=lines)
        day = LedgerDay(on=on, entries=len(lines), previous_root=previous, root=root)
        day.closed_at = time.now()
        days.append(day)
    return LedgerDay.objects.bulk_create(days, batch_size=500)


def _first_day() -> date | None:
    rows = LedgerEntry.objects.filter(chained_on__isnull=False).order_by("sequence")
    return rows.values_list("chained_on", flat=True).first()


def _by_day(first: date, end: date) -> Iterator[tuple[date, list[Entry]]]:
    """Return every day from the first up to the end, which is none of them, with its entries."""
    rows = LedgerEntry.objects.filter(chained_on__gte=first, chained_on__lt=end)
    found = (entry_of(row) for row in rows.order_by("sequence").iterator(chunk_size=2000))
    grouped = groupby(found, key=lambda entry: entry.on)
    next_day, next_entries = next(grouped, (end, iter(())))
    on = first
    while on < end:
        if on == next_day:
            yield on, list(next_entries)
            next_day, next_entries = next(grouped, (end, iter(())))
        else:
            yield on, []
        on += timedelta(days=1)
