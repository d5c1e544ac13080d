"""Many published records quickly, past the operations but not past the database's guards.

For measuring how search and pages behave at a size, not how long loading takes; that is what
`benchmarks.import_speed` measures with the real import.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice

from django.db import connection

from benchmarks.regulations import Regulation
from gongkai.kernel.types import SYSTEM
from gongkai.organs.models import Organ, Person, Region
from gongkai.organs.operations import create_organ, create_person, create_region
from gongkai.records.models import Ground, ImportRow, ImportRun, Record, RecordVersion
from gongkai.search.operations import index_records, refresh_vocabulary

_MOMENT = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
_BATCH = 1000

_RELEASE = """
UPDATE records_record SET standing = 'published', public_version_id = version.id,
    index_number = 'BENCH-' || records_record.id, index_is_foreign = true,
    released_at = version.released_at, released_on = version.generated_on
FROM records_record_version version
WHERE version.record_id = records_record.id AND records_record.id = ANY(%s)
"""


def load(material: Iterable[Regulation]) -> int:
    """Write and index the records; return how many there are."""
    officer = create_person(
        actor=SYSTEM, username="bench", name="试", password=secrets.token_hex(8)
    )
    run = ImportRun.objects.create(
        file_name="bench",
        file_digest="0" * 64,
        mapping_digest="0" * 64,
        decided_by=officer,
        started_at=_MOMENT,
    )
    ground = Ground.objects.filter(category="voluntary").order_by("pk").first()
    assert ground is not None
    organs: dict[str, Organ] = {}
    source = iter(material)
    loaded = 0
    while batch := list(islice(source, _BATCH)):
        for regulation in batch:
            if regulation.issuer not in organs:
                organs[regulation.issuer] = _organ(regulation)
        ids = _write(batch, organs, run, officer, ground, first_line=loaded + 1)
        index_records(record_ids=ids)
        loaded += len(batch)
    refresh_vocabulary()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return loaded


def _organ(regulation: Regulation) -> Organ:
    code = str(910000 + int(hashlib.sha256(regulation.area.encode()).hexdigest(), 16) % 80 * 100)
    region = Region.objects.filter(name=regulation.area).first()
    if region is None:
        while Region.objects.filter(code=code).exists():
            code = str(int(code) + 100)
        region = create_region(actor=SYSTEM, code=code, name=regulation.area, parent_code="")
    return create_organ(
        actor=SYSTEM,
        name=regulation.issuer,
        level="province",
        kind="government",
        region_code=region.code,
        organisation_code="",
    )


def _write(
    batch: Sequence[Regulation],
    organs: dict[str, Organ],
    run: ImportRun,
    officer: Person,
    ground: Ground,
    *,
    first_line: int,
) -> list[int]:
    rows = ImportRow.objects.bulk_create(
        ImportRow(
            run=run,
            line=line,
            source_digest=hashlib.sha256(str(line).encode()).hexdigest(),
            evidence_on=regulation.made_on,
            evidence_place="bench",
            imported_at=_MOMENT,
        )
        for line, regulation in enumerate(batch, start=first_line)
    )
    records = Record.objects.bulk_create(
        Record(
            organ=organs[regulation.issuer],
            class_code="01",
            registered_by=officer,
            registered_at=_MOMENT,
        )
        for regulation in batch
    )
    RecordVersion.objects.bulk_create(
        _version(regulation, record, row, officer, ground)
        for regulation, record, row in zip(batch, records, rows, strict=True)
    )
    ids = [record.pk for record in records]
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, [ids])
    return ids


def _version(
    regulation: Regulation, record: Record, row: ImportRow, officer: Person, ground: Ground
) -> RecordVersion:
    return RecordVersion(
        record=record,
        number=1,
        state="released",
        title=regulation.title[:500],
        summary=regulation.text[:150],
        text=regulation.text,
        time_limit="long_term",
        forms=["website"],
        generated_on=regulation.made_on,
        document_number=regulation.document_number[:120],
        category="voluntary",
        ground=ground,
        digest=hashlib.sha256(regulation.text.encode()).hexdigest(),
        import_row=row,
        created_by=officer,
        created_at=_MOMENT,
        released_at=_MOMENT,
    )
