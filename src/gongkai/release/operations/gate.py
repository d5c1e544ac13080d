"""The release gate: the one function behind every door that lets a file or a text out.

It looks at the very bytes that would leave. Findings hold them back until a person has decided
each one with a reason; what passes is kept with its digest, and the doors open only for that.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor
from gongkai.release.models import Clearance, Examination, Layer, LayerState, Scan
from gongkai.release.outlets import own_values
from gongkai.release.queries.examinations import latest_examinations
from gongkai.release.queries.lineage import same_documents
from gongkai.release.queries.reports import (
    Decisions,
    GateReport,
    ItemReport,
    decisions_on,
    finding_lines,
    obstacles_of_findings,
)
from gongkai.release.queries.scans import is_scanner_configured, latest_scans
from gongkai.release.queries.withheld import InRedaction, rows_of_layers
from gongkai.release.rules.doors import (
    GATE_RULES,
    Door,
    ExaminationState,
    FileOut,
    Obstacle,
    ScanState,
    Subject,
    TextOut,
    obstacles_of_scan,
)
from gongkai.release.rules.findings import Finding, Place
from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.personal import findings_in_text
from gongkai.release.rules.sketch import sketch_of
from gongkai.release.rules.uploads import is_named_as
from gongkai.release.tags import tagged_row, tags_of

NAME_OF_FILE = "name of the file"
"""The part in which a finding in a file's name stands."""


class NotCleared(Refusal):
    """The gate holds it back; `report` says what and why."""

    def __init__(self, report: GateReport) -> None:
        super().__init__(
            _(
                "The release gate holds this back. Open the page of its findings, decide each "
                "one, and remove what may not leave."
            )
        )
        self.report = report


@dataclass
class _Theirs:
    """The tags of what a receiver told us of themselves; made once something is found."""

    door: Door
    subject: Subject

    @cached_property
    def tags(self) -> frozenset[str]:
        return tags_of(own_values(door=self.door, subject=self.subject))


def look(
    *,
    door: Door,
    subject: Subject,
    files: Sequence[FileOut] = (),
    texts: TextOut | None = None,
) -> GateReport:
    """Return what the gate says now of what is to leave together; changes nothing.

    What whoever receives it told us of themselves (`Outlet.theirs`) is no finding. As many queries
    for one file as for twenty, unless some are redactions.
    """
    decisions = decisions_on(door=door, subject=subject)
    theirs = _Theirs(door, subject)
    names = _names_of(files)
    digests = set(names)
    examined, scans, withheld = (
        latest_examinations(digests),
        latest_scans(digests),
        rows_of_layers(digests, door=door, subject=subject),
    )
    items = [] if texts is None else [_text_report(texts, decisions, theirs)]
    items += [
        _file_report(
            digest,
            names[digest],
            examined.get(digest),
            scans.get(digest),
            decisions,
            theirs,
            redaction=withheld.get(digest),
        )
        for digest in names
    ]
    return GateReport(door=door, subject=subject, items=tuple(items))


def pass_gate(
    *,
    actor: Actor,
    door: Door,
    subject: Subject,
    files: Sequence[FileOut] = (),
    texts: TextOut | None = None,
) -> tuple[Clearance, ...]:
    """Clear all of it for the door, or none of it; the result is kept with each digest.

    Who may release is the caller's to check. Raises NotCleared.
    """
    with transaction.atomic():
        _hold_redactions({file.digest for file in files})
        report = look(door=door, subject=subject, files=files, texts=texts)
        if not report.is_clear:
            raise NotCleared(report)
        rows = Clearance.objects.bulk_create(
            clearance_of(report, item, actor=actor) for item in report.items
        )
        record_entry(
            actor=actor,
            action="release.clear",
            object_kind=subject.kind,
            object_id=subject.id,
            object_label=subject.label,
            organ_id=subject.organ_id,
            details={"door": door.value, "cleared": str(len(rows)), "rules": str(GATE_RULES)},
        )
    return tuple(rows)


def _hold_redactions(digests: Collection[str]) -> None:
    """Lock the approved layers whose files are to leave, before it is asked whether they count.

    A review lets one go whose file is not out, and holds it too while it asks.
    """
    if digests:
        same = frozenset[str]().union(*same_documents(digests).values())
        rows = Layer.objects.filter(result_id__in=same, state=LayerState.APPROVED)
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def look_at_text(texts: TextOut, *, decisions: Decisions | None = None) -> ItemReport:
    """Return what the gate says of a text alone, for an import of many."""
    return _text_report(texts, decisions or {}, None)


