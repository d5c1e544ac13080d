"""The work on files that is not done, kind by kind, whoever may see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.kernel import time
from gongkai.release.models import Examination, Layer, LayerState, Material, Scan, Upload
from gongkai.release.queries.scans import is_scanner_configured, latest_scans
from gongkai.release.queued import MAKE, queued_for
from gongkai.release.rules.doors import GATE_RULES, ScanState
from gongkai.release.rules.work import Work, WorkState

MOST_READ = 2_000
"""Rows of one kind of work that are looked at, the oldest first."""
BROKEN_OFF_AFTER = timedelta(hours=1)
"""An upload that got nothing for so long was broken off."""
LATE_AFTER = timedelta(minutes=30)
"""A redaction that is to be made for so long, and has no job, has lost its worker."""
_VERDICTS = (ScanState.CLEAN.value, ScanState.INFECTED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One piece of work that is not done."""

    work: Work
    id: int
    state: WorkState
    since: datetime
    digest: str = ""
    """Of the file; whose it is, its holders say."""
    name: str = ""
    organ_id: int | None = None
    person_id: int | None = None
    material_id: int | None = None
    attempts: int = 0
    trouble: str = ""
    percent: int | None = None


def examinations_under_way() -> Iterator[WorkRow]:
    """Return the examinations under the present rules that are not done."""
    rows = Examination.objects.filter(rules=GATE_RULES).exclude(state=Examination.State.DONE)
    for row in rows.order_by("asked_at").defer("texts", "findings", "members", "sketch")[
        :MOST_READ
    ]:
        yield WorkRow(
            work=Work.EXAMINATION,
            id=row.pk,
            state=WorkState(row.state),
            since=row.asked_at,
            digest=row.stored_id,
            name=row.name,
            attempts=row.attempts,
            trouble=row.trouble,
        )


def scans_under_way() -> Iterator[WorkRow]:
    """Return the files of which no virus scanner has said anything; nothing where none is set up.

    The id is the one of the file's first examination.
    """
    if not is_scanner_configured():
        return
    rows = list(_unscanned().order_by("asked_at")[:MOST_READ])
    first = {row.stored_id: row for row in reversed(rows)}
    failed = latest_scans(first)
    for digest, row in first.items():
        has_failed = digest in failed
        yield WorkRow(
            work=Work.SCAN,
            id=row.pk,
            state=WorkState.STUCK if has_failed else WorkState.WAITING,
            since=row.asked_at,
            digest=digest,
            name=row.name,
            trouble="scanner" if has_failed else "",
        )


def materials_under_way() -> Iterator[WorkRow]:
    """Return the materials whose pages are not there yet."""
    rows = Material.objects.exclude(state=Material.State.READY).order_by("begun_at")
    for row in rows[:MOST_READ]:
        is_stuck = row.state == Material.State.STUCK
        yield WorkRow(
            work=Work.MATERIAL,
            id=row.pk,
            state=WorkState.STUCK if is_stuck else WorkState.WAITING,
            since=row.begun_at,
            name=row.name,
            organ_id=row.organ_id,
            material_id=row.pk,
            attempts=row.attempts,
            trouble=row.trouble,
        )


def layers_under_way() -> Iterator[WorkRow]:
    """Return the redacted files that are being made."""
    making = Layer.objects.filter(state=LayerState.MAKING).select_related("material")
    rows = list(making.order_by("proposed_at").defer("remaining")[:MOST_READ])
    has_job = queued_for(MAKE, "layer_id", [row.pk for row in rows])
    for row in rows:
        yield WorkRow(
            work=Work.LAYER,
            id=row.pk,
            state=_state_of_layer(row, has_job=row.pk in has_job),
            since=row.proposed_at or row.begun_at,
            name=row.material.name,
            organ_id=row.material.organ_id,
            material_id=row.material_id,
            attempts=row.attempts,
            trouble=row.trouble,
        )


def _state_of_layer(row: Layer, *, has_job: bool) -> WorkState:
    since = row.proposed_at or row.begun_at
    if not has_job and since < time.now() - LATE_AFTER:
        return WorkState.STUCK
    return WorkState.RUNNING if row.attempts else WorkState.WAITING


def uploads_under_way() -> Iterator[WorkRow]:
    """Return the files that are being sent, or were broken off."""
    rows = Upload.objects.filter(state=Upload.State.OPEN).order_by("touched_at")
    for row in rows[:MOST_READ]:
        is_broken = row.touched_at < time.now() - BROKEN_OFF_AFTER
        yield WorkRow(
            work=Work.UPLOAD,
            id=row.pk,
            state=WorkState.STUCK if is_broken else WorkState.RUNNING,
            since=row.touched_at,
            name=row.name,
            person_id=row.person_id,
            percent=100 * row.received // row.size if row.size else 0,
        )


def unscanned_digest(examination_id: int) -> str:
    """Return the file of which no scanner has said anything, by its row; '' where it is none."""
    found = _unscanned().filter(pk=examination_id).first()
    return found.stored_id if found else ""


def _unscanned() -> QuerySet[Examination]:
    verdicts = Scan.objects.filter(stored_id=OuterRef("stored_id"), state__in=_VERDICTS)
    rows = Examination.objects.exclude(Exists(verdicts))
    return rows.only("stored_id", "asked_at", "name")
