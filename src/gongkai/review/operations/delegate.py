"""For small offices: a step done by the superior organ, or three steps shared by two people."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.models import Organ
from gongkai.review.access import require_competent, require_handover, require_handover_end
from gongkai.review.models import SharedSteps, StepHandover, StepKind


class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""


class AlreadyHandedOver(Refusal):
    """The step is handed over on some of these days."""


class ReasonNeeded(Refusal):
    """A leave says why two people must do."""


def hand_over_step(
    *,
    actor: Actor,
    organ_id: int,
    kind: StepKind,
    to_organ_id: int,
    from_on: date,
    until_on: date | None = None,
) -> StepHandover:
    """Let the superior organ's people decide a step of the organ, from a day until a day.

    While it holds, the organ's own people no longer decide that step. Raises NotAllowed,
    AlreadyHandedOver, EndsBeforeItBegins.
    """
    require_handover(actor, organ_id=organ_id, to_organ_id=to_organ_id)
    _require_order(from_on, until_on)
    with transaction.atomic():
        organ = _locked_organ(organ_id)
        others = StepHandover.objects.filter(organ_id=organ_id, kind=kind).exclude(
            until_on__lt=from_on
        )
        if until_on is not None:
            others = others.filter(from_on__lte=until_on)
        if others.exists():
            raise AlreadyHandedOver(_("This step is handed over on some of these days."))
        row = StepHandover.objects.create(
            organ=organ,
            kind=kind,
            to_organ_id=to_organ_id,
            from_on=from_on,
            until_on=until_on,
            ordered_by_id=acting_person(actor),
            ordered_at=time.now(),
        )
        _record(actor, "review.hand_over_step", organ, row, f"{kind.value} -> {to_organ_id}")
    return row


def end_handover(*, actor: Actor, handover_id: int) -> StepHandover:
    """Give a step back to the organ from today on. Raises NotAllowed, NotFound."""
    with transaction.atomic():
        rows = StepHandover.objects.select_for_update(of=("self",), no_key=True)
        row = rows.select_related("organ").filter(pk=handover_id).first()
        if row is None:
            raise NotFound(_("There is no such handover."))
        require_handover_end(actor, organ_id=row.organ_id, to_organ_id=row.to_organ_id)
        row.until_on = _ended(row.from_on, row.until_on)
        row.save(update_fields=["until_on"])
        _record(actor, "review.end_handover", row.organ, row, row.kind)
    return row


def allow_shared_steps(
    *, actor: Actor, organ_id: int, from_on: date, until_on: date, reason: str
) -> SharedSteps:
    """Give a small organ leave that two people share proposal, review and approval.

    Only the competent department of a superior organ, never for its own; every use is reported
    (queries.shared_steps_report). Raises NotAllowed, EndsBeforeItBegins, ReasonNeeded.
    """
    require_competent(actor, organ_id=organ_id)
    _require_order(from_on, until_on)
    reason = clean_text(reason)
    if not reason:
        raise ReasonNeeded(_("Say why two people must do the work of three."), field="reason")
    with transaction.atomic():
        organ = _locked_organ(organ_id)
        row = SharedSteps.objects.create(
            organ=organ,
            from_on=from_on,
            until_on=until_on,
            reason=reason,
            allowed_by_id=acting_person(actor),
            allowed_for_organ_id=actor.organ_id or organ_id,
            allowed_at=time.now(),
        )
        _record(actor, "review.allow_shared_steps", organ, row, reason)
    return row


def end_shared_steps(*, actor: Actor, shared_steps_id: int) -> SharedSteps:
    """Take a leave back from today on. Raises NotAllowed, NotFound."""
    with transaction.atomic():
        rows = SharedSteps.objects.select_for_update(of=("self",), no_key=True)
        row = rows.select_related("organ").filter(pk=shared_steps_id).first()
        if row is None:
            raise NotFound(_("There is no such leave."))
        require_competent(actor, organ_id=row.organ_id)
        row.until_on = _ended(row.from_on, row.until_on)
        row.save(update_fields=["until_on"])
        _record(actor, "review.end_shared_steps", row.organ, row, "")
    return row


def _ended(from_on: date, until_on: date | None) -> date:
    # A span that began today keeps today: its last day cannot lie before its first.
    last = max(from_on, time.today() - timedelta(days=1))
    return min(last, until_on) if until_on else last


def _require_order(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise EndsBeforeItBegins(_("The last day lies before the first."), field="until_on")


def _locked_organ(organ_id: int) -> Organ:
    # Orders about one organ wait for one another, so that two cannot overlap unseen.
    organ = Organ.objects.select_for_update(no_key=True).filter(pk=organ_id).first()
    if organ is None:
        raise NotFound(_("There is no such organ."))
    return organ


def _record(
    actor: Actor, action: str, organ: Organ, row: StepHandover | SharedSteps, what: str
) -> None:
    record_entry(
        actor=actor,
        action=action,
        object_kind="organ",
        object_id=organ.pk,
        object_label=organ.name,
        organ_id=organ.pk,
        details={
            "what": what,
            "from_on": row.from_on.isoformat(),
            "until_on": row.until_on.isoformat() if row.until_on else "",
        },
    )
