"""Examining stored files: asked for once, done in the queue, apart from everything else.

A hostile file stops its own examination and nothing more. A worker that is killed leaves a row
that says `running`; the sweeper asks again, and after MOST_ATTEMPTS the row is stuck and shown to
people.
"""

from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.files import path_of
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Actor
from gongkai.release.apart import Limits
from gongkai.release.inspecting import inspect_apart
from gongkai.release.models import Examination
from gongkai.release.queued import queued_for
from gongkai.release.rules.doors import GATE_RULES, ExaminationState
from gongkai.release.rules.inspection import FileProblem, Inspection
from gongkai.release.rules.names import ending_of
from gongkai.release.rules.sketch import sketch_of
from gongkai.release.tags import tagged_row

EXAMINE = "gongkai.release.examine"
MOST_ATTEMPTS = 3
LOST_AFTER = timedelta(minutes=10)
"""No examination may take as long; who still runs then was killed."""
_MOST_AT_ONCE = 500
_OWN_FAULT = frozenset({FileProblem.TOOK_TOO_LONG, FileProblem.TOOK_TOO_MUCH_MEMORY})
"""May have come from a busy machine: tried again before the file is blamed."""


def ask_examination(*, digest: str, name: str) -> Examination:
    """Have a stored file examined under the present rules, once; the job is queued with it.

    Once more where its name was wrong and is another one now: the bytes are the same.
    """
    with transaction.atomic():
        row, is_asked = _asked(digest, name)
        if is_asked:
            _queue(row)
    return row


def examine_now(*, digest: str, name: str) -> Examination:
    """Examine a stored file here and now, where no queue may be waited for (commands, imports)."""
    with transaction.atomic():
        row, _is_asked = _asked(digest, name)
    if row.state in {ExaminationState.WAITING, ExaminationState.RUNNING}:
        examine(examination_id=row.pk)
        row.refresh_from_db()
    return row


def examine(*, examination_id: int, limits: Limits | None = None) -> None:
    """Look into the file and keep what was found; does nothing where that was done before.

    `limits` of the look, the usual ones where None. The look itself runs outside any transaction:
    it may take minutes.
    """
    row = _taken(examination_id)
    if row is None:
        return
    inspection = inspect_apart(path_of(row.stored_id), row.name, ocr=settings.OCR, limits=limits)
    if inspection.problem in _OWN_FAULT and row.attempts < MOST_ATTEMPTS:
        with transaction.atomic():
            if _is_still_taken(row):
                _put_back(row, trouble=inspection.problem.value if inspection.problem else "")
        return
    _keep(row, inspection)


def try_again(*, actor: Actor, examination_id: int) -> Examination:
    """Queue a stuck examination once more; who may is the caller's to check. Raises NotFound."""
    with transaction.atomic():
        rows = Examination.objects.select_for_update(no_key=True)
        row = rows.filter(pk=examination_id, state=Examination.State.STUCK).first()
        if row is None:
            raise NotFound(_("There is nothing stuck under this number."))
        row.state, row.attempts, row.ended_at = Examination.State.WAITING, 0, None
        row.problem = ""
        row.save(update_fields=["state", "attempts", "ended_at", "problem"])
        _queue(row)
        record_entry(
            actor=actor,
            action="release.retry",
            object_kind="examination",
            object_id=row.pk,
            object_label=row.stored_id[:12],
            organ_id=actor.organ_id,
        )
    return row


def sweep_examinations() -> int:
    """Queue again what a killed worker left behind; return how many.

    Also what waits without a job, for a queue that was restored from a back-up. What has its job
    still waits its turn, however long the queue is.
    """
    late = time.now() - LOST_AFTER
    waiting = Q(state=Examination.State.WAITING, asked_at__lt=late)
    killed = Q(state=Examination.State.RUNNING, started_at__lt=late)
    with transaction.atomic():
        rows = Examination.objects.select_for_update(skip_locked=True).order_by("asked_at")
        found = [*rows.filter(killed)[:_MOST_AT_ONCE], *rows.filter(waiting)[:_MOST_AT_ONCE]]
        has_job = queued_for(EXAMINE, "examination_id", [row.pk for row in found])
        lost = [row for row in found if row.pk not in has_job]
        for row in lost:
            _give_back(row)
    return len(lost)


