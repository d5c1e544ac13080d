"""Extending a limit, or fixing its last day: decisions of the person in charge."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.clock.access import demand_approver
from gongkai.clock.events import ClockExtended
from gongkai.clock.models import StatutoryClock
from gongkai.clock.operations.recording import Subject, locked, not_in_future, record, with_reason
from gongkai.clock.operations.refusals import DecidedTooLongAgo
from gongkai.clock.queries.calendars import installed_calendar
from gongkai.clock.queries.stored import events_from
from gongkai.clock.rules.calendar import WorkingCalendar
from gongkai.clock.rules.counting import working_days_between
from gongkai.clock.rules.history import (
    ClockEvent,
    DueSet,
    Extended,
    check_due_set,
    check_extension,
    position_of,
)
from gongkai.clock.rules.regimes import Extension
from gongkai.clock.shipped import regimes
from gongkai.kernel import time
from gongkai.kernel.events import emit
from gongkai.kernel.types import Actor

ENTERED_WITHIN = 5
"""How many working days a decision on an extension may wait until it is entered."""


def extend_clock(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    on: date,
    working_days: int,
    reason: str,
    limit_key: str | None = None,
) -> date:
    """Make the limit longer, once, as the regime allows; return the new due date.

    Decided by the person in charge on `on`, not later than the due date (2007 art. 24: at most
    15 working days; 2019 art. 33: at most 20), and entered within ENTERED_WITHIN working days; the
    event asks that the applicant be told.

    Raises:
        NotAllowed: the actor is not the person in charge of the clock's organ.
        NoExtensionProvided, AlreadyExtended, ExtensionTooLong, ExtensionTooLate, DecidedTooLongAgo,
        AmountNotPositive, ReasonMissing, ClockNotFound: see their messages.
    """
    reason = with_reason(reason)
    with transaction.atomic():
        clock = locked(Subject(subject_kind, subject_id, limit_key))
        demand_approver(actor, organ_id=clock.organ_id)
        event = Extended(not_in_future(on), working_days)
        calendar = installed_calendar(clock.region_code)

        def check(events: Sequence[ClockEvent]) -> None:
            check_extension(events, event, extension=_extension(clock), calendar=calendar)
            _require_recent(on, calendar)

        record(actor=actor, clock=clock, event=event, reason=reason, check=check)
        return _tell(clock, on)


def _require_recent(on: date, calendar: WorkingCalendar) -> None:
    # Else a limit that ran out long ago could be saved by a day written into the past.
    if working_days_between(on, time.today(), calendar) > ENTERED_WITHIN:
        raise DecidedTooLongAgo(
            _(
                "An extension is entered within %(days)d working days of its decision. "
                "Decide anew while the limit runs."
            )
            % {"days": ENTERED_WITHIN},
            field="on",
        )


def set_due_by_officer(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    on: date,
    due_on: date,
    reason: str,
    limit_key: str | None = None,
) -> date:
    """Fix the last day of the limit (2019 art. 35: a reasonable period); return it.

    The day is a working day. Should a later calendar make it a day off, the limit ends on the
    next working day; a later pause moves it by the working days it takes.

    Raises:
        NotAllowed: the actor is not the person in charge of the clock's organ.
        DueDayIsOff, BeforeTheClockStarted, AlreadyStopped, ReasonMissing, ClockNotFound: see
        their messages.
    """
    reason = with_reason(reason)
    with transaction.atomic():
        clock = locked(Subject(subject_kind, subject_id, limit_key))
        demand_approver(actor, organ_id=clock.organ_id)
        event = DueSet(not_in_future(on), due_on)
        calendar = installed_calendar(clock.region_code)

        def check(_events: Sequence[ClockEvent]) -> None:
            check_due_set(event, calendar=calendar)

        record(actor=actor, clock=clock, event=event, reason=reason, check=check)
        return _tell(clock, on)


def _extension(clock: StatutoryClock) -> Extension | None:
    regime = regimes().get(clock.regime_id)
    limit = regime.limits.get(clock.limit_key) if regime else None
    return limit.extension if limit else None


def _tell(clock: StatutoryClock, on: date) -> date:
    position = position_of(events_from(clock.events.all()))
    due = position.explain(installed_calendar(clock.region_code), on).due.on
    emit(
        ClockExtended(
            subject_kind=clock.subject_kind,
            subject_id=clock.subject_id,
            limit_key=clock.limit_key,
            due_on=due.isoformat(),
        )
    )
    return due
