"""A batch of an import is written together; what each row would have got alone stays the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.records import Office, sha

from gongkai.audit.models import AuditEntry
from gongkai.kernel.files import open_file
from gongkai.kernel.models import PublicChange
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.models import IndexCounter, Record, RecordVersion
from gongkai.records.operations import ImportReport, import_records
from gongkai.records.operations.import_sources import SourceRow
from gongkai.records.queries import record_page
from gongkai.records.rules.mapping import read_mapping
from gongkai.search.queries import search_public

MAPPING = read_mapping(
    {
        "fields": {"title": "题名", "text": "正文", "generated_on": "日期", "index_number": "号"},
        "defaults": {
            "summary": "概述。",
            "category": "voluntary",
            "ground_code": "ogi-2008/vital-interests",
            "statutory_item": "A01",
        },
        "evidence": {"date": "公布", "place": "{处}"},
    }
)


def _row(line: int, number: str = "", **changes: object) -> SourceRow:
    values: dict[str, object] = {
        "题名": f"第{line}号水库办法",
        "正文": f"第{line}条。",
        "日期": "2007-03-01",
        "公布": "2007-03-05",
        "处": "省公报",
        "号": number,
    }
    return SourceRow(line, values | changes)


def _import(office: Office, *rows: SourceRow, dry_run: bool = False) -> ImportReport:
    return import_records(
        actor=office.acting(Role.PERSON_IN_CHARGE),
        organ_id=office.organ.pk,
        rows=rows,
        mapping=MAPPING,
        file_name="source.jsonl",
        file_digest=sha("file"),
        dry_run=dry_run,
    )


def _ours(office: Office, serial: int) -> str:
    return f"{office.organ.organisation_code}-01-2007-{serial:04d}"


def _numbers() -> list[str | None]:
    return list(Record.objects.order_by("pk").values_list("index_number", flat=True))


def test_every_record_of_a_batch_is_complete(office: Office) -> None:
    report = _import(office, *(_row(line) for line in range(1, 8)), _row(8, 公布=""))
    assert (report.published, report.drafts, report.errors) == (7, 1, [])
    records = list(Record.objects.order_by("pk"))
    assert _numbers() == [*(_ours(office, serial) for serial in range(1, 8)), None]
    trail = AuditEntry.objects.filter(action="records.import").order_by("place")
    assert [entry.object_id for entry in trail] == [str(record.pk) for record in records]
    assert [entry.details["line"] for entry in trail] == [str(line) for line in range(1, 9)]
    assert PublicChange.objects.filter(object_id__in=[r.pk for r in records]).count() == 7
    assert search_public("水库").total == 7
    for line, record in enumerate(records[:7], 1):
        page = record_page(PUBLIC, record.pk)
        assert [said.form for said in page.publications] == ["other", "website"]
        with open_file(page.digest) as kept:
            assert f"第{line}条。" in kept.read().decode()


def test_ten_times_as_many_rows_take_no_more_statements(office: Office) -> None:
    _import(office, _row(1))
    with CaptureQueriesContext(
        connection,
    ) as few:
        _import(office, _row(2), _row(3))
    with CaptureQueriesContext(connection) as many:
        _import(office, *(_row(line) for line in range(4, 24)))
    assert len(many) <= len(few) + 2


def test_our_serials_pass_over_what_the_batch_and_the_table_hold(office: Office) -> None:
    _import(office, _row(1, _ours(office, 2), 公布=""))
    assert IndexCounter.objects.count() == 0
    report = _import(office, _row(2), _row(3), _row(4, _ours(office, 4), 公布=""), _row(5))
    assert report.errors == []
    assert _numbers() == [_ours(office, serial) for serial in (2, 1, 3, 4, 5)]


def test_a_foreign_number_moves_the_counter_for_the_rows_after_it(office: Office) -> None:
    _import(office, _row(1), _row(2, _ours(office, 7)), _row(3), _row(4, "旧〔2007〕3号"))
    serials = (1, 7, 8)
    assert _numbers() == [*(_ours(office, serial) for serial in serials), "旧〔2007〕3号"]
    assert IndexCounter.objects.get().last_serial == 8


def test_a_number_that_is_taken_is_refused_in_the_same_batch_too(office: Office) -> None:
    _import(office, _row(1, "甲-1"))
    report = _import(office, _row(2, "甲-1"), _row(3, "甲-2"), _row(4, "甲-2"), _row(5))
    assert [(error.line, error.column) for error in report.errors] == [(2, "号"), (4, "号")]
    assert report.published == 2


def test_where_the_serials_end_the_rows_before_are_still_imported(office: Office) -> None:
    _import(office, _row(1))
    IndexCounter.objects.update(last_serial=9997)
    report = _import(office, *(_row(line) for line in range(2, 6)), _row(6, 日期="2006-01-01"))
    assert [error.line for error in report.errors] == [4, 5]
    assert (report.published, report.rows) == (3, 5)
    assert _ours(office, 9999) in _numbers()
    assert RecordVersion.objects.filter(state="released").count() == 4


@pytest.mark.parametrize("dry_run", [False, True])
def test_the_same_row_twice_in_a_batch_is_one_record(office: Office, dry_run: bool) -> None:
    twice = _row(1)
    again = SourceRow(2, twice.values)
    report = _import(office, twice, again, _row(3, 日期="?"), dry_run=dry_run)
    assert (report.published, report.skipped, len(report.errors)) == (1, 1, 1)
    assert Record.objects.count() == (0 if dry_run else 1)
