"""Cells that are too long for the house: the row is refused, the others arrive."""

import pytest
from tests.factories.records import Office, sha

from gongkai.kernel.types import Role
from gongkai.records.operations import import_records
from gongkai.records.operations.import_sources import SourceRow
from gongkai.records.rules.mapping import read_mapping

MAPPING = read_mapping(
    {
        "fields": {
            "title": "题名",
            "summary": "题名",
            "generated_on": "日期",
            "index_number": "索引号",
        },
        "organ": {"issuer": "机关", "area": "地区", "create": True},
    }
)
FITS = {"题名": "某办法", "日期": "2007-03-01"}


@pytest.mark.parametrize(("column", "longest"), [("索引号", 80), ("机关", 200), ("地区", 120)])
def test_a_cell_that_is_too_long_refuses_its_row_alone(
    office: Office, column: str, longest: int
) -> None:
    too_long = FITS | {"机关": "某厅", column: "甲" * (longest + 1)}
    report = import_records(
        actor=office.acting(Role.PERSON_IN_CHARGE),
        organ_id=office.organ.pk,
        rows=[SourceRow(1, too_long), SourceRow(2, FITS)],
        mapping=MAPPING,
        file_name="rows.jsonl",
        file_digest=sha(column),
    )
    assert [(error.line, error.column) for error in report.errors] == [(1, column)]
    assert report.drafts == 1
