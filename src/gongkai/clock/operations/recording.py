"""Adding one event to a clock: lock, check the sequence, write, audit. Used by every operation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.clock.models import ClockEvent, StatutoryClock
from gongkai.clock.operations.refusals import (
    ClockNotFound,
    DayInTheFuture,
    ReasonMissing,
    named_refusals,
)
from gongkai.clock.queries.calendars import installed_calendar
from gongkai.clock.queries.stored import events_from
from gongkai.clock.rules import history
from gongkai.clock.rules.history import EventKind
from gongkai.kernel import time
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor

Check = Callable[[Sequence[history.ClockEvent]], None]


@dataclass(frozen=True, slots=True)
class Subject:
    """Which clock is meant: of what, and for which of its limits (None: its only one)."""

    kind: str
    id: int
    limit_key: str | None = None


def locked(subject: Subject) -> StatutoryClock:
    """Return the subject's clock, locked until the transaction ends.

    Raises:
        ClockNotFound: it has none.
    """
    clocks = StatutoryClock.objects.select_for_update().filter(
        subject_kind=subject.kind, subject_id=subject.id
    )
    if subject.limit_key is not None:
        clocks = clocks.filter(limit_key=subject.limit_key)
    clock = clocks.order_by("pk").first()
    if clock is None:
        raise ClockNotFound(_("No limit is running here."))
    return clock


def not_in_future(on: date) -> date:
    """Return the day, unless it has not come yet.

    Raises:
        DayInTheFuture: the day lies after today.
    """
    if on > time.today():
        raise DayInTheFuture(_("That day has not come yet. Check the date."), field="on")
    return on


def with_reason(reason: str) -> str:
    """Return the reason, cleaned.

    Raises:
        ReasonMissing: it is empty.
    """
    cleaned = clean_text(reason)
    if not cleaned:
        raise ReasonMissing(_("Give the reason."), field="reason")
    return cleaned


def record(
    *,
    actor: Actor,
    clock: StatutoryClock,
    event: history.ClockEvent,
    reason: str = "",
    check: Check | None = None,
) -> None:
    """Add an event to a locked clock if the rules allow it there, and audit it.

    What has happened is kept also where the calendar that the last day needs has not come yet.

    Raises:
        ClockRefused: the rules do not allow it; its subclass says why.
    """
    rows = list(clock.events.all())
    events = events_from(rows)
    with named_refusals():
        if check is not None:
            check(events)
        calendar = installed_calendar(clock.region_code)
        history.check_countable(events, newest=event, calendar=calendar)
    ClockEvent.objects.create(
        clock=clock,
        seq=len(rows) + 1,
        on=event.on,
        reason=reason,
        recorded_at=time.now(),
        recorded_by_id=actor.person_id,
        recorded_by_name=actor.name,
        recorded_by_role=actor.role or "",
        **stored_event(event),
    )
    record_entry(
        actor=actor,
        action=f"clock.{KINDS[type(event)]}",
        object_kind=clock.subject_kind,
        object_id=clock.subject_id,
        object_label=f"{clock.limit_key} ({clock.regime_id})",
        organ_id=clock.organ_id,
        details={"on": event.on.isoformat(), "reason": reason},
    )


KINDS: dict[type[history.ClockEvent], EventKind] = {
    history.Started: EventKind.STARTED,
    history.Paused: EventKind.PAUSED,
    history.Resumed: EventKind.RESUMED,
    history.Restarted: EventKind.RESTARTED,
    history.Extended: EventKind.EXTENDED,
    history.DueSet: EventKind.DUE_SET,
    history.Stopped: EventKind.STOPPED,
    history.NotApplicable: EventKind.NOT_APPLICABLE,
}


def stored_event(event: history.ClockEvent) -> dict[str, str | int | date | None]:
    """Return the columns that are of the event's kind."""
    stored: dict[str, str | int | date | None] = {"kind": KINDS[type(event)].value}
    match event:
        case history.Started():
            stored |= {"number": event.amount.number, "unit": event.amount.unit.value}
        case history.Paused():
            stored |= {"key": event.key, "at_latest_on": event.at_latest_on}
        case history.Resumed() | history.Restarted():
            stored["key"] = event.key
        case history.Extended():
            stored["number"] = event.number
        case history.DueSet():
            stored["due_on"] = event.due_on
        case _:
            pass
    return stored
