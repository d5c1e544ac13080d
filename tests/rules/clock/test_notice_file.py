"""Calendar files: what is read, and what is said about bad ones."""

import json

import pytest

from gongkai.clock.rules.calendar import Notice
from gongkai.clock.rules.notice_file import NoticeFileRefused, Problem, read_notice_file
from gongkai.clock.shipped import statutory_days

CSV = "on,working,name\n2026-12-31,off,元旦\n2027-01-01,off,元旦\n2027-01-09,working,元旦\n"


def _errors(content: bytes, name: str = "2027.csv") -> list[tuple[int, str, Problem]]:
    with pytest.raises(NoticeFileRefused) as refused:
        read_notice_file(content, name=name)
    return [(error.line, error.column, error.problem) for error in refused.value.errors]


def test_csv_with_english_or_chinese_head() -> None:
    english = read_notice_file(CSV.encode(), name="2027.csv")
    chinese = CSV.replace("on,working,name", "日期,类型,名称").replace(",off,", ",休,")
    assert read_notice_file(chinese.encode("utf-8-sig"), name="2027.csv") == english
    assert english.year == 2027
    assert [day.working for day in english.days] == [False, False, True]


def test_a_file_too_deep_to_be_read_is_said_to_be_so() -> None:
    assert _errors(b"[" * 90_000, "2027.json") == [(0, "", Problem.NOT_READABLE)]


@pytest.mark.parametrize("said", ["通\0知", "通\ud800知"])
def test_the_papers_title_can_be_kept(said: str) -> None:
    content = {
        "year": 2027,
        "notices": [{"title": said}],
        "days": [{"on": "2027-01-01", "working": False, "name": "元旦"}],
    }
    file = json.dumps(content).encode()
    if "\0" in said:
        assert _errors(file, "2027.json") == [(0, "notices", Problem.NOT_TEXT)]
    else:
        assert read_notice_file(file, name="2027.json").notices == (Notice("通知"),)


def test_json_as_shipped_and_as_commonly_published() -> None:
    ours = {
        "year": 2027,
        "notices": [{"title": "通知", "number": "国办发明电〔2026〕1号", "issued_on": None}],
        "days": [{"on": "2027-01-01", "working": False, "name": "元旦"}],
    }
    theirs = {"year": 2027, "days": [{"date": "2027-01-01", "isOffDay": True, "name": "元旦"}]}
    read = read_notice_file(json.dumps(ours).encode(), name="2027.json")
    assert read.notices == (Notice("通知", "国办发明电〔2026〕1号"),)
    assert read.days == read_notice_file(json.dumps(theirs).encode(), name="x").days


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ("2027-02-30,off,元旦", [(2, "on", Problem.NOT_A_DATE)]),
        ("2027-01-01,maybe,元旦", [(2, "working", Problem.NOT_OFF_OR_WORKING)]),
        ("2027-01-01,off,", [(2, "name", Problem.NAME_MISSING)]),
        ("2027-01-01,off", [(2, "name", Problem.NAME_MISSING)]),
        ("2027-01-01,off,元\0旦", [(2, "name", Problem.NOT_TEXT)]),
        (
            "2027-01-01,off,元旦\n\n2027-01-01,off,元旦",
            [(4, "on", Problem.TWICE)],
        ),
        ("2027-01-01,off,a\n2025-01-01,off,a", [(3, "on", Problem.OUTSIDE_YEAR)]),
        ("2027-01-01,off,a\n2026-11-30,off,a", [(3, "on", Problem.OUTSIDE_YEAR)]),
        ("2027-01-04,working,元旦", [(2, "working", Problem.WORKED_ANYWAY)]),
        (
            "x,y,\n2027-01-01,z,a",
            [
                (2, "on", Problem.NOT_A_DATE),
                (2, "working", Problem.NOT_OFF_OR_WORKING),
                (2, "name", Problem.NAME_MISSING),
                (3, "working", Problem.NOT_OFF_OR_WORKING),
            ],
        ),
    ],
)
def test_each_wrong_place_is_named(rows: str, errors: list[tuple[int, str, Problem]]) -> None:
    assert _errors(f"on,working,name\n{rows}\n".encode()) == errors


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"\xff\xfe\x00", "2027.csv", (0, "", Problem.NOT_TEXT)),
        (b"", "2027.csv", (0, "", Problem.NO_DAYS)),
        (b"on,working,name\n", "2027.csv", (0, "days", Problem.NO_DAYS)),
        (b"on,name\n2027-01-01,a\n", "2027.csv", (1, "working", Problem.COLUMN_MISSING)),
        (b"{", "2027.json", (1, "", Problem.NOT_READABLE)),
        (b"[]", "2027.json", (0, "days", Problem.NO_DAYS)),
        (b'{"year": 2027, "days": [1]}', "2027.json", (0, "days", Problem.NO_DAYS)),
        (b'{"days": []}', "2027.json", (0, "year", Problem.NOT_A_DATE)),
    ],
)
def test_a_file_that_is_no_calendar(
    content: bytes, name: str, error: tuple[int, str, Problem]
) -> None:
    assert _errors(content, name) == [error]


def test_a_notice_cannot_leave_out_or_work_a_statutory_day() -> None:
    with pytest.raises(NoticeFileRefused) as refused:
        read_notice_file(CSV.encode(), name="2027.csv", statutory=statutory_days())
    wrong = [error.value for error in refused.value.errors]
    assert "2027-02-05 春节" in wrong
    assert "2027-02-08 春节" in wrong
    # A Saturday and a Sunday of the festival are off without being named.
    assert "2027-02-06 春节" not in wrong
    assert {error.problem for error in refused.value.errors} == {Problem.STATUTORY_DAY_WORKED}


def test_a_whole_notice_passes_the_statutory_check() -> None:
    rows = [f"{day.on},off,{day.name}" for day in statutory_days()[2027]]
    content = "\n".join(["on,working,name", *rows]).encode()
    found = read_notice_file(content, name="2027.csv", statutory=statutory_days())
    assert len(found.days) == 13
