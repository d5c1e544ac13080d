"""What a row of a backlog says, what tells items apart, what is left day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.oversight.rules.combing import (
    REMINDED_DAYS,
    Deadline,
    added,
    burn_down,
    deadline,
    decision_fault,
    identity_of,
    identity_of_twin,
)
from gongkai.oversight.rules.combing_table import (
    Bounds,
    CellFault,
    Column,
    Lists,
    ReadItem,
    cells_by_column,
    cells_to_correct,
    columns_of,
    day_from,
    heading_key,
    read_cells,
)

LISTS = Lists(
    categories={"主动公开": "voluntary", "不予公开": "exempt", "exempt": "exempt"},
    grounds={"ogi-2008/vital-interests": "voluntary", "ogi-2008/state-secret": "exempt"},
    statutory_items={"A01"},
)
BOUNDS = Bounds(from_on=date(2003, 1, 1), until_on=date(2008, 4, 30), today=date(2026, 3, 16))
GOOD = {
    Column.TITLE: "关于防汛工作的通知",
    Column.GENERATED_ON: "2004-05-06",
    Column.CATEGORY: "主动公开",
    Column.GROUND: "ogi-2008/vital-interests 涉及切身利益（主动公开）",
    Column.STATUTORY_ITEM: "A01 行政法规",
}


def _faults(**changes: str) -> set[tuple[str, str]]:
    cells = GOOD | {Column(name): said for name, said in changes.items()}
    read = read_cells(cells, lists=LISTS, bounds=BOUNDS)
    assert (read.item is None) is bool(read.faults)
    return {(column.value, fault.value) for column, fault in read.faults}


def _item(**changes: str) -> ReadItem:
    cells = GOOD | {Column(name): said for name, said in changes.items()}
    item = read_cells(cells, lists=LISTS, bounds=BOUNDS).item
    assert item is not None
    return item


def test_entries_of_the_lists_are_read_by_their_codes() -> None:
    item = _item()

    assert (item.category, item.ground_code) == ("voluntary", "ogi-2008/vital-interests")
    assert (item.statutory_item, item.generated_on) == ("A01", date(2004, 5, 6))


@pytest.mark.parametrize(
    ("changes", "column", "fault"),
    [
        ({"title": "  "}, "title", CellFault.MISSING),
        ({"title": "长" * 501}, "title", CellFault.TOO_LONG),
        ({"title": "机密★10年 关于某事的请示"}, "title", CellFault.MARKED_SECRET),
        ({"note": "密级：秘密"}, "note", CellFault.MARKED_SECRET),
        ({"generated_on": ""}, "generated_on", CellFault.MISSING),
        ({"generated_on": "May 2004"}, "generated_on", CellFault.NO_DATE),
        ({"generated_on": "2004-02-30"}, "generated_on", CellFault.NO_DATE),
        ({"generated_on": "2002-12-31"}, "generated_on", CellFault.OUTSIDE_PERIOD),
        ({"generated_on": "2008-05-01"}, "generated_on", CellFault.OUTSIDE_PERIOD),
        ({"generated_on": "2099-01-01"}, "generated_on", CellFault.IN_THE_FUTURE),
        ({"category": "公开一点"}, "category", CellFault.NOT_IN_LIST),
        ({"ground": ""}, "ground", CellFault.NO_GROUND),
        ({"ground": "ogi-2008/state-secret"}, "ground", CellFault.GROUND_OF_ANOTHER),
        ({"ground": "made-up"}, "ground", CellFault.NOT_IN_LIST),
        ({"category": ""}, "category", CellFault.GROUND_WITHOUT_CATEGORY),
        (
            {"category": "不予公开", "ground": "ogi-2008/state-secret"},
            "reason",
            CellFault.NO_REASON,
        ),
        ({"statutory_item": "Z99"}, "statutory_item", CellFault.NOT_IN_LIST),
        ({"disclosed_on": "2004-06-01"}, "disclosed_at_place", CellFault.DISCLOSED_WITHOUT_PLACE),
        ({"disclosed_at_place": "公报"}, "disclosed_on", CellFault.DISCLOSED_WITHOUT_DAY),
        (
            {"disclosed_on": "2004-01-01", "disclosed_at_place": "公报"},
            "disclosed_on",
            CellFault.BEFORE_IT_WAS_THERE,
        ),
        ({"summary": "字" * 151}, "summary", CellFault.TOO_LONG),
        ({"title": "有\0洞"}, "title", CellFault.HOLDS_NUL),
    ],
)
def test_each_fault_names_its_cell(changes: dict[str, str], column: str, fault: CellFault) -> None:
    assert (column, fault.value) in _faults(**changes)


def test_of_a_row_with_a_mark_of_secrecy_nothing_is_kept() -> None:
    cells = GOOD | {Column.NOTE: "机密★10年"}
    read = read_cells(cells, lists=LISTS, bounds=BOUNDS)

    assert cells_to_correct(cells, read.faults) == {}


def test_what_is_kept_of_a_wrong_row_can_be_written_into_a_workbook_again() -> None:
    cells = {
        Column.TITLE: "有\0洞\x0b与\x1b线",
        Column.GENERATED_ON: "36651",
        Column.DISCLOSED_ON: "某日",
    }

    kept = cells_to_correct(cells, (), from_1904=True)

    assert kept == {
        Column.TITLE: "有\ufffd洞与线",
        Column.GENERATED_ON: "2004-05-06",
        Column.DISCLOSED_ON: "某日",
    }


def test_everything_that_is_wrong_with_a_row_is_said_at_once() -> None:
    faults = _faults(title="", generated_on="?", statutory_item="Z99")

    assert {column for column, _fault in faults} == {"title", "generated_on", "statutory_item"}


def test_what_is_proposed_is_no_part_of_what_tells_items_apart() -> None:
    one, same = _item(), _item(category="", ground="", note="另见目录")

    assert one.identity() == same.identity()
    assert one.identity() != _item(kept_at="第2盒").identity()


def test_twins_of_two_organs_are_told_apart() -> None:
    one = _item().identity()

    assert len({one, identity_of_twin(one, organ_id=1), identity_of_twin(one, organ_id=2)}) == 3


@given(st.lists(st.text(max_size=5), min_size=5, max_size=5, unique=True))
def test_no_two_cells_run_into_one_another(parts: list[str]) -> None:
    day = date(2004, 5, 6)
    title, number, place, index, other = (part.replace("\x1f", "") for part in parts)
    said = {"generated_on": day, "document_number": number, "kept_at": place}
    one = identity_of(title=title, index_number=index, **said)  # type: ignore[arg-type]
    moved = identity_of(title=title + other + "x", index_number=index, **said)  # type: ignore[arg-type]

    assert one != moved


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2199, 12, 31)))
def test_a_day_is_read_however_it_is_written(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    written = [
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.isoformat()} 00:00:00",
    ]
    assert {day_from(said) for said in written} == {day}
    # Four digits and six are a year and a month that somebody typed.
    kept = {day_from(str(number)), day_from(f"{number}.0")}
    assert kept == ({day} if 10_000 <= number <= 99_999 else {None})
    if 10_000 <= number - 1_462 <= 99_999:
        assert day_from(str(number - 1_462), from_1904=True) == day


@given(st.text(max_size=12))
def test_what_is_no_day_is_none_and_never_an_error(said: str) -> None:
    day = day_from(said)

    assert day is None or 1 <= day.year <= 9999


def test_columns_are_found_by_any_of_their_headings_in_any_order() -> None:
    names = {heading_key(said): column for said, column in _HEADINGS}

    places, missing = columns_of(["Note", " 生成日期＊", "Unknown", "Name (*)"], names)

    assert places == {Column.NOTE: 0, Column.GENERATED_ON: 1, Column.TITLE: 3}
    assert missing == ()
    assert columns_of(["Note"], names)[1] == (Column.TITLE, Column.GENERATED_ON)
    assert cells_by_column(["a"], places) == {
        Column.NOTE: "a",
        Column.GENERATED_ON: "",
        Column.TITLE: "",
    }


_HEADINGS = (
    ("Name", Column.TITLE),
    ("信息名称", Column.TITLE),
    ("生成日期", Column.GENERATED_ON),
    ("Note", Column.NOTE),
)


@given(
    st.sampled_from(["voluntary", "on_application", "exempt", "undetermined"]),
    st.sampled_from([None, "voluntary", "on_application", "exempt"]),
    st.sampled_from(["", "理由"]),
)
def test_no_category_stands_without_its_own_ground(
    category: str, ground: str | None, reason: str
) -> None:
    fault = decision_fault(category=category, ground_category=ground, reason=reason)

    if category == "undetermined":
        assert (fault is None) is (ground is None)
    else:
        stands = ground == category and bool(reason or category != "exempt")
        assert (fault is None) is stands


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.integers(-400, 400))
def test_the_last_day_is_still_in_time(due_on: date, days: int) -> None:
    said = deadline(due_on=due_on, today=due_on + timedelta(days=days))

    assert (said is Deadline.PASSED) is (days > 0)
    assert (said is Deadline.NEAR) is (-REMINDED_DAYS <= days <= 0)


_DAY = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31))
_CHANGES = st.lists(st.tuples(_DAY, st.integers(-9, 9)), max_size=30)


@given(_CHANGES, st.integers(0, 700), st.integers(2, 60))
def test_the_burn_down_ends_on_its_last_day_with_all_changes(
    changes: list[tuple[date, int]], days: int, most: int
) -> None:
    first = date(2026, 12, 31)
    last = first + timedelta(days=days)
    said = added(changes, [])

    points = burn_down(
        from_on=first, until_on=last, undecided=said, unfinished=added(changes, changes), most=most
    )

    total = sum(change for _day, change in changes)
    assert (points[0].on, points[-1].on) == (first, last)
    assert (points[-1].undecided, points[-1].unfinished) == (total, 2 * total)
    assert len(points) <= most + 1
