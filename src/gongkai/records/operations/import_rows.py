"""One row of an import: read into content, then written as a published record or a draft."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.models import Organ
from gongkai.records.models import (
    ImportRow,
    ImportRun,
    InformationClass,
    PublicationEvent,
    Record,
    RecordVersion,
)
from gongkai.records.operations.checking import (
    CheckedContent,
    References,
    checked_content,
    require_proposable,
)
from gongkai.records.operations.disclosure_clock import start_disclosure_clock
from gongkai.records.operations.import_organs import OrganCache
from gongkai.records.operations.import_sources import SourceRow
from gongkai.records.operations.minting import advance_past
from gongkai.records.operations.register import NoSuchClass, first_draft
from gongkai.records.operations.release import bring_to
from gongkai.records.operations.trail import leave_trail
from gongkai.records.rules.content import Fault, VersionContent
from gongkai.records.rules.index_forms import (
    has_right_credit_digit,
    has_right_organisation_digit,
    parse_index_number,
)
from gongkai.records.rules.mapping import (
    ELEMENTS,
    CellRefused,
    ImportMapping,
    evidence_place,
    read_date,
    value_for,
)
from gongkai.records.rules.statutory import default_class
from gongkai.records.rules.summary import summary_from
from gongkai.records.rules.vocabulary import Category, Standing
from gongkai.records.wording import fault_text

_LONGEST_NUMBER, _LONGEST_NAME, _LONGEST_AREA = 80, 200, 120
"""Characters that an index number, an organ's and a division's name may have."""


class NumberTaken(Refusal):
    """Another record has the number that the row brings."""


class NotToBePublished(Refusal):
    """Evidence of earlier publication is of no use to what is not for voluntary disclosure."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that can be written; `organ` is None in a dry run that would make it."""

    organ: Organ | None
    checked: CheckedContent
    class_code: str
    index_number: str
    evidence_on: date | None
    evidence_at: str
    evidence_form: str


class Tables:
    """Class tables, grounds and themes, read once in a run."""

    def __init__(self) -> None:
        self.references = References()
        self._codes: dict[int | None, frozenset[str]] = {}

    def require_class(self, organ: Organ | None, code: str) -> None:
        """Raise NoSuchClass unless the organ's table, or the default one, has the class."""
        own = self._of(organ.pk) if organ is not None else frozenset()
        if code not in (own or self._of(None)):
            raise NoSuchClass(
                _("The class table has no class “%(code)s”.") % {"code": code}, field="class_code"
            )

    def _of(self, organ_id: int | None) -> frozenset[str]:
        if organ_id not in self._codes:
            rows = InformationClass.objects.filter(
                Q(organ__isnull=True) if organ_id is None else Q(organ_id=organ_id)
            )
            self._codes[organ_id] = frozenset(rows.values_list("code", flat=True))
        return self._codes[organ_id]


def read_row(
    row: SourceRow, mapping: ImportMapping, home: Organ, organs: OrganCache, tables: Tables
) -> ReadRow:
    """Return what the row says, checked as an operation would; raises Refusal, CellRefused."""
    evidence_on = _evidence_on(row, mapping)
    checked = checked_content(
        _content(row, mapping), today=time.today(), references=tables.references
    )
    if evidence_on is not None:
        if checked.content.category != Category.VOLUNTARY:
            raise NotToBePublished(_("Only voluntary information can arrive published."))
        require_proposable(checked.content, is_first=True, today=time.today())
    code = str(value_for(mapping, "class_code", row.values) or "")
    code = code or default_class(checked.content.statutory_item)
    number = _line(
        value_for(mapping, "index_number", row.values),
        mapping.columns.get("index_number", ""),
        _LONGEST_NUMBER,
    )
    organ = _organ(row, mapping, home, organs)
    tables.require_class(organ, code)
    if number and Record.objects.filter(index_number=number).exists():
        raise NumberTaken(
            _("Another record has the index number %(number)s.") % {"number": number},
            field=mapping.columns.get("index_number", ""),
        )
    return ReadRow(
        organ=organ,
        checked=checked,
        class_code=code,
        index_number=number,
        evidence_on=evidence_on,
        evidence_at=evidence_place(mapping, row.values)[:500] if evidence_on else "",
        evidence_form=mapping.evidence_form,
    )


