"""Importing: evidence publishes, the rest are drafts, every bad row is reported."""

import gzip
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.factories import organs
from tests.factories.attachments import decide_all
from tests.factories.records import Office, an_office, content, sha

from gongkai.audit.models import AuditEntry
from gongkai.clock.queries import clock_of
from gongkai.clock.rules.history import ClockState
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import PUBLIC, Actor, Role
from gongkai.organs.models import Organ
from gongkai.records.models import ImportRow, ImportRun, Record, RecordVersion
from gongkai.records.operations import ImportReport, edit_version, import_records
from gongkai.records.operations.clearing import look_at_version
from gongkai.records.operations.import_sources import SourceRow, SourceUnreadable, read_rows
from gongkai.records.queries import by_index_number, record_page
from gongkai.records.rules.mapping import ImportMapping, read_mapping

PLAIN = {
    "fields": {
        "title": "题名",
        "summary": "概述",
        "text": "正文",
        "generated_on": "日期",
        "document_number": "文号",
        "index_number": "索引号",
    },
    "defaults": {
        "category": "voluntary",
        "ground_code": "ogi-2008/vital-interests",
        "statutory_item": "A01",
    },
    "evidence": {"date": "公布日期", "place": "{公布处}"},
    "organ": {"issuer": "机关", "area": "地区", "create": True},
}


def _mapping(**changes: object) -> ImportMapping:
    return read_mapping({**PLAIN, **changes})


def _row(line: int = 1, **changes: object) -> SourceRow:
    values: dict[str, object] = {
        "题名": f"第{line}号办法",
        "概述": "概述。",
        "正文": "第一条 正文。",
        "日期": "2007-03-01",
        "公布日期": "2007-03-05",
        "公布处": "云梦省公报2007年第3期",
    }
    return SourceRow(line, values | changes)


def _import(
    office: Office,
    rows: Iterable[SourceRow],
    mapping: ImportMapping | None = None,
    *,
    actor: Actor | None = None,
    dry_run: bool = False,
) -> ImportReport:
    return import_records(
        actor=actor or office.acting(Role.PERSON_IN_CHARGE),
        organ_id=office.organ.pk,
        rows=rows,
        mapping=mapping or _mapping(),
        file_name="source.jsonl",
        file_digest=sha("file"),
        decision_note="省公报为证。",
        dry_run=dry_run,
    )


@pytest.fixture
def competent(office: Office) -> Actor:
    """An officer of the competent department."""
    person = organs.someone(Role.COMPETENT_DEPARTMENT, office.organ)
    return organs.acting(person, Role.COMPETENT_DEPARTMENT, office.organ)


def test_a_row_with_evidence_arrives_published_by_a_named_decision(office: Office) -> None:
    report = _import(office, [_row()])
    assert (report.published, report.drafts, report.errors) == (1, 0, [])
    record = Record.objects.get()
    assert record.standing == "published"
    assert record.index_number == f"{office.organ.organisation_code}-01-2007-0001"
    assert (record.first_disclosed_on, record.released_on) == (date(2007, 3, 5),) * 2
    assert record.first_disclosure_source == "云梦省公报2007年第3期"
    run = ImportRun.objects.get()
    assert (run.decided_by, run.decision_note) == (office.leader, "省公报为证。")
    assert AuditEntry.objects.filter(action="records.import", object_id=str(record.pk)).exists()
    assert clock_of("record", record.pk) is None
    page = record_page(PUBLIC, record.pk)
    assert [line.form for line in page.publications] == ["other", "website"]


@pytest.mark.parametrize("missing", ["公布日期", "公布处"])
def test_a_row_without_day_or_place_of_publication_is_a_draft(office: Office, missing: str) -> None:
    report = _import(office, [_row(**{missing: "", "日期": "2026-03-02"})])
    assert (report.published, report.drafts) == (0, 1)
    record = Record.objects.get()
    assert record.standing == "unreleased"
    assert record.versions.get().state == "draft"
    reading = clock_of("record", record.pk)
    assert reading is not None
    assert reading.state is ClockState.RUNNING


def test_a_foreign_number_is_kept_to_the_letter_and_our_own_counts_on_after_it(
    office: Office,
) -> None:
    ours = f"{office.organ.organisation_code}-01-2007-0007"
    numbers = ["00817365-1/2020-44472", "某号第三", ours]
    rows = [_row(line, 索引号=number) for line, number in enumerate(numbers, 1)]
    assert _import(office, [*rows, _row(9)]).errors == []
    kept = list(Record.objects.order_by("pk").values_list("index_number", flat=True))
    assert kept == [*numbers, ours[:-1] + "8"]


