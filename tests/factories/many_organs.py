"""Very many organs with what they published, quickly: past the operations, not past the guards."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from tests.factories import organs, records

from gongkai.organs.models import Organ, Person
from gongkai.records.models import Ground, ImportRow, ImportRun, Record, RecordVersion
from gongkai.records.rules.statutory import cells_for
from gongkai.release.models import Clearance

MOMENT = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
_NEWEST_ON = date(2026, 3, 2)

_RELEASE = """
UPDATE records_record SET standing = 'published', public_version_id = version.id,
    index_number = 'MANY-' || records_record.id, index_is_foreign = true,
    index_organ_id = records_record.organ_id,
    released_at = version.released_at, released_on = version.generated_on
FROM records_record_version version
WHERE version.record_id = records_record.id AND records_record.id = ANY(%s)
"""


@dataclass(frozen=True)
class Area:
    """A government with organs below it, each of which published something of some items."""

    government: Organ
    below: list[Organ]
    records: int


def an_area(*, below: int, filled: int = 1, rounds: int = 1) -> Area:
    """Return a city with so many departments, `filled` of every four cells with something in it.

    That is so many rounds, a year apart.
    """
    records.load_tables()
    government = organs.an_organ("云梦市人民政府", kind="government", level="city")
    made = Organ.objects.bulk_create(_department(number, government) for number in range(below))
    officer = organs.a_person()
    items = [cell.code for cell in cells_for(regime="ogi-2008", level="city")]
    cells = [
        (organ, item, round_)
        for place, organ in enumerate(made)
        for at, item in enumerate(items)
        if (place + at) % 4 < filled
        for round_ in range(rounds)
    ]
    _publish(cells, officer)
    return Area(government, made, len(cells))


def _department(number: int, government: Organ) -> Organ:
    return Organ(
        name=f"云梦市第{number}局",
        level="city",
        kind="department",
        region=government.region,
        parent=government,
        organisation_code=f"M{number:08d}",
        sort_key=f"{number:05d}",
    )


Cell = tuple[Organ, str, int]
"""Whose it is, the item, and of which round."""


def _publish(cells: Sequence[Cell], officer: Person) -> None:
    made = Record.objects.bulk_create(
        Record(organ=organ, class_code="01", registered_by=officer, registered_at=MOMENT)
        for organ, _item, _round in cells
    )
    evidence, cleared = _evidence(len(cells), officer), _cleared(made)
    ground = Ground.objects.get(code="ogi-2008/vital-interests")
    RecordVersion.objects.bulk_create(
        _version(cell, record, ground=ground, clearance=clearance, import_row=row)
        for cell, record, clearance, row in zip(cells, made, cleared, evidence, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, [[record.pk for record in made]])


def _evidence(count: int, officer: Person) -> list[ImportRow]:
    run = ImportRun.objects.create(
        file_name="many",
        file_digest="0" * 64,
        mapping_digest="0" * 64,
        decided_by=officer,
        started_at=MOMENT,
    )
    return ImportRow.objects.bulk_create(
        ImportRow(
            run=run,
            line=line,
            source_digest=_digest(str(line)),
            evidence_on=_NEWEST_ON,
            evidence_place="many",
            imported_at=MOMENT,
        )
        for line in range(1, count + 1)
    )


def _cleared(made: Sequence[Record]) -> list[Clearance]:
    return Clearance.objects.bulk_create(
        Clearance(
            door="public",
            subject_kind="record",
            subject_id=record.pk,
            organ_id=record.organ_id,
            digest=_digest(str(record.pk)),
            rules=1,
            cleared_at=MOMENT,
        )
        for record in made
    )


def _version(cell: Cell, record: Record, **more: object) -> RecordVersion:
    organ, item, round_ = cell
    return RecordVersion(
        record=record,
        number=1,
        state="released",
        title=f"{organ.name}关于{item}的公告",
        summary="概述。",
        text="正文。",
        time_limit="long_term",
        forms=["website"],
        generated_on=_NEWEST_ON - timedelta(days=366 * round_),
        category="voluntary",
        statutory_item=item,
        digest=_digest(str(record.pk)),
        created_by=record.registered_by,
        created_at=MOMENT,
        released_at=MOMENT,
        **more,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
