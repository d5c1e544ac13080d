"""Looking again at everything that is out: after new rules of the gate or new virus signatures.

A recheck changes nothing that is out. It asks for what is not known yet, comes back until it is
known, and leaves a list of what would not pass today; people decide what follows.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.types import TimeDeltaParams

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import SYSTEM, Actor
from gongkai.release.antivirus import ScannerUnreachable
from gongkai.release.models import Examination, Recheck, RecheckedItem
from gongkai.release.operations.examining import EXAMINE, ask_examination
from gongkai.release.operations.gate import look
from gongkai.release.operations.scanning import SCAN, NoScanner, ask_scan, signatures_version
from gongkai.release.outlets import OutItem, everything_out
from gongkai.release.queries.examinations import latest_examinations
from gongkai.release.queries.reports import FindingLine, GateReport, ItemReport
from gongkai.release.queries.scans import is_scanner_configured, latest_scans
from gongkai.release.queued import has_jobs, queued_for
from gongkai.release.rules.doors import GATE_RULES, ExaminationState, Obstacle, Verdict

RECHECK = "gongkai.release.recheck"
PIECE = 100
"""Subjects that are looked at in one transaction."""
COMES_BACK_AFTER = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
"""Then it ends, and says how much is still not known."""
_LONGEST_SIGNATURES = 200
_LONGEST_WHY = 300


class RecheckRunning(Refusal):
    """There is one already."""


@dataclass(slots=True)
class _Round:
    """What one round over everything found."""

    row: Recheck
    is_last: bool
    """It says also what is known so far of what is still waited for."""
    checked: int = 0
    waiting: int = 0


def begin_recheck(*, actor: Actor, why: str) -> Recheck:
    """Begin to look again at everything that is out; who may is the caller's to check.

    Raises RecheckRunning.
    """
    try:
        with transaction.atomic():
            row = Recheck.objects.create(
                rules=GATE_RULES,
                signatures=present_signatures() or "",
                why=clean_line(why)[:_LONGEST_WHY],
                begun_at=time.now(),
            )
            _queue(row)
            record_entry(
                actor=actor,
                action="release.recheck",
                object_kind="recheck",
                object_id=row.pk,
                object_label=row.why,
                organ_id=actor.organ_id,
                details={"rules": str(GATE_RULES)},
            )
    except IntegrityError as running:
        raise RecheckRunning(
            _("Everything is being looked at again already. Wait until that has ended.")
        ) from running
    return row


def run_recheck(*, recheck_id: int) -> None:
    """Look at everything that is out; come back later where something is not known yet.

    Begins anew after a kill: what was said before is said once, and nothing is asked for twice.
    """
    row = Recheck.objects.filter(pk=recheck_id, ended_at__isnull=True).first()
    if row is None:
        return
    has_time = time.now() < row.begun_at + LONGEST
    if row.waiting and has_time and has_jobs(EXAMINE, SCAN):
        _queue(row, after=COMES_BACK_AFTER)
        return
    done = _Round(row, is_last=not has_time)
    for piece in _pieces(everything_out()):
        with transaction.atomic():
            for out in piece:
                _check(done, out)
            _keep(done)
    if done.waiting and has_time:
        _queue(row, after=COMES_BACK_AFTER)
        return
    row.ended_at = time.now()
    _keep(done)


def recheck_if_changed() -> Recheck | None:
    """Begin a recheck where rules or signatures are others than at the last one.

    Also takes up again one whose job is lost. For a job of the night.
    """
    last = Recheck.objects.order_by("-pk").first()
    if last is not None and last.ended_at is None:
        if last.pk not in queued_for(RECHECK, "recheck_id", [last.pk]):
            _queue(last)
        return None
    why = _why(last)
    return begin_recheck(actor=SYSTEM, why=why) if why else None


def present_signatures() -> str | None:
    """Return what the virus scanner says of itself; None where there is none or it is silent."""
    if not is_scanner_configured():
        return None
    try:
        return signatures_version()[:_LONGEST_SIGNATURES]
    except (NoScanner, ScannerUnreachable):
        return None


def _why(last: Recheck | None) -> str:
    if last is None or last.rules != GATE_RULES:
        return f"rules {GATE_RULES}"
    signatures = present_signatures()
    return f"signatures {signatures}" if signatures and signatures != last.signatures else ""


def _pieces(items: Iterator[OutItem]) -> Iterator[list[OutItem]]:
    while piece := list(islice(items, PIECE)):
        yield piece


def _keep(done: _Round) -> None:
    row = done.row
    row.checked, row.waiting = done.checked, done.waiting
    row.save(update_fields=["checked", "waiting", "ended_at"])


def _check(done: _Round, out: OutItem) -> None:
    examined, scanned = _asked(done.row, {file.digest: file.name for file in out.files})
    report = look(door=out.door, subject=out.subject, files=out.files, texts=out.texts)
    done.checked += len(report.items)
    done.waiting += len(examined | scanned)
    # Said once: what is not all known yet is said by a later round.
    waited_for = frozenset() if done.is_last else examined | scanned
    said = [
        _said(done.row, report, item, obstacles)
        for item in report.items
        if item.digest not in waited_for
        and (obstacles := _against(item, is_scan_waited_for=item.digest in scanned))
    ]
    RecheckedItem.objects.bulk_create(said, ignore_conflicts=True)


def _asked(row: Recheck, files: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Ask for what is missing under present rules and signatures; return what is waited for.

    `files` are names by digest. Returns the digests whose examination, and those whose scan, is
    not there yet.
    """
    if not files:
        return set(), set()
    known = latest_examinations(files)
    for digest in files.keys() - known.keys():
        ask_examination(digest=digest, name=files[digest])
    examined = {digest for digest in files if _is_awaited(known.get(digest))}
    scanned = _outdated(row, files)
    for digest in scanned - queued_for(SCAN, "digest", scanned):
        ask_scan(digest=digest)
    return examined, scanned


