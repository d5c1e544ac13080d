"""The staff's comparison of two texts, line by line."""

from time import process_time

from gongkai.interfaces.desk.changes import changed_lines


def _told(old: str, new: str) -> list[str]:
    marks = {"same": " ", "removed": "-", "added": "+", "gap": "…"}
    return [marks[line.kind] + line.text for line in changed_lines("\n".join(old), "\n".join(new))]


def test_what_went_and_came_stands_between_two_lines_on_each_side() -> None:
    assert _told("甲乙丙丁戊", "甲乙丙丁戊") == []
    assert _told("甲乙丙丁戊己庚", "甲乙丙变戊己庚") == [
        "…",
        " 乙",
        " 丙",
        "-丁",
        "+变",
        " 戊",
        " 己",
    ]
    assert _told("一甲乙丙丁二", "壹甲乙丙丁贰")[2:6] == [" 甲", " 乙", " 丙", " 丁"]
    assert _told("一甲乙丙丁戊二", "壹甲乙丙丁戊贰")[2:7] == [" 甲", " 乙", "…", " 丁", " 戊"]


def test_a_long_table_whose_lines_repeat_themselves_is_compared_at_once() -> None:
    table = [f"{n % 3}|0|0" for n in range(4_000)]
    other = ["表头", *table[:2_000], "小计", *table[2_000:], "合计"]
    begun = process_time()
    lines = changed_lines("\n".join(table), "\n".join(other))
    assert process_time() - begun < 5
    assert {line.kind for line in lines} >= {"removed", "added"}
