"""Starting a clock, and saying that none applies."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.clock.models import StatutoryClock
from gongkai.clock.operations.recording import not_in_future, record, with_reason
from gongkai.clock.operations.refusals import AlreadyStarted, LimitUnknown, named_refusals
from gongkai.clock.rules.counting import Amount, Unit
from gongkai.clock.rules.history import NotApplicable, Started
from gongkai.clock.shipped import regimes
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.models import Organ


@dataclass(frozen=True, slots=True)
class OtherLimit:
    """An amount that another law or a notice sets instead of the regime's, and which that is."""

    number: int
    legal_basis: str
    unit: Unit = Unit.WORKING_DAYS


def start_clock(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    limit_key: str,
    organ_id: int,
    on: date,
    regime_id: str | None = None,
    other_limit: OtherLimit | None = None,
) -> int:
    """Start the limit of a subject from the day `on`, which is not counted; return the clock's id.

    `on` is a local day: of a moment it is `kernel.time.local_date(moment)`. Without `regime_id`
    the installation's regime holds. `other_limit` prevails over the regime's amount
    (2007 art. 18, 2019 art. 26: "where laws or regulations provide otherwise"). Where the count
    runs beyond the known calendar the clock starts all the same, and its last day is named once
    the notice is entered.

    Raises:
        AlreadyStarted: the subject has a clock for this limit.
        LimitUnknown: the regime has no amount for it and no other limit is given.
        DayInTheFuture, AmountNotPositive: see their messages.
        CalendarNotPublished: the day lies before the first year of the calendar.
    """
    regime_id = regime_id or settings.REGIME
    with transaction.atomic():
        amount = amount_of(regime_id, limit_key, other_limit)
        clock = _new_clock(
            subject_kind=subject_kind,
            subject_id=subject_id,
            limit_key=limit_key,
            organ_id=organ_id,
            regime_id=regime_id,
            legal_basis=clean_line(other_limit.legal_basis) if other_limit else "",
        )
        record(actor=actor, clock=clock, event=Started(not_in_future(on), amount))
        return clock.pk


def mark_clock_not_applicable(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    limit_key: str,
    organ_id: int,
    on: date,
    reason: str,
    regime_id: str | None = None,
) -> int:
    """Say that no limit applies to the subject, with the reason; return the clock's id.

    For what was disclosed before the system, or formed before 2008-05-01, when the Regulations
    came into force: `on` is the day of first disclosure, the reason names its source. A clock
    that runs is ended by it.

    Raises:
        ReasonMissing, AlreadyStopped, DayInTheFuture: see their messages.
    """
    reason = with_reason(reason)
    regime_id = regime_id or settings.REGIME
    with transaction.atomic():
        clock = (
            StatutoryClock.objects.select_for_update()
            .filter(subject_kind=subject_kind, subject_id=subject_id, limit_key=limit_key)
            .first()
        ) or _new_clock(
            subject_kind=subject_kind,
            subject_id=subject_id,
            limit_key=limit_key,
            organ_id=organ_id,
            regime_id=regime_id,
            legal_basis="",
        )
        record(actor=actor, clock=clock, event=NotApplicable(not_in_future(on)), reason=reason)
        return clock.pk


def amount_of(regime_id: str, limit_key: str, other_limit: OtherLimit | None) -> Amount:
    """Return how long the limit is; raises LimitUnknown, AmountNotPositive."""
    if other_limit is not None:
        with named_refusals():
            return Amount(other_limit.number, other_limit.unit)
    regime = regimes().get(regime_id)
    limit = regime.limits.get(limit_key) if regime else None
    if limit is None or limit.amount is None:
        raise LimitUnknown(_("The Regulations count no days here. Enter the limit and its basis."))
    return limit.amount


def _new_clock(
    *,
    subject_kind: str,
    subject_id: int,
    limit_key: str,
    organ_id: int,
    regime_id: str,
    legal_basis: str,
) -> StatutoryClock:
    region_code = Organ.objects.values_list("region__code", flat=True).get(pk=organ_id)
    clock, made = StatutoryClock.objects.get_or_create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        limit_key=limit_key,
        defaults={
            "regime_id": regime_id,
            "organ_id": organ_id,
            "region_code": region_code,
            "legal_basis": legal_basis,
        },
    )
    if not made:
        raise AlreadyStarted(_("This limit is running already."))
    return clock
