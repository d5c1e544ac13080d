"""Stored events turned back into the values that the rules understand."""

from collections.abc import Iterable
from typing import assert_never

from gongkai.clock.models import ClockEvent
from gongkai.clock.rules import history
from gongkai.clock.rules.counting import Amount, Unit
from gongkai.clock.rules.history import EventKind


def events_from(rows: Iterable[ClockEvent]) -> tuple[history.ClockEvent, ...]:
    """Return the events in the order in which they were recorded."""
    return tuple(_event(row) for row in sorted(rows, key=lambda row: row.seq))


def _event(row: ClockEvent) -> history.ClockEvent:
    kind = EventKind(row.kind)
    match kind:
        case EventKind.STARTED:
            return history.Started(row.on, Amount(row.number or 0, Unit(row.unit)))
        case EventKind.PAUSED:
            return history.Paused(row.on, row.key, row.at_latest_on)
        case EventKind.RESUMED:
            return history.Resumed(row.on, row.key)
        case EventKind.RESTARTED:
            return history.Restarted(row.on, row.key)
        case EventKind.EXTENDED:
            return history.Extended(row.on, row.number or 0)
        case EventKind.DUE_SET:
            return history.DueSet(row.on, row.due_on or row.on)
        case EventKind.STOPPED:
            return history.Stopped(row.on)
        case EventKind.NOT_APPLICABLE:
            return history.NotApplicable(row.on)
        case _:
            assert_never(kind)