def _is_awaited(examination: Examination | None) -> bool:
    return examination is None or examination.state in {
        ExaminationState.WAITING,
        ExaminationState.RUNNING,
    }


def _outdated(row: Recheck, digests: Collection[str]) -> set[str]:
    """Return the files that were not scanned with these signatures, or since this began."""
    if not row.signatures:
        return set()
    scans = latest_scans(digests)
    return {
        digest
        for digest in digests
        if (scan := scans.get(digest)) is None
        or (scan.engine != row.signatures and scan.scanned_at < row.begun_at)
    }


def _against(item: ItemReport, *, is_scan_waited_for: bool) -> tuple[Obstacle, ...]:
    """Return what is known against an item; what is still being found out is nothing yet."""
    unknown = {Obstacle.NOT_EXAMINED}
    if is_scan_waited_for:
        unknown.add(Obstacle.UNSCANNED)
    return tuple(obstacle for obstacle in item.obstacles if obstacle not in unknown)


def _said(
    row: Recheck, report: GateReport, item: ItemReport, obstacles: Sequence[Obstacle]
) -> RecheckedItem:
    return RecheckedItem(
        recheck=row,
        door=report.door.value,
        subject_kind=report.subject.kind,
        subject_id=report.subject.id,
        organ_id=report.subject.organ_id,
        label=report.subject.label,
        digest=item.digest,
        name=item.name,
        obstacles=[obstacle.value for obstacle in obstacles],
        findings=[line.as_row() for line in item.findings if not _may_leave(line)],
    )


def _may_leave(line: FindingLine) -> bool:
    return line.decision is not None and line.decision.verdict is Verdict.MAY_LEAVE


def _queue(row: Recheck, *, after: timedelta = timedelta()) -> None:
    later: TimeDeltaParams = {"seconds": int(after.total_seconds())}
    job = app.configure_task(RECHECK, lock=RECHECK, schedule_in=later)
    job.defer(recheck_id=row.pk)
