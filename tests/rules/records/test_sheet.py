"""The spreadsheet of records: what goes out comes back, and what is typed is understood."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.sheet import (
    COLUMNS,
    EDITABLE,
    CellFault,
    CellWrong,
    Choice,
    Column,
    DaysAs,
    HeaderFault,
    HeaderWrong,
    Kind,
    Value,
    cell_of,
    columns_of,
    from_plain,
    read_cell,
    read_row,
    sheltered,
    to_plain,
    unsheltered,
    with_changes,
)

LISTS = {
    "category": (
        Choice("voluntary", "主动公开", ("Voluntary disclosure",)),
        Choice("exempt", "不予公开"),
    ),
    "time_limit": (Choice("long_term", "长期公开"), Choice("timely", "及时公开")),
    "forms": (Choice("website", "政府网站"), Choice("gazette", "政府公报")),
    "how_obtained": (Choice("made", "本机关制作"), Choice("from_organ", "从其他机关获取")),
    "is_normative": (Choice("yes", "是", ("Yes",)), Choice("no", "否", ("No",))),
    "theme_code": (Choice("01", "01 综合政务"),),
}
PLAIN = VersionContent(
    title="关于节约用水的通知",
    summary="规定用水定额。",
    text="第一条 节约用水。",
    generated_on=date(2026, 3, 2),
    category="voluntary",
    theme_code="01",
)
NAMES = {column.key: (f"列{column.key}", column.key.upper()) for column in COLUMNS}
LINE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40)
CONTENTS = st.builds(
    replace,
    st.just(PLAIN),
    title=LINE.filter(str.strip),
    document_number=LINE,
    keywords=LINE,
    summary=st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1),
    forms=st.lists(st.sampled_from(["website", "gazette"]), unique=True).map(tuple),
    co_makers=st.lists(LINE.filter(str.strip), max_size=3).map(tuple),
    is_normative=st.booleans(),
    effective_on=st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31)),
)


def column(key: str) -> Column:
    return next(one for one in COLUMNS if one.key == key)


def cells(content: VersionContent) -> dict[str, str]:
    return {one.key: cell_of(content, one, LISTS) for one in EDITABLE}


@given(CONTENTS)
def test_what_was_exported_and_not_touched_changes_nothing(content: VersionContent) -> None:
    reading = read_row(content, cells(content), lists=LISTS, is_released=False)

    assert (reading.changes, reading.faults) == ({}, {})


@given(LINE)
def test_a_text_in_shelter_comes_back_as_it_was(text: str) -> None:
    assert unsheltered(sheltered(text)) == text
    assert not sheltered(text).startswith(("=", "+", "-", "@"))


def test_no_column_holds_the_text_or_the_files() -> None:
    elements = {field.name for field in fields(VersionContent)}
    keys = {one.key for one in EDITABLE}

    assert keys <= elements
    assert not keys & {"text", "files", "change_note", "change_kind", "validity"}
    assert with_changes(PLAIN, {"text": "改写", "title": "新名称"}).text == PLAIN.text


@pytest.mark.parametrize(
    ("key", "said", "value"),
    [
        ("effective_on", "2026年3月1日", date(2026, 3, 1)),
        ("effective_on", "2026/3/1", date(2026, 3, 1)),
        ("effective_on", "2026-03-01 00:00:00", date(2026, 3, 1)),
        ("effective_on", "", None),
        ("category", "voluntary disclosure", "voluntary"),
        ("category", "不予公开", "exempt"),
        ("forms", "政府公报，政府网站、政府公报", ("gazette", "website")),
        ("co_makers", "省水利厅; 省林业局\n", ("省水利厅", "省林业局")),
        ("is_normative", "yes", True),
        ("theme_code", "01", "01"),
        ("theme_code", "", ""),
        ("remark", "  两处\t空格 ", "两处 空格"),
    ],
)
def test_a_cell_is_understood(key: str, said: str, value: Value) -> None:
    assert read_cell(column(key), said, LISTS) == value


@pytest.mark.parametrize(
    ("said", "days_as"), [("46082.0", DaysAs.SINCE_1900), ("44620", DaysAs.SINCE_1904)]
)
def test_a_workbook_keeps_days_as_numbers(said: str, days_as: DaysAs) -> None:
    day = column("effective_on")

    assert read_cell(day, said, LISTS, days_as=days_as) == date(2026, 3, 1)
    for number in (said, "2026", "202603"):
        kept_as = DaysAs.WRITTEN if number == said else days_as
        with pytest.raises(CellWrong):
            read_cell(day, number, LISTS, days_as=kept_as)


@pytest.mark.parametrize(
    ("key", "said", "fault"),
    [
        ("title", " ", CellFault.MISSING),
        ("generated_on", "", CellFault.MISSING),
        ("effective_on", "明年", CellFault.NOT_A_DAY),
        ("effective_on", "2026-02-30", CellFault.NOT_A_DAY),
        ("category", "秘密", CellFault.NOT_IN_LIST),
        ("forms", "政府网站；墙报", CellFault.NOT_IN_LIST),
        ("is_normative", "大概", CellFault.NOT_YES_OR_NO),
    ],
)
def test_a_cell_that_says_nothing_is_named(key: str, said: str, fault: CellFault) -> None:
    with pytest.raises(CellWrong) as wrong:
        read_cell(column(key), said, LISTS)
    assert wrong.value.fault is fault

    reading = read_row(PLAIN, cells(PLAIN) | {key: said}, lists=LISTS, is_released=False)
    assert reading.faults == {key: fault}


def test_a_missing_column_changes_nothing_and_an_empty_cell_takes_away() -> None:
    said = cells(PLAIN)
    del said["summary"]

    reading = read_row(PLAIN, said | {"theme_code": ""}, lists=LISTS, is_released=False)

    assert reading.changes == {"theme_code": ("01", "")}


def test_the_category_of_what_is_released_is_no_matter_of_a_sheet() -> None:
    said = cells(PLAIN) | {"category": "不予公开"}

    assert not read_row(PLAIN, said, lists=LISTS, is_released=False).faults
    faults = read_row(PLAIN, said, lists=LISTS, is_released=True).faults
    assert faults == {"category": CellFault.CATEGORY_OF_RELEASED}


def test_columns_are_known_in_every_language_and_order() -> None:
    assert columns_of(["不认识", "列digest", "RECORD", " title "], NAMES) == {
        "digest": 1,
        "record": 2,
        "title": 3,
    }


@pytest.mark.parametrize(
    ("header", "fault", "key"),
    [
        (["record", "title"], HeaderFault.NEEDED_MISSING, "digest"),
        (["record", "digest", "title", "列title"], HeaderFault.TWICE, "title"),
    ],
)
def test_a_header_that_says_too_little_or_too_much(
    header: list[str], fault: HeaderFault, key: str
) -> None:
    with pytest.raises(HeaderWrong) as wrong:
        columns_of(header, NAMES)
    assert (wrong.value.fault, wrong.value.key) == (fault, key)


@given(CONTENTS)
def test_values_survive_being_kept(content: VersionContent) -> None:
    for one in EDITABLE:
        value = getattr(content, one.key)
        assert from_plain(one.key, to_plain(value)) == value


def test_every_kind_of_cell_is_among_the_columns() -> None:
    assert {one.kind for one in COLUMNS} == set(Kind)