def write_row(actor: Actor, run: ImportRun, line: int, digest: str, read: ReadRow) -> Record:
    """Write the record, published where it has evidence, and the row that it came from."""
    if read.organ is None:
        raise RuntimeError("a row is written for an organ")
    source = ImportRow.objects.create(
        run=run,
        line=line,
        source_digest=digest,
        evidence_on=read.evidence_on,
        evidence_place=read.evidence_at,
        imported_at=time.now(),
    )
    record = _new_record(actor, read, read.organ)
    version = first_draft(
        record, read.checked, actor, import_row=source if read.evidence_on else None
    )
    if read.evidence_on is None:
        start_disclosure_clock(actor=actor, record=record, version=version)
        leave_trail(actor, "import", record, _details(run, line))
        return record
    # No clock: the record itself says that and where it was disclosed before (requirement C5).
    _record_evidence(actor, record, version, read, read.evidence_on)
    bring_to(Standing.PUBLISHED, actor=actor, record=record, version=version)
    if read.index_number:
        advance_past(record, organ=read.organ)
    mark_public_change(kind="record", object_id=record.pk)
    proof = {"digest": version.digest, "file": version.text_file}
    leave_trail(actor, "import", record, _details(run, line) | proof)
    return record


def _content(row: SourceRow, mapping: ImportMapping) -> VersionContent:
    said = {name: value_for(mapping, name, row.values) for name in ELEMENTS}
    if mapping.summary_from_text and not said["summary"]:
        said["summary"] = summary_from(str(said["text"] or ""))
    if said["generated_on"] is None:
        raise CellRefused(
            mapping.columns.get("generated_on", ""), _("Enter the day of generation.")
        )
    given = {name: value for name, value in said.items() if value is not None}
    return VersionContent(**{"title": "", "summary": "", **given})  # type: ignore[arg-type]


def _evidence_on(row: SourceRow, mapping: ImportMapping) -> date | None:
    raw = row.values.get(mapping.evidence_date) if mapping.evidence_date else None
    if raw in (None, ""):
        return None
    day = read_date(mapping, raw, mapping.evidence_date)
    if not evidence_place(mapping, row.values):
        return None
    if day > time.today():
        raise CellRefused(mapping.evidence_date, _("The day of publication lies in the future."))
    return day


def _organ(row: SourceRow, mapping: ImportMapping, home: Organ, organs: OrganCache) -> Organ | None:
    issuer = _line(row.values.get(mapping.issuer_column), mapping.issuer_column, _LONGEST_NAME)
    if not issuer:
        organs.require_may(home)
        return home
    area = _line(row.values.get(mapping.area_column), mapping.area_column, _LONGEST_AREA)
    return organs.organ_for(mapping.aliases.get(issuer, issuer), area)


def _line(said: object, column: str, longest: int) -> str:
    line = clean_line(str(said or ""))
    if len(line) > longest:
        raise CellRefused(column, str(fault_text(column, Fault.TOO_LONG)))
    return line


def _new_record(actor: Actor, read: ReadRow, organ: Organ) -> Record:
    record = Record(
        organ=organ,
        class_code=read.class_code,
        first_disclosed_on=read.evidence_on,
        first_disclosure_source=read.evidence_at,
        registered_by_id=acting_person(actor),
        registered_at=time.now(),
    )
    if read.index_number:
        _keep_number(record, read.index_number)
    record.save(force_insert=True)
    return record


def _keep_number(record: Record, number: str) -> None:
    parsed = parse_index_number(
        number,
        is_organisation_code=has_right_organisation_digit,
        is_credit_code=has_right_credit_digit,
    )
    record.index_number = number
    record.index_is_foreign = True
    record.index_year = parsed.year
    serial = int(parsed.serial) if parsed.serial else None
    record.index_serial = serial if serial is not None and serial < 2**31 else None


def _record_evidence(
    actor: Actor, record: Record, version: RecordVersion, read: ReadRow, on: date
) -> None:
    PublicationEvent.objects.create(
        record=record,
        version=version,
        form=read.evidence_form,
        disclosed_on=on,
        reference=read.evidence_at,
        recorded_by_id=acting_person(actor),
        recorded_at=time.now(),
    )


def _details(run: ImportRun, line: int) -> dict[str, str]:
    return {"run": str(run.pk), "line": str(line)}
