"""Import a file of records: in batches, resumable, idempotent, every bad row reported.

Rows with evidence of earlier publication (a day and a place) arrive published: that the evidence
is accepted is the decision of a named officer and is kept with the run. The others are drafts, and
so is what the release gate holds back until somebody has decided what it found there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from gongkai.kernel import events, time
from gongkai.kernel.refusals import NotAllowed, Refusal
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.organs.models import Organ
from gongkai.records.events import RecordsImported
from gongkai.records.models import ImportRow, ImportRun
from gongkai.records.operations.checking import InvalidContent
from gongkai.records.operations.import_organs import OrganCache
from gongkai.records.operations.import_rows import ReadRow, Tables, read_row, taken_numbers
from gongkai.records.operations.import_sources import SourceRow
from gongkai.records.operations.import_writing import ReadyRow, write_rows
from gongkai.records.rules.mapping import CellRefused, ImportMapping

BATCH = 50


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that was not imported: line in the file, column (may be blank), what to do."""

    line: int
    column: str
    message: str


@dataclass(slots=True)
class ImportReport:
    """What a run did. `characters` counts titles, summaries and texts of what was imported."""

    run_id: int | None = None
    rows: int = 0
    published: int = 0
    drafts: int = 0
    held_back: int = 0
    """Of the drafts: those with evidence that wait for a decision about what the gate found."""
    skipped: int = 0
    characters: int = 0
    organs_made: list[str] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def import_records(
    *,
    actor: Actor,
    organ_id: int,
    rows: Iterable[SourceRow],
    mapping: ImportMapping,
    file_name: str,
    file_digest: str,
    decision_note: str = "",
    dry_run: bool = False,
    on_progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import the rows and return what became of them.

    `organ_id` is the organ for which the officer acts, and the issuer of rows that name none.
    Batches of 50 rows commit together; a row that fails is undone alone and reported. A row that
    was imported before, in this run or another, is skipped, so an interrupted run is simply
    started again. A dry run writes nothing. Raises NotAllowed.
    """
    if actor.person_id is None or actor.role not in {
        Role.PERSON_IN_CHARGE,
        Role.COMPETENT_DEPARTMENT,
    }:
        raise NotAllowed(_("An import is decided by the person in charge or competent department."))
    work = _Run(actor, organ_id, mapping, dry_run=dry_run)
    if not dry_run:
        work.begin(file_name, file_digest, decision_note)
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        work.do(batch)
        if on_progress is not None:
            on_progress(len(batch))
    work.end()
    return work.report


class _OneByOne(Exception):
    """A row of the batch must be undone, and only alone can it be."""


class _Run:
    """The state of one run: its caches and its report."""

    def __init__(
        self, actor: Actor, organ_id: int, mapping: ImportMapping, *, dry_run: bool
    ) -> None:
        self.report = ImportReport()
        self._actor = actor
        self._home = Organ.objects.select_related("region").get(pk=organ_id)
        self._mapping = mapping
        self._dry_run = dry_run
        self._organs = OrganCache(actor, creates=mapping.creates_organs, writes=not dry_run)
        self._tables = Tables()
        self._run: ImportRun | None = None
        self._published: list[int] = []
        self._done: set[str] = set()

    def begin(self, file_name: str, file_digest: str, note: str) -> None:
        """Open the run, or the one that this file and mapping had before."""
        self._run, _made = ImportRun.objects.get_or_create(
            file_digest=file_digest,
            mapping_digest=self._mapping.digest(),
            defaults={
                "file_name": file_name[:300],
                "decided_by_id": acting_person(self._actor),
                "decision_note": note,
                "started_at": time.now(),
            },
        )
        self.report.run_id = self._run.pk

    def end(self) -> None:
        """Close the run."""
        self.report.organs_made = list(self._organs.made)
        if self._run is not None:
            self._run.finished_at = time.now()
            self._run.save(update_fields=["finished_at"])

    def do(self, batch: list[SourceRow]) -> None:
        """Import one batch; all of its good rows commit together."""
        self.report.rows += len(batch)
        self._done.clear()
        with transaction.atomic():
            fresh = self._fresh(batch)
            if not self._together(fresh):
                for row, digest in fresh:
                    self._alone(row, digest)
            self._tell()

    def _fresh(self, batch: list[SourceRow]) -> list[tuple[SourceRow, str]]:
        digests = [(row, "" if row.fault else row.digest()) for row in batch]
        known = ImportRow.objects.filter(source_digest__in=[digest for _, digest in digests])
        seen = set(known.values_list("source_digest", flat=True))
        fresh = [(row, digest) for row, digest in digests if digest not in seen]
        self.report.skipped += len(batch) - len(fresh)
        return fresh

    def _together(self, rows: Sequence[tuple[SourceRow, str]]) -> bool:
        """Write the rows in few statements; False, with nothing done, where one stops them all."""
        made_before = len(self._organs.made)
        errors: list[RowError] = []
        try:
            with transaction.atomic():
                ready = self._read_all(rows, errors)
                self._write(ready)
        except (Refusal, DatabaseError, _OneByOne):
            self._organs.forget_made(made_before)
            return False
        self.report.errors += errors
        faulty = {error.line for error in errors}
        self.report.skipped += len(rows) - len(ready) - len(faulty)
        return True

    def _read_all(
        self, rows: Sequence[tuple[SourceRow, str]], errors: list[RowError]
    ) -> list[ReadyRow]:
        taken = taken_numbers([row for row, _ in rows], self._mapping)
        ready: dict[str, ReadyRow] = {}
        for row, digest in rows:
            made_before = len(self._organs.made)
            if digest in ready:
                continue
            try:
                ready[digest] = ReadyRow(row.line, digest, self._read(row, taken))
            except (CellRefused, Refusal) as why:
                if len(self._organs.made) > made_before:
                    raise _OneByOne from why
                errors.extend(self._errors(row, why))
        return list(ready.values())

    def _alone(self, row: SourceRow, digest: str) -> None:
        made_before = len(self._organs.made)
        if digest in self._done:
            self.report.skipped += 1
            return
        try:
            with transaction.atomic():
                taken = taken_numbers([row], self._mapping)
                self._write([ReadyRow(row.line, digest, self._read(row, taken))])
        except (CellRefused, Refusal) as why:
            self._organs.forget_made(made_before)
            self.report.errors += self._errors(row, why)

    def _errors(self, row: SourceRow, why: CellRefused | Refusal) -> list[RowError]:
        if isinstance(why, CellRefused):
            return [RowError(row.line, why.column, why.why)]
        if isinstance(why, InvalidContent):
            return [
                RowError(row.line, self._mapping.columns.get(element, element), str(message))
                for element, message in why.errors.items()
            ]
        return [RowError(row.line, why.field, str(why))]

    def _read(self, row: SourceRow, taken: set[str]) -> ReadRow:
        if row.fault:
            raise CellRefused("", row.fault)
        return read_row(row, self._mapping, self._home, self._organs, self._tables, taken)

    def _write(self, ready: Sequence[ReadyRow]) -> None:
        if self._run is not None and ready:
            self._published += write_rows(self._actor, self._run, ready)
        for row in ready:
            self._done.add(row.digest)
            self._count(row.read)

    def _tell(self) -> None:
        # One event a batch: what follows from it is done for fifty records in a few statements.
        if self._run is not None and self._published:
            ids = ",".join(str(pk) for pk in self._published)
            events.emit(RecordsImported(run_id=self._run.pk, record_ids=ids))
        self._published = []

    def _count(self, read: ReadRow) -> None:
        said = read.checked.content
        self.report.characters += len(said.title) + len(said.summary) + len(said.text)
        self.report.published += read.is_published
        self.report.drafts += not read.is_published
        self.report.held_back += read.is_held_back
