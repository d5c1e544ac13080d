"""Runs over many records: who may go on with one, what they refuse, where they are looked up."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.records.models import BulkKind, BulkRun, BulkState, ItemOutcome
from gongkai.records.operations.moving import require_own_organ

GO_ON = "gongkai.records.go_on_with_bulk_run"
_LATER = 660
"""Seconds until the queue goes on with a run whose request died; signatures are too old then."""


class RunClosed(Refusal):
    """The run was carried out, dropped or undone already, or is being carried out."""


class TooMany(Refusal):
    """More records than one run may hold."""


class NothingToDo(Refusal):
    """No record of the run can be changed."""


def new_run(actor: Actor, kind: BulkKind, *, state: BulkState) -> BulkRun:
    """Return a run of the actor's organ, not yet saved; raises NotAllowed."""
    if actor.organ_id is None or actor.role is None:
        raise NotAllowed(_("You hold no role for this organ today that allows this step."))
    return BulkRun(
        kind=kind,
        state=state,
        organ_id=actor.organ_id,
        asked_by_id=acting_person(actor),
        asked_at=time.now(),
        role=actor.role.value,
        language=get_language() or "zh-hans",
    )


def locked_run(run_id: int) -> BulkRun:
    """Return the run with its row locked; raises NotFound."""
    run = BulkRun.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("There is no such run."))
    return run


def own_planned_run(actor: Actor, run_id: int) -> BulkRun:
    """Return the run, locked, for who asked for it and may confirm it now.

    Raises NotFound, NotAllowed, RunClosed.
    """
    run = locked_run(run_id)
    require_own_organ(actor, run.organ_id)
    if run.asked_by_id != actor.person_id or run.role != actor.role:
        raise NotAllowed(_("Who planned it goes on with it. Plan it anew yourself."))
    if run.state != BulkState.PLANNED:
        raise RunClosed(_("This is being carried out or has ended. Look again where it stands."))
    return run


def ask_queue(run: BulkRun, *, at_once: bool) -> None:
    """Have the queue go on with the run: now, or where the request that does it should die.

    The job is for the state in which the run is now, and does nothing where it has left that.
    """
    task = app.configure_task(GO_ON, schedule_in={"seconds": 0 if at_once else _LATER})
    task.defer(run_id=run.pk, state=BulkState(run.state).value)


def require_something_to_do(run: BulkRun) -> int:
    """Return how many records wait for the confirmation; raises NothingToDo where none does."""
    count = run.items.filter(outcome=ItemOutcome.WAITING).count()
    if not count:
        raise NothingToDo(_("No record here can be changed. Read beside each why not."))
    return count