def ask_under_present_rules() -> int:
    """Have files examined anew that only earlier editions of the rules have seen; say how many.

    A bounded number at a time: new rules must not keep today's files waiting for hours.
    """
    present = Examination.objects.filter(rules=GATE_RULES, stored_id=OuterRef("stored_id"))
    older = Examination.objects.exclude(Exists(present)).order_by("stored_id", "-rules")
    rows = list(older.distinct("stored_id").values_list("stored_id", "name")[:_MOST_AT_ONCE])
    for digest, name in rows:
        ask_examination(digest=digest, name=name)
    return len(rows)


def _asked(digest: str, name: str) -> tuple[Examination, bool]:
    """Return the examination of a file, and whether it has to be done."""
    row, is_new = Examination.objects.get_or_create(
        stored_id=digest, rules=GATE_RULES, defaults={"name": name, "asked_at": time.now()}
    )
    if is_new or not _was_misnamed(row, name):
        return row, is_new
    row = Examination.objects.select_for_update(no_key=True).get(pk=row.pk)
    if not _was_misnamed(row, name):
        return row, False
    row.state, row.name, row.asked_at = Examination.State.WAITING, name, time.now()
    row.attempts, row.problem, row.trouble, row.ended_at = 0, "", "", None
    row.save()
    return row, True


def _was_misnamed(row: Examination, name: str) -> bool:
    is_wrong = row.problem == FileProblem.NOT_WHAT_IT_SAYS
    is_done = row.state == Examination.State.DONE
    return is_done and is_wrong and ending_of(row.name) != ending_of(name)


def _give_back(row: Examination) -> None:
    trouble = row.trouble or "killed"
    if row.attempts >= MOST_ATTEMPTS:
        _end(row, Examination.State.STUCK, trouble=trouble)
    else:
        _put_back(row, trouble=trouble)


def _taken(examination_id: int) -> Examination | None:
    with transaction.atomic():
        rows = Examination.objects.select_for_update(no_key=True)
        row = rows.filter(pk=examination_id, state=Examination.State.WAITING).first()
        if row is not None:
            row.state, row.started_at = Examination.State.RUNNING, time.now()
            row.attempts = row.attempts + 1
            row.save(update_fields=["state", "started_at", "attempts"])
    return row


def _put_back(row: Examination, *, trouble: str) -> None:
    with transaction.atomic():
        row.state, row.trouble = Examination.State.WAITING, trouble
        row.save(update_fields=["state", "trouble"])
        _queue(row)


def _keep(row: Examination, inspection: Inspection) -> None:
    row.kind = inspection.kind.value if inspection.kind else ""
    row.problem = inspection.problem.value if inspection.problem else ""
    row.pages = inspection.pages
    row.findings = [tagged_row(found, digest=row.stored_id) for found in inspection.findings]
    row.texts = [asdict(part) | {"text": part.text.replace("\0", "")} for part in inspection.texts]
    row.members = [asdict(member) for member in inspection.members]
    row.sketch = list(sketch_of("\n".join(part.text for part in inspection.texts)))
    is_stuck = inspection.problem in _OWN_FAULT
    with transaction.atomic():
        # Whoever was slower than LOST_AFTER finds another worker's answer; it stays.
        if _is_still_taken(row):
            _end(row, Examination.State.STUCK if is_stuck else Examination.State.DONE, trouble="")


def _is_still_taken(row: Examination) -> bool:
    rows = Examination.objects.select_for_update(no_key=True).filter(
        pk=row.pk, state=Examination.State.RUNNING, started_at=row.started_at
    )
    return rows.first() is not None


def _end(row: Examination, state: Examination.State, *, trouble: str) -> None:
    row.state, row.ended_at = state, time.now()
    row.trouble = trouble or row.problem
    row.save()


def _queue(row: Examination) -> None:
    app.configure_task(EXAMINE).defer(examination_id=row.pk)
