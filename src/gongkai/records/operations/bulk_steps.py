"""One step for many records: looked over first, then taken for each by itself.

What would happen is not guessed: the very operation is tried and rolled back, so that the page
before the confirmation says what the operation would say. Reviews and approvals cannot be tried
without a signature; for them it is asked whether the step waits for this person and whether they
opened the page on which exactly this content is reviewed.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import Actor, Viewer
from gongkai.organs.access import acting_person
from gongkai.organs.queries import duties_of
from gongkai.records.latest import not_given_up
from gongkai.records.models import (
    BulkItem,
    BulkKind,
    BulkRun,
    BulkState,
    ItemOutcome,
    RecordVersion,
    SeenVersion,
    WithdrawalReason,
)
from gongkai.records.operations.basis import review_basis
from gongkai.records.operations.bulk_runs import TooMany, ask_queue, locked_run, new_run
from gongkai.records.operations.proposing import SUBJECT_KIND, propose_record
from gongkai.records.operations.release import release_record
from gongkai.records.operations.withdrawal import NotAReason, withdraw_record
from gongkai.records.rules.bulk import SIGNED, most_of, runs_in_queue
from gongkai.review.models import StepKind
from gongkai.review.queries import steps_waiting_for

STEPS: Mapping[str, StepKind] = {
    BulkKind.SECRECY: StepKind.SECRECY,
    BulkKind.LEGAL: StepKind.LEGAL,
    BulkKind.APPROVAL: StepKind.APPROVAL,
}
"""The steps that are signed, by the kind of the run."""

_NOT_DUE = _("This step of it does not wait for you now. Look at the record whose step is next.")
_NOT_OPENED = _("You have not opened it as it is now. Open its page of the step and read it first.")


class NoneChosen(Refusal):
    """No record was chosen."""


def plan_steps(
    *, actor: Actor, kind: BulkKind, record_ids: Sequence[int], reason: str = "", note: str = ""
) -> BulkRun:
    """Keep what a step would do to each of the organ's records, to be confirmed; change nothing.

    Up to 50 records are looked over at once, more in the queue of jobs. `reason` is one of
    WithdrawalReason where records are withdrawn; `note` is for the reviewers or the second person.
    Raises NotAllowed, NoneChosen, TooMany, NotAReason, NotFound.
    """
    if kind is BulkKind.HIDE and reason not in WithdrawalReason.values:
        raise NotAReason(_("Choose a reason from the list."), field="reason")
    run = new_run(actor, kind, state=BulkState.LOOKING)
    run.reason, run.note = reason, note
    versions = _versions(run, record_ids)
    with transaction.atomic():
        run.save(force_insert=True)
        BulkItem.objects.bulk_create(
            [
                BulkItem(
                    run=run,
                    line=line,
                    record_id=version.record_id,
                    version=version,
                    outcome=ItemOutcome.WAITING,
                    digest_before=version.digest,
                )
                for line, version in enumerate(versions, 1)
            ]
        )
        ask_queue(run, at_once=runs_in_queue(len(versions)))
    if not runs_in_queue(len(versions)):
        look_over(actor, run)
    return run


def look_over(actor: Actor, run: BulkRun) -> None:
    """Write down for each record of the run whether the step is possible, else why not."""
    why_not = _reasons_of_signed(actor, run) if run.kind in SIGNED else {}
    for item in run.items.select_related("version", "record"):
        why = why_not.get(item.pk, "") if run.kind in SIGNED else _trial(actor, run, item)
        if not _note_down(run, item, why):
            break
    BulkRun.objects.filter(pk=run.pk, state=BulkState.LOOKING).update(state=BulkState.PLANNED)
    run.refresh_from_db(fields=["state"])


def _note_down(run: BulkRun, item: BulkItem, why: str) -> bool:
    """Keep what was found; False where another worker was faster and the run went on already."""
    with transaction.atomic():
        if locked_run(run.pk).state != BulkState.LOOKING:
            return False
        item.why = why
        item.outcome = ItemOutcome.REFUSED if why else ItemOutcome.WAITING
        item.save(update_fields=["why", "outcome"])
    return True


def step_of(actor: Actor, run: BulkRun, item: BulkItem) -> Callable[[], object]:
    """Return the operation that an unsigned run does to one record."""
    steps: dict[str, Callable[[], object]] = {
        BulkKind.PROPOSE.value: partial(
            propose_record, actor=actor, version_id=item.version_id, note=run.note
        ),
        BulkKind.RELEASE.value: partial(release_record, actor=actor, version_id=item.version_id),
        BulkKind.HIDE.value: partial(
            withdraw_record,
            actor=actor,
            record_id=item.record_id,
            reason=run.reason,
            note=run.note,
            # Nobody has looked at each of the titles.
            title_may_show=False,
        ),
    }
    return steps[run.kind]


def note_seen(*, person_id: int, version_id: int, digest: str) -> None:
    """Keep that the person opens the page on which this content of the version is reviewed.

    With the decisions on findings that stand beside it now; called before the page is made, so
    that nobody is taken to have seen what came later.
    """
    version = RecordVersion.objects.select_related("record", "proposal").get(pk=version_id)
    SeenVersion.objects.update_or_create(
        person_id=person_id,
        version=version,
        digest=digest,
        defaults={
            "seen_at": time.now(),
            "basis": review_basis(version.record, version, version.proposal),
        },
    )


def _trial(actor: Actor, run: BulkRun, item: BulkItem) -> str:
    try:
        with transaction.atomic():
            step_of(actor, run, item)()
            transaction.set_rollback(True)
    except Refusal as refused:
        return refusal_text(refused)
    return ""


def refusal_text(refused: Refusal) -> str:
    """Return what a refusal says; of one about several elements all that they say."""
    several = getattr(refused, "errors", None)
    if isinstance(several, Mapping) and several:
        return " ".join(str(text) for text in several.values())
    return str(refused)


def _reasons_of_signed(actor: Actor, run: BulkRun) -> dict[int, str]:
    kind, on = STEPS[run.kind], time.today()
    person_id = acting_person(actor)
    viewer = Viewer(person_id=person_id, duties=duties_of(person_id, on=on))
    due = {
        step.subject_id
        for step in steps_waiting_for(viewer, on=on)
        if step.subject_kind == SUBJECT_KIND and step.kind is kind
    }
    items = list(run.items.select_related("version"))
    seen = set(
        SeenVersion.objects.filter(
            person_id=person_id, version__in=[item.version_id for item in items]
        ).values_list("version_id", "digest")
    )
    return {item.pk: _reason(item, due, seen) for item in items}


def _reason(item: BulkItem, due: set[int], seen: set[tuple[int, str]]) -> str:
    if item.version_id not in due:
        return str(_NOT_DUE)
    return "" if (item.version_id, item.version.digest) in seen else str(_NOT_OPENED)


def _versions(run: BulkRun, record_ids: Sequence[int]) -> list[RecordVersion]:
    """Return the latest version of each record that was not given up, in the order asked for."""
    if not record_ids:
        raise NoneChosen(_("Choose at least one record."))
    most = most_of(run.kind)
    if len(record_ids) > most:
        raise TooMany(_("Choose at most %(most)d records for this step.") % {"most": most})
    rows = RecordVersion.objects.filter(record_id__in=record_ids, record__organ_id=run.organ_id)
    newest = rows.filter(not_given_up()).order_by("record_id", "-number")
    found = {row.record_id: row for row in newest.distinct("record_id").defer("text", "history")}
    if missing := set(record_ids) - set(found):
        raise NotFound(
            _("Choose records of one organ of yours; filter by the organ first (%(count)d others).")
            % {"count": len(missing)}
        )
    return [found[record_id] for record_id in dict.fromkeys(record_ids)]
