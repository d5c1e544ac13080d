"""Register many pieces of information of one organ at once, as drafts, in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.organs.models import Organ
from gongkai.organs.operations.merging import require_not_merged
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations.checking import CheckedContent, References, checked_content
from gongkai.records.operations.disclosure_clock import start_disclosure_clocks
from gongkai.records.operations.import_rows import Tables
from gongkai.records.operations.import_writing import keep_number, new_record_ids
from gongkai.records.operations.moving import require_own_organ, require_role
from gongkai.records.operations.register import first_draft, require_whole_disclosure
from gongkai.records.operations.trail import leave_trails
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.statutory import default_class

_LONGEST_NUMBER = 80


class IndexNumberTaken(Refusal):
    """Another record has the index number already, or it is no number at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """What is to be registered; the fields mean what they mean to `register_record`."""

    content: VersionContent
    first_disclosed_on: date | None = None
    first_disclosure_source: str = ""
    index_number: str = ""
    """The number that it was disclosed under before; kept as it was printed."""


@dataclass(frozen=True, slots=True)
class _Ready:
    wanted: NewRecord
    checked: CheckedContent
    class_code: str


def register_records(
    *, actor: Actor, organ_id: int, wanted: Sequence[NewRecord]
) -> list[Record | Refusal]:
    """Register each as `register_record` would, and return its record, or why it was refused.

    What is refused keeps nothing else back. The clock of each begins or is said not to apply
    (Regulations 2007 art. 18, 38), each is in the trail. The number of statements does not grow
    with the records. Raises NotAllowed, WasMerged.
    """
    require_role(actor, Role.CLERK)
    require_own_organ(actor, organ_id)
    organ = Organ.objects.get(pk=organ_id)
    outcome = _checked(wanted, organ)
    ready = [one for one in outcome if isinstance(one, _Ready)]
    with transaction.atomic():
        require_not_merged([organ_id])
        made = iter(_write(actor, organ, ready))
    return [next(made) if isinstance(one, _Ready) else one for one in outcome]


def _checked(wanted: Sequence[NewRecord], organ: Organ) -> list[_Ready | Refusal]:
    tables, today = Tables(), time.today()
    brought = {clean_line(one.index_number) for one in wanted} - {""}
    known = Record.objects.filter(index_number__in=brought) if brought else Record.objects.none()
    taken = {number for number in known.values_list("index_number", flat=True) if number}
    outcome: list[_Ready | Refusal] = []
    for one in wanted:
        try:
            outcome.append(_ready(one, organ, tables, taken, today))
        except Refusal as refusal:
            outcome.append(refusal)
    return outcome


def _ready(one: NewRecord, organ: Organ, tables: Tables, taken: set[str], today: date) -> _Ready:
    references: References = tables.references
    checked = checked_content(one.content, today=today, references=references)
    require_whole_disclosure(
        one.first_disclosed_on, clean_line(one.first_disclosure_source), None, ""
    )
    code = default_class(checked.content.statutory_item)
    tables.require_class(organ, code)
    number = clean_line(one.index_number)
    if number in taken or len(number) > _LONGEST_NUMBER:
        raise IndexNumberTaken(
            _("The index number %(number)s is another record's already, or too long.")
            % {"number": number[:_LONGEST_NUMBER]},
            field="index_number",
        )
    if number:
        taken.add(number)
    return _Ready(one, checked, code)


def _write(actor: Actor, organ: Organ, ready: Sequence[_Ready]) -> list[Record]:
    pks = new_record_ids(len(ready))
    records = [_record(actor, organ, one, pk) for one, pk in zip(ready, pks, strict=True)]
    versions = [
        first_draft(record, one.checked, actor) for record, one in zip(records, ready, strict=True)
    ]
    Record.objects.bulk_create(records)
    RecordVersion.objects.bulk_create(versions)
    pairs = list(zip(records, versions, strict=True))
    start_disclosure_clocks(actor=actor, organ_id=organ.pk, pairs=pairs)
    leave_trails(
        actor, "register", [(record, {"digest": version.digest}) for record, version in pairs]
    )
    return records


def _record(actor: Actor, organ: Organ, one: _Ready, pk: int) -> Record:
    record = Record(
        pk=pk,
        organ=organ,
        class_code=one.class_code,
        first_disclosed_on=one.wanted.first_disclosed_on,
        first_disclosure_source=clean_line(one.wanted.first_disclosure_source),
        registered_by_id=acting_person(actor),
        registered_at=time.now(),
    )
    if number := clean_line(one.wanted.index_number):
        keep_number(record, number)
    return record
