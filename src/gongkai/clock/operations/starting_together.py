"""Starting the clocks of many new subjects of one organ in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from gongkai.audit.operations import Matter, record_entries
from gongkai.clock.models import ClockEvent, StatutoryClock
from gongkai.clock.operations.recording import KINDS, not_in_future, stored_event, with_reason
from gongkai.clock.operations.refusals import named_refusals
from gongkai.clock.operations.starting import OtherLimit, amount_of
from gongkai.clock.queries.calendars import installed_calendar
from gongkai.clock.rules.history import NotApplicable, Started, check_countable
from gongkai.kernel import time
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.models import Organ


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """How the clock of one subject begins: it runs from `on`, or does not apply for a reason."""

    subject_id: int
    on: date
    why_not: str = ""
    """Why no limit applies; empty where one runs."""
    other_limit: OtherLimit | None = None


def start_clocks(
    *,
    actor: Actor,
    subject_kind: str,
    limit_key: str,
    organ_id: int,
    beginnings: Sequence[Beginning],
) -> None:
    """Start the clock of each subject, as `start_clock` and `mark_clock_not_applicable` would.

    The subjects are new and have none yet. Raises what those two raise; nothing is written then.
    """
    region_code = Organ.objects.values_list("region__code", flat=True).get(pk=organ_id)
    calendar = installed_calendar(region_code)
    events = [_event(one, limit_key) for one in beginnings]
    with named_refusals():
        for event in events:
            check_countable((), newest=event, calendar=calendar)
    with transaction.atomic():
        clocks = StatutoryClock.objects.bulk_create(
            StatutoryClock(
                subject_kind=subject_kind,
                subject_id=one.subject_id,
                limit_key=limit_key,
                regime_id=settings.REGIME,
                organ_id=organ_id,
                region_code=region_code,
                legal_basis=clean_line(one.other_limit.legal_basis) if one.other_limit else "",
            )
            for one in beginnings
        )
        _record(actor, clocks, events, beginnings)


def _event(one: Beginning, limit_key: str) -> Started | NotApplicable:
    on = not_in_future(one.on)
    if one.why_not:
        return NotApplicable(on)
    return Started(on, amount_of(settings.REGIME, limit_key, one.other_limit))


def _record(
    actor: Actor,
    clocks: Sequence[StatutoryClock],
    events: Sequence[Started | NotApplicable],
    beginnings: Sequence[Beginning],
) -> None:
    at = time.now()
    reasons = [with_reason(one.why_not) if one.why_not else "" for one in beginnings]
    ClockEvent.objects.bulk_create(
        ClockEvent(
            clock=clock,
            seq=1,
            on=event.on,
            reason=reason,
            recorded_at=at,
            recorded_by_id=actor.person_id,
            recorded_by_name=actor.name,
            recorded_by_role=actor.role or "",
            **stored_event(event),
        )
        for clock, event, reason in zip(clocks, events, reasons, strict=True)
    )
    for kind in (Started, NotApplicable):
        record_entries(
            actor=actor,
            action=f"clock.{KINDS[kind]}",
            matters=[
                Matter(
                    clock.subject_kind,
                    clock.subject_id,
                    f"{clock.limit_key} ({clock.regime_id})",
                    clock.organ_id,
                    {"on": event.on.isoformat(), "reason": reason},
                )
                for clock, event, reason in zip(clocks, events, reasons, strict=True)
                if isinstance(event, kind)
            ],
        )