def test_running_the_same_file_again_changes_nothing(office: Office) -> None:
    rows = [_row(1), _row(2)]
    _import(office, rows)
    again = _import(office, rows)
    assert (again.published, again.skipped) == (0, 2)
    assert Record.objects.count() == 2
    assert ImportRun.objects.count() == 1


def test_an_interrupted_run_goes_on_where_it_stopped(office: Office) -> None:
    def broken() -> Iterable[SourceRow]:
        yield from (_row(line) for line in range(1, 61))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _import(office, broken())
    assert Record.objects.count() == 50
    report = _import(office, [_row(line) for line in range(1, 71)])
    assert (report.skipped, report.published) == (50, 20)
    serials = Record.objects.order_by("index_serial").values_list("index_serial", flat=True)
    assert list(serials) == list(range(1, 71))


def test_bad_rows_are_reported_by_line_and_column_and_the_others_go_on(office: Office) -> None:
    rows = [
        _row(1, 日期="昨天"),
        _row(2, 题名="", 概述="长" * 151),
        SourceRow(3, {}, "not a JSON object"),
        _row(4, 题名="含\0的题名"),
        _row(5),
        _row(6, 公布日期="2031-01-01"),
    ]
    report = _import(office, rows)
    places = {(error.line, error.column) for error in report.errors}
    assert places >= {(1, "日期"), (2, "题名"), (2, "概述"), (3, ""), (6, "公布日期")}
    assert {error.line for error in report.errors} == {1, 2, 3, 4, 6}
    assert report.published == 1
    assert Record.objects.get().index_serial == 1


def test_a_dry_run_says_all_and_writes_nothing(office: Office, competent: Actor) -> None:
    before = Organ.objects.count()
    rows = [_row(1), _row(2, 日期="x"), _row(3, 机关="云川市人民政府", 地区="云梦省")]
    report = _import(office, rows, actor=competent, dry_run=True)
    assert (report.published, len(report.errors)) == (2, 1)
    assert report.organs_made == ["云川市人民政府"]
    assert (Record.objects.count(), ImportRow.objects.count(), ImportRun.objects.count()) == (
        0,
    ) * 3
    assert Organ.objects.count() == before


def test_issuers_become_organs_under_the_right_division(office: Office, competent: Actor) -> None:
    issuers = [("国务院", "全国"), ("青岛市人民代表大会常务委员会", "山东省"), ("公安部", "全国")]
    rows = [_row(n, 机关=issuer, 地区=area) for n, (issuer, area) in enumerate(issuers, 1)]
    report = _import(office, rows, actor=competent)
    assert report.errors == []
    made = {organ.name: organ for organ in Organ.objects.exclude(pk=office.organ.pk)}
    council = made["国务院"]
    assert (council.level, council.kind, council.region.name) == ("national", "government", "全国")
    congress = made["青岛市人民代表大会常务委员会"]
    assert (congress.level, congress.kind) == ("city", "legislature")
    assert (congress.region.code, congress.region.name) == ("370200", "青岛市")
    assert congress.region.parent is not None
    assert congress.region.parent.name == "山东省"
    assert congress.code_is_assigned


def test_unknown_issuers_are_errors_where_the_mapping_makes_none(
    office: Office, competent: Actor
) -> None:
    mapping = _mapping(organ={"issuer": "机关", "area": "地区"})
    report = _import(office, [_row(1, 机关="无此局")], mapping, actor=competent)
    assert (report.published, len(report.errors)) == (0, 1)


def test_nobody_imports_for_an_organ_that_has_its_own_staff(
    office: Office, competent: Actor
) -> None:
    other = an_office(organs.an_organ("云梦省水利厅"))
    rows = [_row(1, 机关=other.organ.name)]
    for actor in (office.acting(Role.PERSON_IN_CHARGE), competent):
        report = _import(office, rows, actor=actor)
        assert [error.line for error in report.errors] == [1]
    assert not Record.objects.exists()


def test_a_clerk_does_not_decide_on_an_import(office: Office) -> None:
    with pytest.raises(NotAllowed):
        _import(office, [_row()], actor=office.acting(Role.CLERK))


