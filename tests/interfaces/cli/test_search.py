"""`gongkai search` and `gongkai reindex`."""

import json
from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result
from tests.factories import records
from tests.factories.records import Office, content

from gongkai.interfaces.cli import search as command
from gongkai.search.models import SearchDocument


@pytest.fixture
def office(db: None, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Release two records; the command uses the database of the test."""
    monkeypatch.setattr(command, "with_database", nullcontext)
    records.load_tables()
    office = records.an_office()
    office.released(content(title="湿地保护条例", document_number="云政发〔2026〕7号"))
    office.released(content("on_application", title="湿地监测档案"))
    return office


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.search, arguments)


def test_hits_come_ranked_with_title_number_organ_and_date(office: Office) -> None:
    answer = json.loads(run("湿地", "保护", "--json").stdout)
    assert set(answer) == {"total", "is_approximate", "exact", "relaxed", "hits"}
    first = answer["hits"][0]
    assert set(first) == {
        "rank",
        "title",
        "index_number",
        "document_number",
        "organ",
        "date",
        "is_listed",
    }
    assert (first["rank"], first["title"]) == (1, "湿地保护条例")
    assert (first["organ"], first["date"]) == (office.organ.name, "2026-03-16")


def test_a_number_is_exact(office: Office) -> None:
    answer = json.loads(run("云政发[2026]7号", "--json").stdout)
    assert answer["exact"]
    assert [hit["title"] for hit in answer["hits"]] == ["湿地保护条例"]


def test_the_plain_form_marks_listed_records(office: Office) -> None:
    said = run("湿地").stdout
    assert said.startswith("2 records")
    assert "★ 湿地监测档案" in said
    assert office.organ.name in said


def test_a_word_too_many_is_said(office: Office) -> None:
    assert "most of them" in run("湿地", "保护", "高速公路").stdout


@pytest.mark.parametrize("by", ["name", "organisation_code"])
def test_an_organ_is_named_by_name_or_code(office: Office, by: str) -> None:
    other = records.an_office()
    named = json.loads(run("湿地", "--organ", getattr(office.organ, by), "--json").stdout)
    assert named["total"] == 2
    nothing = json.loads(run("湿地", "--organ", getattr(other.organ, by), "--json").stdout)
    assert nothing["total"] == 0


def test_year_and_limit_narrow(office: Office) -> None:
    assert json.loads(run("湿地", "--year", "1999", "--json").stdout)["total"] == 0
    assert len(json.loads(run("湿地", "--limit", "1", "--json").stdout)["hits"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("",),
        ("？！", "\udcff"),
        ("湿地", "--organ", "没有的局"),
        ("湿地", "--organ", ""),
        ("湿地", "--limit", "0"),
        ("湿地", "--year", "x"),
    ],
)
def test_what_cannot_be_read_is_refused_on_standard_error(
    office: Office, arguments: tuple[str, ...]
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_the_index_can_be_made_anew(office: Office) -> None:
    SearchDocument.objects.all().delete()
    result = CliRunner().invoke(command.reindex, [])
    assert "2 records indexed, 0 rows taken out." in result.stdout
    assert SearchDocument.objects.count() == 2
