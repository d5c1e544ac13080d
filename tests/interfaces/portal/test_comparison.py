"""Side by side: nothing is lost, nothing is invented, and equal texts are said to be equal."""

from hypothesis import given
from hypothesis import strategies as st

from gongkai.interfaces.portal.comparison import Change, Line, compare

LINES = st.lists(st.text(alphabet="东河市规定第一二三条ab12 ", max_size=12), max_size=12)


def _joined(lines: list[Line | None]) -> str:
    return "\n".join(line.text for line in lines if line is not None)


@given(old=LINES, new=LINES)
def test_each_side_reads_as_its_text(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    rows = compare(before, after).rows
    assert _joined([row.old for row in rows]) == before
    assert _joined([row.new for row in rows]) == after


@given(old=LINES, new=LINES)
def test_only_equal_texts_are_the_same(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    assert compare(before, after).is_same == (before == after)


@given(old=LINES, new=LINES)
def test_what_is_not_marked_stands_on_both_sides(old: list[str], new: list[str]) -> None:
    for row in compare("\n".join(old), "\n".join(new)).rows:
        if row.change is Change.CHANGED and row.old and row.new:
            kept_old = "".join(p.text for p in row.old.pieces if not p.is_changed)
            kept_new = "".join(p.text for p in row.new.pieces if not p.is_changed)
            assert kept_old == kept_new


@given(old=LINES, new=LINES)
def test_folding_hides_only_equal_lines(old: list[str], new: list[str]) -> None:
    whole = compare("\n".join(old), "\n".join(new))
    folded = whole.folded()
    assert (folded.added, folded.removed, folded.changed) == (
        whole.added,
        whole.removed,
        whole.changed,
    )
    shown = sum(row.change is not Change.SKIPPED for row in folded.rows)
    assert shown + sum(row.skipped for row in folded.rows) == len(whole.rows)


def test_one_changed_word_is_marked_inside_its_line() -> None:
    (row,) = compare("全年生产总值比上年增长5.6%。", "全年生产总值较上年增长15.6%。").rows
    assert row.change is Change.CHANGED
    assert row.old is not None
    assert row.new is not None
    assert [piece.text for piece in row.old.pieces if piece.is_changed] == ["比", "5"]
    assert [piece.text for piece in row.new.pieces if piece.is_changed] == ["较", "15"]


def test_an_inserted_article_does_not_change_the_others() -> None:
    old = "第一条 目的\n第三条 施行"
    comparison = compare(old, "第一条 目的\n第二条 范围\n第三条 施行")
    assert (comparison.added, comparison.removed, comparison.changed) == (1, 0, 0)


def test_of_a_very_long_line_what_it_begins_and_ends_with_is_not_marked() -> None:
    (row,) = compare("甲" * 20_000, "甲" * 20_000 + "乙").rows
    assert row.change is Change.CHANGED
    assert row.new is not None
    assert [len(piece.text) for piece in row.new.pieces] == [20_000, 1]


def test_a_very_long_line_that_differs_is_marked_whole() -> None:
    (row,) = compare("甲乙" * 2_000, "乙甲" * 2_000).rows
    assert row.change is Change.CHANGED
    assert row.new is not None
    assert [piece.is_changed for piece in row.new.pieces] == [True]


def test_thousands_of_lines_that_repeat_themselves_are_paired_within_the_budget() -> None:
    old = [f"{n % 3}|0|0" for n in range(4_000)]
    new = ["表头", *old[:2_000], "小计", *old[2_000:], "合计"]
    comparison = compare("\n".join(old), "\n".join(new))
    assert (_joined([row.old for row in comparison.rows]).split("\n")) == old
    assert (_joined([row.new for row in comparison.rows]).split("\n")) == new


def test_what_cannot_be_looked_into_any_more_is_marked_whole() -> None:
    old = "\n".join("子丑寅卯" * 24 + str(n) for n in range(200))
    new = "\n".join("卯寅丑子" * 24 + str(n) for n in range(200))
    rows = compare(old, new).rows
    marked_whole = [row for row in rows if row.new and len(row.new.pieces) <= 2]
    assert 0 < len(marked_whole) < len(rows)
