"""State that nothing of an item exists in an organ; the competent department confirms it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.organs.models import Organ
from gongkai.organs.operations.merging import require_not_merged
from gongkai.oversight.access import require_guide, require_stater
from gongkai.oversight.models import InapplicableItem, InapplicableState
from gongkai.oversight.operations.items import require_cell
from gongkai.records.queries.catalogue import default_regime
from gongkai.records.queries.obligations import held_cells
from gongkai.records.rules.statutory import set_up_cell
from gongkai.release.operations.gate import NotCleared, look, pass_gate
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import Door, Subject, TextOut
from gongkai.release.wording import findings_text

SUBJECT_KIND = "inapplicable_item"
LONGEST_REASON = 300
_KNOWN = (InapplicableState.STATED, InapplicableState.CONFIRMED)


class ReasonNotFit(Refusal):
    """There is no reason, it is too long, or it holds what may not leave."""


class AlreadyStated(Refusal):
    """It was stated before and still holds, or waits to be confirmed."""


class SomethingIsPublished(Refusal):
    """Something of the item is published, so it does exist."""


class AlwaysApplies(Refusal):
    """Every organ has a set-up, functions and procedures."""


class OwnStatement(Refusal):
    """Who stated it decides it too (four eyes)."""


class NothingToDecide(Refusal):
    """The statement does not wait for a decision, or no longer holds."""


def state_inapplicable(*, actor: Actor, organ_id: int, item: str, reason: str) -> InapplicableItem:
    """State for one's own organ that nothing of the item exists; it counts once confirmed.

    The reason is looked at by the release gate at once, for the public will read it. Raises
    NotAllowed, NotFound, ReasonNotFit, AlreadyStated, SomethingIsPublished, AlwaysApplies,
    WasMerged.
    """
    require_stater(actor, organ_id=organ_id)
    why = _reason(reason)
    with transaction.atomic():
        # Held before it is asked: of two who share the row first neither gets it for themselves.
        organ = Organ.objects.select_for_update(no_key=True).get(pk=organ_id)
        require_not_merged([organ_id])
        require_cell(organ, item)
        _require_empty(organ_id, item)
        if InapplicableItem.objects.filter(organ=organ, item=item, state__in=_KNOWN).exists():
            raise AlreadyStated(_("This is stated already."))
        row = InapplicableItem.objects.create(
            organ=organ,
            item=item,
            reason=why,
            state=InapplicableState.STATED,
            stated_by_id=acting_person(actor),
            stated_at=time.now(),
        )
        report = look(door=Door.PUBLIC, subject=_subject(row), texts=_texts(row))
        if not report.is_clear:
            raise _not_cleared(report)
        _leave_trail(actor, "state_inapplicable", row)
    return row


def decide_inapplicable(
    *, actor: Actor, statement_id: int, is_confirmed: bool, answer: str = ""
) -> InapplicableItem:
    """Confirm the statement, so that the public reads it, or refuse it with an answer.

    Raises NotAllowed, NotFound, NothingToDecide, OwnStatement, ReasonNotFit,
    SomethingIsPublished.
    """
    said = clean_line(answer)
    with transaction.atomic():
        row = _locked(statement_id)
        require_guide(actor, organ_id=row.organ_id)
        if row.state != InapplicableState.STATED:
            raise NothingToDecide(_("This is decided already."))
        if row.stated_by_id == acting_person(actor):
            raise OwnStatement(_("You stated this yourself. Somebody else decides it."))
        if is_confirmed:
            _require_empty(row.organ_id, row.item)
            _clear(actor, row)
        elif not said:
            raise ReasonNotFit(_("Say to the organ why it is not confirmed."), field="answer")
        row.state = InapplicableState.CONFIRMED if is_confirmed else InapplicableState.REFUSED
        row.answer = said[:LONGEST_REASON]
        row.decided_by_id, row.decided_at = acting_person(actor), time.now()
        row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
        mark_public_change(kind=SUBJECT_KIND, object_id=row.pk)
        _leave_trail(actor, "confirm_inapplicable" if is_confirmed else "refuse_inapplicable", row)
    return row


def end_inapplicable(*, actor: Actor, statement_id: int) -> InapplicableItem:
    """Take a statement back, or end one that was confirmed: the item applies again.

    The organ itself and its competent department may. Raises NotAllowed, NotFound,
    NothingToDecide.
    """
    with transaction.atomic():
        row = _locked(statement_id)
        if actor.role is Role.COMPETENT_DEPARTMENT:
            require_guide(actor, organ_id=row.organ_id)
        else:
            require_stater(actor, organ_id=row.organ_id)
        if row.state not in _KNOWN:
            raise NothingToDecide(_("This no longer holds."))
        row.state = InapplicableState.ENDED
        row.ended_by_id, row.ended_at = acting_person(actor), time.now()
        row.save(update_fields=["state", "ended_by", "ended_at"])
        mark_public_change(kind=SUBJECT_KIND, object_id=row.pk)
        _leave_trail(actor, "end_inapplicable", row)
    return row


def _reason(reason: str) -> str:
    why = clean_line(reason)
    if not why:
        raise ReasonNotFit(
            _("Say why nothing of the kind exists; the public will read it."), field="reason"
        )
    if len(why) > LONGEST_REASON:
        raise ReasonNotFit(
            _("Shorten the reason to %(length)d characters.") % {"length": LONGEST_REASON},
            field="reason",
        )
    return why


def _require_empty(organ_id: int, item: str) -> None:
    if item == set_up_cell(default_regime()):
        raise AlwaysApplies(_("Every organ has a set-up, functions and procedures."))
    today = time.today()
    held = held_cells([organ_id], on=today, since=today).get((organ_id, item))
    if held is not None and (held.published or held.listed):
        raise SomethingIsPublished(
            _("Something of this item stands in the catalogue, so it does exist.")
        )


def _clear(actor: Actor, row: InapplicableItem) -> None:
    try:
        pass_gate(actor=actor, door=Door.PUBLIC, subject=_subject(row), texts=_texts(row))
    except NotCleared as refused:
        raise _not_cleared(refused.report) from refused


def _not_cleared(report: GateReport) -> ReasonNotFit:
    return ReasonNotFit(
        _("The public reads this, and it may not hold: %(found)s. Write it without that.")
        % {"found": findings_text(report)},
        field="reason",
    )


def _subject(row: InapplicableItem) -> Subject:
    return Subject(
        kind=SUBJECT_KIND, id=row.pk, organ_id=row.organ_id, label=f"{row.item} #{row.pk}"
    )


def _texts(row: InapplicableItem) -> TextOut:
    return TextOut(parts=(("reason", row.reason),))


def _locked(statement_id: int) -> InapplicableItem:
    rows = InapplicableItem.objects.select_for_update(no_key=True)
    row = rows.filter(pk=statement_id).first()
    if row is None:
        raise NotFound(_("There is no such statement."))
    return row


def _leave_trail(actor: Actor, action: str, row: InapplicableItem) -> None:
    record_entry(
        actor=actor,
        action=f"oversight.{action}",
        object_kind=SUBJECT_KIND,
        object_id=row.pk,
        object_label=f"{row.item} #{row.pk}",
        organ_id=row.organ_id,
        details={"item": row.item},
    )
