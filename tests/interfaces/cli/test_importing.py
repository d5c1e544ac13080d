"""`gongkai import`: what it prints, for people and programs, and how it ends."""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.factories import organs, records
from tests.factories.records import Office

from gongkai.interfaces.cli import importing as command
from gongkai.kernel.types import Role
from gongkai.records.models import Record

ROW = {
    "title": "云梦省湿地保护条例",
    "issuer": "云梦省人民代表大会常务委员会",
    "area": "云梦省",
    "date": "2015-12-30",
    "document_number": "",
    "history": [],
    "text": "## 第一章 总则\n第一条 为了保护湿地，制定本条例。",
}


@pytest.fixture
def office(db: None, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An organ whose officer may decide; the command uses the database of the test."""
    monkeypatch.setattr(command, "with_database", nullcontext)
    records.load_tables()
    office = records.an_office()
    organs.a_role(office.leader, office.organ, Role.COMPETENT_DEPARTMENT)
    return office


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two rows, the second without a date."""
    path = tmp_path / "rows.jsonl"
    rows = [ROW, ROW | {"title": "无日期", "date": ""}]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def run(office: Office, source: Path, *more: str) -> Result:
    arguments = [str(source), "--mapping", "regulations", "--by", office.leader.username, *more]
    return CliRunner().invoke(command.import_file, arguments)


def test_the_built_in_mapping_publishes_and_reports(office: Office, source: Path) -> None:
    answer = run(office, source, "--json")
    said = json.loads(answer.stdout)
    assert answer.exit_code == 2
    assert "line 2, column date" in answer.stderr
    assert (said["rows"], said["published"], said["drafts"]) == (2, 1, 0)
    assert said["organs_made"] == [ROW["issuer"]]
    assert [(error["line"], error["column"]) for error in said["errors"]] == [(2, "date")]
    record = Record.objects.get()
    assert record.public_version is not None
    assert record.public_version.summary == "为了保护湿地，制定本条例。"
    assert record.first_disclosure_source == "云梦省人民代表大会常务委员会公布"


def test_people_read_figures_and_errors(office: Office, source: Path) -> None:
    answer = run(office, source)
    assert "1 published" in answer.stdout
    assert "line 2, column date" in answer.stderr


def test_a_dry_run_writes_nothing(office: Office, source: Path) -> None:
    answer = run(office, source, "--dry-run")
    assert "Nothing was written" in answer.stdout
    assert not Record.objects.exists()


def test_it_does_not_begin_without_an_officer_or_a_mapping(office: Office, source: Path) -> None:
    for wrong in (["--by", "nobody"], ["--by", office.clerk.username], ["--mapping", "none"]):
        answer = run(office, source, *wrong)
        assert answer.exit_code == 2, wrong
        assert not Record.objects.exists()