def test_an_imported_record_is_corrected_like_any_other(office: Office) -> None:
    _import(office, [_row()])
    record = office.corrected(Record.objects.get(), content(title="更正后的办法"))
    assert record.index_number is not None
    states = RecordVersion.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["superseded", "released"]


def _written(path: Path, values: list[Mapping[str, object]]) -> Path:
    names = list(values[0])
    lines = [",".join(names), *(",".join(str(row[n]) for n in names) for row in values)]
    if path.name.endswith(".xlsx"):
        book = Workbook()
        for cells in [names, *([row[n] for n in names] for row in values)]:
            book.active.append(cells)  # type: ignore[union-attr]
        book.save(path)
    elif path.name.endswith(".gz"):
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in values)
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.jsonl.gz"])
def test_every_kind_of_file_gives_the_same_rows(tmp_path: Path, name: str) -> None:
    values: list[Mapping[str, object]] = [{"题名": "朱镕基题词", "日期": "2008-05-01"}] * 2
    rows = list(read_rows(_written(tmp_path / name, values)))
    assert [dict(row.values) for row in rows] == [dict(value) for value in values]
    assert [row.line for row in rows] == ([1, 2] if name.endswith("gz") else [2, 3])


def test_files_that_are_something_else_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no archive")
    for name in ("a.pdf", "a.xlsx"):
        with pytest.raises(SourceUnreadable):
            list(read_rows(tmp_path / name))


def test_a_draft_that_brought_its_number_and_is_held_back_was_never_there(office: Office) -> None:
    """An exempt record that was never public has no tombstone that tells of it."""
    _import(office, [_row(索引号="旧-0007", 公布日期="")])
    version = RecordVersion.objects.get()
    assert version.record.index_number == "旧-0007"
    exempt = content("exempt", generated_on=date(2007, 3, 1))
    edit_version(actor=office.acting(Role.CLERK), version_id=version.pk, content=exempt)
    office.release(office.approved(RecordVersion.objects.get()))
    assert Record.objects.get().standing == "held"
    with pytest.raises(NotFound):
        record_page(PUBLIC, version.record_id)
    with pytest.raises(NotFound):
        by_index_number(PUBLIC, "旧-0007")


@pytest.mark.parametrize("said", ['{"题名": "\\ud800"}', '{"\\udfff": 1}', "[" * 200_000])
def test_a_line_that_nothing_can_keep_is_a_fault_of_that_line(tmp_path: Path, said: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(f'{{"题名": "好"}}\n{said}\n{{"题名": "\\ud842\\udfb7野"}}\n')
    good, bad, rare = read_rows(path)
    assert (good.fault, rare.fault, rare.values) == ("", "", {"题名": "𠮷野"})
    assert bad.fault
    assert bad.line == 2


def test_a_long_text_fits_into_a_cell_of_csv(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"正文\n{'长' * 200_000}\n", encoding="utf-8")
    (row,) = read_rows(path)
    assert row.values == {"正文": "长" * 200_000}


@pytest.mark.parametrize("element", ["题名", "概述", "正文", "公布处"])
def test_a_row_in_which_the_gate_finds_something_is_a_draft_that_waits(
    office: Office, element: str
) -> None:
    rows = [_row(1), _row(2, **{element: "联系人电话13800138000"})]
    report = _import(office, rows)
    assert (report.published, report.drafts, report.held_back) == (1, 1, 1)
    held = Record.objects.get(standing="unreleased")
    assert held.versions.get().state == "draft"
    assert held.first_disclosed_on == date(2007, 3, 5)
    with pytest.raises(NotFound):
        record_page(PUBLIC, held.pk)
    entry = AuditEntry.objects.get(action="records.import", object_id=str(held.pk))
    assert "held_back" in entry.details


def test_a_dry_run_says_what_the_gate_would_hold_back(office: Office) -> None:
    report = _import(office, [_row(1, 概述="电话13800138000")], dry_run=True)
    assert (report.published, report.drafts, report.held_back) == (0, 1, 1)


def test_what_was_held_back_is_released_once_it_is_decided(office: Office) -> None:
    _import(office, [_row(1, 概述="值班电话13800138000")])
    record = Record.objects.get()
    version = record.versions.get()
    decide_all(office, look_at_version(record, version))
    assert office.release(office.approved(version)).standing == "published"
