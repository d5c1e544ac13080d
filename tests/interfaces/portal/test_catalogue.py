"""The catalogue: narrowed, paged, counted, downloaded, and never more than what is public."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.factories import organs, records
from tests.factories.attachments import decide_all
from tests.factories.records import Office, content
from tests.interfaces.portal.conftest import read

from gongkai.interfaces.portal.views import exports
from gongkai.records.operations.clearing import look_at_version
from gongkai.release.rules.doors import Verdict

TITLES = ("住房通知", "预算公告", "勘测资料")


def _body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def _rows(client: Client, query: str = "") -> list[list[str]]:
    raw = read(client.get(f"/catalogue/catalogue.csv{query}"))
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(raw.decode("utf-8-sig"))))


@pytest.fixture
def shelf(office: Office) -> Office:
    """Three entries that differ in theme, year, form and class, and one that is not public."""
    office.released(content(title="住房通知", theme_code="0904"))
    office.released(content(title="预算公告", generated_on=date(2025, 12, 31), forms=("gazette",)))
    office.released(content("on_application", title="勘测资料"))
    office.draft(content(title="草稿标记"))
    return office


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"住房通知", "预算公告", "勘测资料"}),
        ("?theme=0904", {"住房通知"}),
        ("?theme=09", {"住房通知"}),
        ("?year=2025", {"预算公告"}),
        ("?form=gazette", {"预算公告"}),
        ("?year=2024", set()),
        ("?organ=999999", set()),
        ("?region=96", {"住房通知", "预算公告", "勘测资料"}),
    ],
)
def test_the_list_is_narrowed(citizen: Client, shelf: Office, query: str, titles: set[str]) -> None:
    page = _body(citizen, f"/catalogue/{query}")
    found = {title for title in (*TITLES, "草稿标记") if f">{title}</a>" in page}
    assert found == titles
    assert {row[1].removeprefix("★") for row in _rows(citizen, query)[1:]} == titles


def test_what_is_chosen_is_named_with_a_way_back(citizen: Client, shelf: Office) -> None:
    page = _body(citizen, f"/catalogue/?organ={shelf.organ.pk}&year=2025")
    assert "<span>机关: 云梦省住房和城乡建设厅</span>" in page
    assert 'href="?year=2025"' in page
    assert f'href="?organ={shelf.organ.pk}"' in page


def test_a_choice_without_entries_still_has_its_name(citizen: Client, shelf: Office) -> None:
    page = _body(citizen, f"/catalogue/?organ={shelf.organ.pk}&year=2024")
    assert "<span>机关: 云梦省住房和城乡建设厅</span>" in page
    page = _body(citizen, "/catalogue/?theme=0904")
    assert "<span>主题分类: 0904</span>" not in page


@pytest.mark.parametrize(
    "query",
    ["page=abc", "page=-1", "page=999999999", "page=0", "year=abc", "year=0", "organ=%00",
     "class=%27", "theme=%F0%9F%98%80", "form=<script>", "region=x",
     "organ=1&organ=2", "page=" + "9" * 300],
)  # fmt: skip
def test_a_hostile_address_is_answered_in_words(citizen: Client, shelf: Office, query: str) -> None:
    page = _body(citizen, f"/catalogue/?{query}")
    assert "<script>" not in page.replace('<script type="module"', "").replace("<script src", "")
    assert "住房通知" in page or "暂无条目" in page


def test_a_page_past_the_end_shows_the_last(citizen: Client, shelf: Office) -> None:
    page = _body(citizen, "/catalogue/?page=40")
    assert "目录只有 1 页，已显示最后一页。" in page
    assert "住房通知" in page


def test_a_star_stands_before_what_is_on_application(citizen: Client, shelf: Office) -> None:
    rows = {row[1]: row for row in _rows(citizen)}
    assert rows["★勘测资料"][2] == "★"
    assert rows["住房通知"][2] == ""
    page = _body(citizen, "/catalogue/")
    assert page.count("portal-star") == 1


def test_the_lists_to_download_are_what_the_page_shows(citizen: Client, shelf: Office) -> None:
    response = citizen.get("/catalogue/catalogue.xlsx")
    sheet = load_workbook(BytesIO(read(response))).active
    assert sheet is not None
    table = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert table == _rows(citizen)
    assert table[0][0] == "索引号"
    assert table[1][-1].endswith(f"/i/{table[1][0]}")
    header = response["Content-Disposition"]
    assert header.isascii()
    assert "filename*=UTF-8''%E6%94%BF%E5%BA%9C" in header


def test_a_list_that_is_cut_off_says_so(
    citizen: Client, shelf: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    monkeypatch.setattr(exports, "_AT_ONCE", 1)
    rows = _rows(citizen)
    assert len(rows) == 4
    assert "仅含最新的 2 条（共 3 条）" in rows[-1][0]


def test_a_file_costs_the_same_however_many_entries_it_has(
    citizen: Client, shelf: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = _queries(citizen, "/catalogue/catalogue.json")
    for _ in range(3):
        shelf.released(content())
    assert _queries(citizen, "/catalogue/catalogue.json") == few <= 3
    monkeypatch.setattr(exports, "_AT_ONCE", 2)
    assert _queries(citizen, "/catalogue/catalogue.json") == few + 2
    said = json.loads(read(citizen.get("/catalogue/catalogue.json")))
    assert {one["organ_code"] for one in said["entries"]} == {shelf.organ.organisation_code}


def test_a_title_cannot_become_a_formula(citizen: Client, office: Office) -> None:
    office.released(content(title='=HYPERLINK("http://x")'))
    assert _rows(citizen)[1][1].startswith("'=")
    book = load_workbook(BytesIO(read(citizen.get("/catalogue/catalogue.xlsx"))))
    assert book.active is not None
    assert book.active["B2"].data_type == "s"


def test_a_withdrawn_entry_is_gone_from_list_counts_and_files(
    citizen: Client, office: Office
) -> None:
    record = office.released(content(title="撤回标记"))
    assert "撤回标记" in _body(citizen, "/catalogue/")
    office.hidden(record)
    for address in ("/catalogue/", "/en/catalogue/", "/catalogue/catalogue.csv", "/"):
        assert "撤回标记" not in read(citizen.get(address)).decode("utf-8-sig")
    assert "共 0 条" in _body(citizen, "/catalogue/")


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_number_of_queries_does_not_grow(citizen: Client, db: None) -> None:
    records.load_tables()
    offices = [records.an_office(organs.an_organ(f"第{n}厅")) for n in range(4)]
    for office in offices[:2]:
        office.released(content())
    few = {address: _queries(citizen, address) for address in ADDRESSES}
    for office in offices:
        for _ in range(5):
            office.released(content(theme_code="0904"))
    many = {address: _queries(citizen, address) for address in ADDRESSES}
    assert many == few
    assert max(many.values()) <= 6, many


ADDRESSES = ("/catalogue/", "/en/catalogue/", "/catalogue/?year=2026", "/changes/")


def test_an_organ_without_an_english_name_keeps_its_own(citizen: Client, shelf: Office) -> None:
    page = _body(citizen, f"/en/catalogue/?organ={shelf.organ.pk}")
    assert 'Organ: <span lang="zh-Hans">云梦省住房和城乡建设厅</span>' in page


def test_the_file_leaves_out_what_the_gate_would_hold_back_now(
    citizen: Client, office: Office
) -> None:
    office.released(content(title="预算公告"))
    version = office.draft(content(title="住房通知", summary="值班电话13800138000"))
    report = look_at_version(version.record, version)
    decide_all(office, report)
    record = office.release(office.approved(version))
    assert {row[0] for row in _rows(citizen)[1:]} >= {record.index_number}
    decide_all(office, report, Verdict.MUST_GO)
    rows = _rows(citizen)
    assert record.index_number not in {row[0] for row in rows}
    assert rows[-1] == ["有1条信息经审查关口待核，核对后列入。"]
    assert "13800138000" not in read(citizen.get("/catalogue/catalogue.csv")).decode("utf-8-sig")
    sheet = load_workbook(BytesIO(read(citizen.get("/catalogue/catalogue.xlsx")))).active
    assert "1" in str(list(sheet.values)[-1][0])
