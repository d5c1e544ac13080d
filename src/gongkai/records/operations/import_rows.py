"""One row of an import, read into content that can be written."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line
from gongkai.organs.models import Organ
from gongkai.records.clearing import texts_out
from gongkai.records.models import InformationClass, Record
from gongkai.records.operations.checking import (
    CheckedContent,
    References,
    checked_content,
    require_proposable,
)
from gongkai.records.operations.import_organs import OrganCache
from gongkai.records.operations.import_sources import SourceRow
from gongkai.records.operations.register import require_open_class
from gongkai.records.rules.content import Fault, VersionContent
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
from gongkai.records.rules.vocabulary import Category
from gongkai.records.wording import fault_text
from gongkai.release.operations.gate import look_at_text
from gongkai.release.queries.reports import ItemReport

_LONGEST_NUMBER, _LONGEST_NAME, _LONGEST_AREA = 80, 200, 120
"""Characters that an index number, an organ's and a division's name may have."""


class NumberTaken(Refusal):
    """Another record has the number that the row brings."""


class NotToBePublished(Refusal):
    """Evidence of earlier publication is of no use to what is not for voluntary disclosure."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that can be written; `organ` is None in a dry run that would make it.

    `gate` is what the release gate says of a row with evidence, None of one without.
    """

    organ: Organ | None
    checked: CheckedContent
    class_code: str
    index_number: str
    evidence_on: date | None
    evidence_at: str
    evidence_form: str
    gate: ItemReport | None = None

    @property
    def is_published(self) -> bool:
        """Say whether it arrives published: it has evidence and nothing holds it back."""
        return self.gate is not None and not self.gate.obstacles

    @property
    def is_held_back(self) -> bool:
        """Say whether it has evidence and waits for a decision about what the gate found."""
        return self.gate is not None and bool(self.gate.obstacles)


class Tables:
    """Class tables, grounds and themes, read once in a run."""

    def __init__(self) -> None:
        self.references = References()
        self._codes: dict[int | None, dict[str, bool]] = {}

    def require_class(self, organ: Organ | None, code: str) -> None:
        """Raise NoSuchClass or ClassClosed unless something new can go into the class."""
        own = self._of(organ.pk) if organ is not None else {}
        require_open_class(own or self._of(None), code)

    def _of(self, organ_id: int | None) -> dict[str, bool]:
        if organ_id not in self._codes:
            rows = InformationClass.objects.filter(
                Q(organ__isnull=True) if organ_id is None else Q(organ_id=organ_id)
            )
            self._codes[organ_id] = dict(rows.values_list("code", "is_closed"))
        return self._codes[organ_id]


def taken_numbers(rows: Iterable[SourceRow], mapping: ImportMapping) -> set[str]:
    """Return which index numbers that the rows bring along a record has already."""
    brought = set()
    for row in rows:
        with suppress(CellRefused, Refusal):
            brought.add(_index_number(row, mapping))
    brought.discard("")
    if not brought:
        return set()
    known = Record.objects.filter(index_number__in=brought)
    return {number for number in known.values_list("index_number", flat=True) if number}


def read_row(
    row: SourceRow,
    mapping: ImportMapping,
    home: Organ,
    organs: OrganCache,
    tables: Tables,
    taken: set[str],
) -> ReadRow:
    """Return what the row says, checked as an operation would; raises Refusal, CellRefused.

    `taken` are the index numbers that it must not bring; its own is added to them.
    """
    evidence_on = _evidence_on(row, mapping)
    checked = checked_content(
        _content(row, mapping, tables), today=time.today(), references=tables.references
    )
    if evidence_on is not None:
        if checked.content.category != Category.VOLUNTARY:
            raise NotToBePublished(_("Only voluntary information can arrive published."))
        require_proposable(checked.content, is_first=True, today=time.today())
    code = str(value_for(mapping, "class_code", row.values) or "")
    code = code or default_class(checked.content.statutory_item)
    number = _index_number(row, mapping)
    organ = _organ(row, mapping, home, organs)
    tables.require_class(organ, code)
    if number in taken:
        raise NumberTaken(
            _("Another record has the index number %(number)s.") % {"number": number},
            field=mapping.columns.get("index_number", ""),
        )
    if number:
        taken.add(number)
    evidence_at = evidence_place(mapping, row.values)[:500] if evidence_on else ""
    return ReadRow(
        organ=organ,
        checked=checked,
        class_code=code,
        index_number=number,
        evidence_on=evidence_on,
        evidence_at=evidence_at,
        evidence_form=mapping.evidence_form,
        gate=look_at_text(texts_out(checked.content, source=evidence_at)) if evidence_on else None,
    )


def _content(row: SourceRow, mapping: ImportMapping, tables: Tables) -> VersionContent:
    said = {name: value_for(mapping, name, row.values) for name in ELEMENTS}
    if said["theme_code"]:
        said["theme_code"] = tables.references.theme_code(str(said["theme_code"]))
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


def _index_number(row: SourceRow, mapping: ImportMapping) -> str:
    said = value_for(mapping, "index_number", row.values)
    return _line(said, mapping.columns.get("index_number", ""), _LONGEST_NUMBER)


def _line(said: object, column: str, longest: int) -> str:
    line = clean_line(str(said or ""))
    if len(line) > longest:
        raise CellRefused(column, str(fault_text(column, Fault.TOO_LONG)))
    return line
