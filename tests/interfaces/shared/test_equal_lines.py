"""Lines that two texts have in common, within a limit of work."""

from gongkai.interfaces.shared.equal_lines import MOST_PAIRS_OF_LINES, Budget, equal_lines

OLD = [f"{n % 3}|0|0" for n in range(4_000)]


def test_thousands_of_lines_that_repeat_themselves_take_nothing_of_the_budget() -> None:
    new = ["表头", *OLD[:2_000], "小计", *OLD[2_000:], "合计"]
    budget = Budget(MOST_PAIRS_OF_LINES)
    assert len(equal_lines(OLD, new, budget=budget)) < len(OLD)
    assert budget.left == MOST_PAIRS_OF_LINES


def test_beyond_the_budget_equal_lines_are_paired_in_order() -> None:
    new = ["甲", *OLD[1:-1], "甲"]
    new[2_000] = "甲"
    pairs = equal_lines(OLD, new, budget=Budget(MOST_PAIRS_OF_LINES))
    assert pairs == [(n, n) for n in range(1, 3_999) if n != 2_000]


def test_lines_that_repeat_themselves_are_still_found_where_they_are_few() -> None:
    old, new = ["甲", "乙"] * 100, ["丙", *["甲", "乙"] * 99, "丁"]
    assert len(equal_lines(old, new, budget=Budget(MOST_PAIRS_OF_LINES))) == 198