def clearance_of(report: GateReport, item: ItemReport, *, actor: Actor) -> Clearance:
    """Return the clearance of one item, not yet saved; the caller has seen that it is clear."""
    return Clearance(
        door=report.door.value,
        subject_kind=report.subject.kind,
        subject_id=report.subject.id,
        organ_id=report.subject.organ_id,
        digest=item.digest,
        stored_id=None if item.is_text else item.digest,
        examination_id=item.examination_id,
        scan_id=item.scan_id,
        rules=GATE_RULES,
        findings=[line.as_row() for line in item.findings],
        sketch=list(item.sketch),
        cleared_by_id=actor.person_id,
        cleared_at=time.now(),
    )


def findings_of_text(texts: TextOut) -> tuple[Finding, ...]:
    """Return what is found in a text, element by element."""
    return tuple(
        finding
        for element, text in texts.parts
        for finding in findings_in_text(text, place=Place(part=element))
    )


def _text_report(texts: TextOut, decisions: Decisions, theirs: _Theirs | None) -> ItemReport:
    rows = (
        tagged_row(found, digest=texts.digest_of(found.place.part))
        for found in findings_of_text(texts)
    )
    lines = finding_lines(_but(theirs, rows), decisions)
    return ItemReport(
        name="",
        digest=texts.digest(),
        state=ExaminationState.DONE,
        findings=lines,
        sketch=sketch_of("\n".join(text for _element, text in texts.parts)),
        obstacles=obstacles_of_findings(lines),
    )


def _names_of(files: Sequence[FileOut]) -> Mapping[str, tuple[str, ...]]:
    """Return the names under which each file leaves: the same bytes may be there twice."""
    names: dict[str, tuple[str, ...]] = {}
    for file in files:
        names[file.digest] = (*names.get(file.digest, ()), file.name)
    return names


def _file_report(
    digest: str,
    names: Sequence[str],
    examination: Examination | None,
    scan: Scan | None,
    decisions: Decisions,
    theirs: _Theirs | None,
    *,
    redaction: InRedaction | None,
) -> ItemReport:
    scanned = ScanState(scan.state) if scan else ScanState.UNSCANNED
    state = ExaminationState(examination.state) if examination else ExaminationState.WAITING
    is_done = examination is not None and state is ExaminationState.DONE
    rows = [*_rows_of_names(names, digest)]
    if examination is not None and is_done:
        rows += [*examination.findings, *(redaction.rows if redaction else ())]
    by_eye = redaction.read_by_eye if redaction else {}
    lines = finding_lines(_but(theirs, rows), {**by_eye, **decisions})
    problem = _problem_under(names, examination)
    return ItemReport(
        name=names[-1],
        digest=digest,
        state=state,
        scan=scanned,
        kind=examination.kind if examination else "",
        problem=problem,
        pages=examination.pages if examination else 0,
        examination_id=examination.pk if examination else None,
        scan_id=scan.pk if scan else None,
        sketch=tuple(examination.sketch) if examination else (),
        findings=lines,
        obstacles=(
            *_obstacles_of_state(state, problem),
            *obstacles_of_scan(scanned, is_configured=is_scanner_configured()),
            *obstacles_of_findings(lines),
            *_obstacles_of_redaction(redaction),
        ),
    )


def _rows_of_names(names: Sequence[str], digest: str) -> Iterator[dict[str, object]]:
    """Yield what is found in the names under which a file leaves; everybody reads them."""
    for name in names:
        for found in findings_in_text(name, place=Place(part=NAME_OF_FILE)):
            yield tagged_row(found, digest=digest)


def _problem_under(names: Sequence[str], examination: Examination | None) -> str:
    """Return what is wrong with a file: it was looked into as what another name said it is."""
    if examination is None or examination.problem or not examination.kind:
        return examination.problem if examination else ""
    fit = all(is_named_as(name, examination.kind) for name in names)
    return "" if fit else FileProblem.NOT_WHAT_IT_SAYS.value


def _obstacles_of_redaction(redaction: InRedaction | None) -> tuple[Obstacle, ...]:
    is_open = redaction is None or not redaction.is_redaction or redaction.is_approved
    return () if is_open else (Obstacle.NOT_APPROVED,)


def _but(
    theirs: _Theirs | None, rows: Iterable[Mapping[str, object]]
) -> Iterator[Mapping[str, object]]:
    return (row for row in rows if theirs is None or row["tag"] not in theirs.tags)


def _obstacles_of_state(state: ExaminationState, problem: str) -> tuple[Obstacle, ...]:
    if state is ExaminationState.STUCK:
        return (Obstacle.STUCK,)
    if state is not ExaminationState.DONE:
        return (Obstacle.NOT_EXAMINED,)
    return (Obstacle.PROBLEM,) if problem else ()
