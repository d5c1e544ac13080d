"""The rows of a batch, written together as published records and drafts in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from gongkai.kernel import time
from gongkai.kernel.files import store_files
from gongkai.kernel.public import mark_public_changes
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.models import Organ
from gongkai.organs.operations.merging import require_not_merged
from gongkai.records.clearing import subject_of
from gongkai.records.models import (
    Form,
    ImportRow,
    ImportRun,
    PublicationEvent,
    Record,
    RecordVersion,
)
from gongkai.records.operations.disclosure_clock import start_disclosure_clock
from gongkai.records.operations.import_rows import ReadRow
from gongkai.records.operations.minting import advance_past, mint_index_number
from gongkai.records.operations.minting_together import mint_together
from gongkai.records.operations.register import first_draft
from gongkai.records.operations.release import file_of, stand, website_disclosure
from gongkai.records.operations.trail import leave_trails
from gongkai.records.rules.index_forms import (
    has_right_credit_digit,
    has_right_organisation_digit,
    parse_index_number,
)
from gongkai.records.rules.vocabulary import Standing
from gongkai.release.models import Clearance
from gongkai.release.operations.gate import clearance_of
from gongkai.release.operations.made_files import clear_made_files
from gongkai.release.queries.reports import GateReport, ItemReport
from gongkai.release.rules.doors import Door


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """A row that was read without fault: its line, the digest of what it says, what it says."""

    line: int
    digest: str
    read: ReadRow


@dataclass(frozen=True, slots=True)
class _Made:
    """The rows of the database that come of one row of the source."""

    row: ReadyRow
    record: Record
    version: RecordVersion
    evidence_on: date | None
    """None too where the gate holds it back: it is a draft until that is decided."""


def write_rows(actor: Actor, run: ImportRun, rows: Sequence[ReadyRow]) -> list[int]:
    """Write the records, published where they have evidence; return the ids of those published.

    What the release gate holds back is a draft like those without evidence.

    Raises WasMerged, SerialExhausted and CreditCodeMissing; the caller undoes the whole batch then.
    """
    require_not_merged(row.read.organ.pk for row in rows if row.read.organ is not None)
    batch = _made(actor, run, rows)
    published = [made for made in batch if made.evidence_on is not None]
    _number(published, brought={row.read.index_number for row in rows})
    _clear(actor, published)
    _send_out(published)
    # Both refer to each other: PostgreSQL looks after the references at the commit, and our
    # guards see version and evidence when the record comes.
    RecordVersion.objects.bulk_create([made.version for made in batch])
    Record.objects.bulk_create([made.record for made in batch])
    _record_disclosures(actor, batch)
    for made in batch:
        if made.evidence_on is None:
            start_disclosure_clock(actor=actor, record=made.record, version=made.version)
    mark_public_changes(kind="record", object_ids=[made.record.pk for made in published])
    leave_trails(actor, "import", [(made.record, _details(run, made)) for made in batch])
    return [made.record.pk for made in published]


def _made(actor: Actor, run: ImportRun, rows: Sequence[ReadyRow]) -> list[_Made]:
    at = time.now()
    sources = ImportRow.objects.bulk_create(
        [
            ImportRow(
                run=run,
                line=row.line,
                source_digest=row.digest,
                evidence_on=row.read.evidence_on,
                evidence_place=row.read.evidence_at,
                imported_at=at,
            )
            for row in rows
        ]
    )
    batch = []
    for row, source, pk in zip(rows, sources, new_record_ids(len(rows)), strict=True):
        evidence_on = row.read.evidence_on if row.read.is_published else None
        record = _new_record(actor, row.read, pk)
        version = first_draft(
            record, row.read.checked, actor, import_row=source if evidence_on else None
        )
        batch.append(_Made(row, record, version, evidence_on))
    return batch


def new_record_ids(number: int) -> list[int]:
    """Return so many ids that no record has or will get otherwise."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('records_record', 'id')) "
            "FROM generate_series(1, %s)",
            [number],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _new_record(actor: Actor, read: ReadRow, pk: int) -> Record:
    record = Record(
        pk=pk,
        organ=_organ(read),
        class_code=read.class_code,
        first_disclosed_on=read.evidence_on,
        first_disclosure_source=read.evidence_at,
        registered_by_id=acting_person(actor),
        registered_at=time.now(),
    )
    if read.index_number:
        keep_number(record, read.index_number)
    return record


def _organ(read: ReadRow) -> Organ:
    if read.organ is None:
        raise RuntimeError("a row is written for an organ")
    return read.organ


def keep_number(record: Record, number: str) -> None:
    """Give the (unsaved) record a number that came from elsewhere, as it was printed."""
    parsed = parse_index_number(
        number,
        is_organisation_code=has_right_organisation_digit,
        is_credit_code=has_right_credit_digit,
    )
    record.index_number = number
    record.index_is_foreign = True
    record.index_organ = record.organ
    record.index_year = parsed.year
    serial = int(parsed.serial) if parsed.serial else None
    record.index_serial = serial if serial is not None and serial < 2**31 else None


def _number(published: Sequence[_Made], *, brought: set[str]) -> None:
    wanted = [(made.record, made.version.generated_on.year) for made in published]
    if mint_together(wanted, brought=brought):
        return
    for record, year in wanted:
        if record.index_number is None:
            mint_index_number(record, organ=record.organ, year=year)
        else:
            advance_past(record, organ=record.organ)


def _clear(actor: Actor, published: Sequence[_Made]) -> None:
    passed = [_clearance(actor, made, made.row.read.gate) for made in published]
    Clearance.objects.bulk_create(passed)
    for made, clearance in zip(published, passed, strict=True):
        made.version.clearance = clearance


def _clearance(actor: Actor, made: _Made, item: ItemReport | None) -> Clearance:
    if item is None:
        raise RuntimeError("the gate looked at every row with evidence")
    report = GateReport(door=Door.PUBLIC, subject=subject_of(made.record), items=(item,))
    return clearance_of(report, item, actor=actor)


def _send_out(published: Sequence[_Made]) -> None:
    today = time.today()
    for made in published:
        # No clock: the record itself says that and where it was disclosed before (C5).
        stand(made.record, made.version, Standing.PUBLISHED, today=today)
    told = [made for made in published if made.version.text]
    digests = store_files([file_of(made.record, made.version) for made in told])
    for made, digest in zip(told, digests, strict=True):
        made.version.text_file = digest
    clear_made_files(
        [
            (made.version.clearance, made.version.text_file)
            for made in told
            if made.version.clearance is not None
        ]
    )


def _record_disclosures(actor: Actor, batch: Sequence[_Made]) -> None:
    disclosures = []
    for made in batch:
        if made.evidence_on is None:
            continue
        disclosures.append(_evidence(actor, made, made.evidence_on))
        if Form.WEBSITE.value in made.version.forms:
            disclosures.append(website_disclosure(actor, made.record, made.version))
    PublicationEvent.objects.bulk_create(disclosures)


def _evidence(actor: Actor, made: _Made, on: date) -> PublicationEvent:
    return PublicationEvent(
        record=made.record,
        version=made.version,
        form=made.row.read.evidence_form,
        disclosed_on=on,
        reference=made.row.read.evidence_at,
        recorded_by_id=acting_person(actor),
        recorded_at=time.now(),
    )


def _details(run: ImportRun, made: _Made) -> dict[str, str]:
    details = {"run": str(run.pk), "line": str(made.row.line)}
    if made.row.read.is_held_back:
        return details | {"held_back": "release gate"}
    if made.evidence_on is None:
        return details
    return details | {"digest": made.version.digest, "file": made.version.text_file}
