"""Carrying a confirmed run out, in the request or in the queue, and undoing a spreadsheet.

A spreadsheet is one operation: all of its rows or none. A step is taken for each record by itself,
in a transaction of its own: what one is refused the others do not suffer, and a worker that is
killed goes on with the records that still wait.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.organs.models import Signature
from gongkai.organs.queries import actor_for
from gongkai.records.models import (
    BulkFile,
    BulkItem,
    BulkKind,
    BulkRun,
    BulkState,
    ItemOutcome,
    SeenVersion,
)
from gongkai.records.operations.bulk_changes import apply_item, undo_items
from gongkai.records.operations.bulk_runs import (
    ask_queue,
    locked_run,
    own_planned_run,
    require_something_to_do,
)
from gongkai.records.operations.bulk_steps import STEPS, look_over, refusal_text, step_of
from gongkai.records.operations.moving import (
    locked_version,
    require_own_organ,
    require_role,
)
from gongkai.records.operations.review import approve_record, review_record
from gongkai.records.operations.versions import ChangedMeanwhile
from gongkai.records.rules.bulk import SIGNED, runs_in_queue
from gongkai.review.models import Decision, StepKind

KEPT_FOR = timedelta(days=1)
"""How long a plan is kept that nobody confirms: after that the records are looked over anew."""
_BROKE_OFF = _(
    "The system broke off here by a fault of its own. What was done stands below; confirm the rest "
    "again, and tell the administrator where it breaks off anew."
)


class ChangeNoteNeeded(Refusal):
    """Released records get a new version, which says what it changes."""


class SignatureNeeded(Refusal):
    """The step is signed record by record."""


class RowRefused(Refusal):
    """One row could not be carried out, so none was."""


class NotToBeUndone(Refusal):
    """Only what a spreadsheet changed can be undone, and once."""


def confirm_run(*, actor: Actor, run_id: int, change_note: str = "") -> BulkRun:
    """Carry out what was planned: up to 50 records now, more in the queue of jobs.

    `change_note` says why released records get a new version; the public reads it. Raises NotFound,
    NotAllowed, RunClosed, NothingToDo, ChangeNoteNeeded, SignatureNeeded and, where a spreadsheet
    no longer fits the records, RowRefused.
    """
    with transaction.atomic():
        run = own_planned_run(actor, run_id)
        if run.kind in SIGNED:
            raise SignatureNeeded(_("Sign this step."))
        count = require_something_to_do(run)
        run.change_note = clean_line(change_note)
        _require_note(run)
        run.state, run.trouble = BulkState.QUEUED, ""
        run.save(update_fields=["change_note", "state", "trouble"])
        if run.kind == BulkKind.SHEET and not runs_in_queue(count):
            _change_records(actor, run)
        else:
            ask_queue(run, at_once=runs_in_queue(count))
    if run.kind != BulkKind.SHEET and not runs_in_queue(count):
        _take_steps(actor, run)
    return run


def sign_run(
    *, actor: Actor, run_id: int, opinion: str, signatures: Mapping[int, Signature]
) -> BulkRun:
    """Agree to a review or an approval of each record that waits; a return is made one by one.

    `signatures` are of this person for this step, by the ids of the items whose content they sign.
    Raises NotFound, NotAllowed, RunClosed, NothingToDo.
    """
    with transaction.atomic():
        run = own_planned_run(actor, run_id)
        require_something_to_do(run)
        run.state, run.note = BulkState.QUEUED, clean_text(opinion)
        run.save(update_fields=["state", "note"])
        ask_queue(run, at_once=False)
    for item in _waiting(run):
        signature = signatures.get(item.pk)
        if signature is not None:
            _take(item, _Signed(actor, run, signature))
    _finish(actor, run)
    return run


def drop_run(*, actor: Actor, run_id: int) -> BulkRun:
    """Give up what was planned; raises NotFound, NotAllowed, RunClosed."""
    with transaction.atomic():
        run = own_planned_run(actor, run_id)
        run.state = BulkState.DROPPED
        run.save(update_fields=["state"])
        BulkFile.objects.filter(run=run).delete()
    return run


def undo_run(*, actor: Actor, run_id: int) -> BulkRun:
    """Take back what a spreadsheet changed, as one operation: drafts get back what they said, new
    versions are abandoned.

    Raises NotFound, NotAllowed, NotToBeUndone, and with nothing undone WorkedOnMeanwhile and
    RowNotUndone.
    """
    require_role(actor, Role.CLERK)
    with transaction.atomic():
        run = locked_run(run_id)
        require_own_organ(actor, run.organ_id)
        if run.kind != BulkKind.SHEET or run.state != BulkState.DONE:
            raise NotToBeUndone(_("Only what a spreadsheet changed can be undone, and once."))
        undo_items(actor, run)
        run.state, run.undone_by_id, run.undone_at = BulkState.UNDONE, actor.person_id, time.now()
        run.save(update_fields=["state", "undone_by", "undone_at"])
        _leave_trail(actor, run, "records.undo_bulk")
    return run


def forget_old_plans() -> None:
    """Drop what nobody confirmed within a day: spreadsheets with their files, and steps."""
    steps = BulkRun.objects.exclude(kind=BulkKind.SHEET).filter(state=BulkState.PLANNED)
    steps.filter(asked_at__lt=time.now() - KEPT_FOR).update(state=BulkState.DROPPED)
    old = BulkFile.objects.filter(kept_at__lt=time.now() - KEPT_FOR)
    with transaction.atomic():
        BulkRun.objects.filter(file__in=old, state=BulkState.PLANNED).update(
            state=BulkState.DROPPED
        )
        old.exclude(run__state=BulkState.QUEUED).delete()


def go_on_with_run(*, run_id: int, state: str = "") -> None:
    """Do what the queue was asked to do with a run; nothing where it is done already.

    `state` is the one in which it was asked; a run that has left it is another job's.
    Who asked must still hold the role. What a spreadsheet is refused stands at the run, which
    waits for another confirmation then.
    """
    run = BulkRun.objects.get(pk=run_id)
    if state and run.state != state:
        return
    with translation.override(run.language):
        try:
            _go_on(run)
        except Refusal as refused:
            _give_back(run, refusal_text(refused))


def give_up_run(*, run_id: int) -> None:
    """Let a run that the queue could not go on with wait for who asked for it, and say so."""
    run = BulkRun.objects.get(pk=run_id)
    with translation.override(run.language):
        _give_back(run, str(_BROKE_OFF))


def _go_on(run: BulkRun) -> None:
    actor = actor_for(
        person_id=run.asked_by_id, role=Role(run.role), organ_id=run.organ_id, on=time.today()
    )
    if run.state == BulkState.LOOKING:
        look_over(actor, run)
    elif run.state == BulkState.QUEUED and run.kind == BulkKind.SHEET:
        with transaction.atomic():
            run = locked_run(run.pk)
            # Another worker may have done it while this one waited for the lock.
            if run.state == BulkState.QUEUED:
                _change_records(actor, run)
    elif run.state == BulkState.QUEUED and run.kind in SIGNED:
        run.items.filter(outcome=ItemOutcome.WAITING).update(
            outcome=ItemOutcome.REFUSED, why=_("Signing broke off. Choose it again and sign.")
        )
        _finish(actor, run)
    elif run.state == BulkState.QUEUED:
        _take_steps(actor, run)


def _give_back(run: BulkRun, why: str) -> None:
    going_on = BulkRun.objects.filter(
        pk=run.pk, state__in=[BulkState.LOOKING.value, BulkState.QUEUED.value]
    )
    going_on.update(state=BulkState.PLANNED, trouble=why)


def _require_note(run: BulkRun) -> None:
    begins = run.items.filter(outcome=ItemOutcome.WAITING, begins_version=True).exists()
    if begins and not run.change_note:
        raise ChangeNoteNeeded(
            _("Say what this version changes; the public reads it."), field="change_note"
        )


def _waiting(run: BulkRun) -> QuerySet[BulkItem]:
    return run.items.filter(outcome=ItemOutcome.WAITING).select_related("record")


def _change_records(actor: Actor, run: BulkRun) -> None:
    # Locked in one order, whatever the order of the lines: two sheets never wait for each other.
    for item in _waiting(run).order_by("record_id"):
        try:
            apply_item(actor, run, item)
        except Refusal as refused:
            raise RowRefused(
                _("Line %(line)d: %(why)s Nothing was changed. Compare again.")
                % {"line": item.line, "why": refusal_text(refused)}
            ) from refused
    BulkFile.objects.filter(run=run).delete()
    _finish(actor, run)


def _take_steps(actor: Actor, run: BulkRun) -> None:
    for item in _waiting(run):
        _take(item, _Unsigned(actor, run))
    _finish(actor, run)


@dataclass(frozen=True, slots=True)
class _Unsigned:
    actor: Actor
    run: BulkRun

    def do(self, item: BulkItem) -> None:
        """Take the step, with what was looked at; taken off is whatever stands there."""
        if self.run.kind != BulkKind.HIDE:
            _record, version = locked_version(item.version_id)
            if version.digest != item.digest_before:
                raise ChangedMeanwhile(_("Somebody changed this record meanwhile."))
        step_of(self.actor, self.run, item)()


@dataclass(frozen=True, slots=True)
class _Signed:
    actor: Actor
    run: BulkRun
    signature: Signature

    def do(self, item: BulkItem) -> None:
        """Agree, with the signature under what was seen."""
        kind = STEPS[self.run.kind]
        said = {
            "actor": self.actor,
            "version_id": item.version_id,
            "decision": Decision.PASS,
            "opinion": self.run.note,
            "seen_digest": item.digest_before,
            "seen_basis": self._seen_basis(item),
            "signature": self.signature,
        }
        if kind is StepKind.APPROVAL:
            approve_record(**said)  # type: ignore[arg-type]
        else:
            review_record(kind=kind, **said)  # type: ignore[arg-type]

    def _seen_basis(self, item: BulkItem) -> str:
        seen = SeenVersion.objects.filter(
            person_id=acting_person(self.actor), version=item.version_id, digest=item.digest_before
        )
        return seen.values_list("basis", flat=True).first() or ""


def _take(item: BulkItem, step: _Unsigned | _Signed) -> None:
    """Take the step for one record and say what became of it, both or neither."""
    try:
        with transaction.atomic():
            # Locked first: of two workers only one finds it waiting.
            locked = BulkItem.objects.select_for_update().get(pk=item.pk)
            if locked.outcome != ItemOutcome.WAITING:
                return
            step.do(item)
            item.outcome = ItemOutcome.DONE
            item.save(update_fields=["outcome"])
    except Refusal as refused:
        # Another worker may have taken it since the lock was given up.
        waiting = BulkItem.objects.filter(pk=item.pk, outcome=ItemOutcome.WAITING)
        waiting.update(outcome=ItemOutcome.REFUSED, why=refusal_text(refused))


def _finish(actor: Actor, run: BulkRun) -> None:
    with transaction.atomic():
        if locked_run(run.pk).state != BulkState.QUEUED:
            return
        run.state, run.finished_at = BulkState.DONE, time.now()
        run.save(update_fields=["state", "finished_at"])
        _leave_trail(actor, run, "records.do_bulk")


def _leave_trail(actor: Actor, run: BulkRun, action: str) -> None:
    counts = {
        outcome: run.items.filter(outcome=outcome).count()
        for outcome in (ItemOutcome.DONE, ItemOutcome.REFUSED, ItemOutcome.UNDONE)
    }
    record_entry(
        actor=actor,
        action=action,
        object_kind="bulk_run",
        object_id=run.pk,
        object_label=run.kind,
        organ_id=run.organ_id,
        details={"kind": run.kind, "file": run.file_digest}
        | {outcome.value: str(count) for outcome, count in counts.items()},
    )
