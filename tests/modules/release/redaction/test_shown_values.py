"""What cells and lists show: formats of numbers and dates, numbers of lists."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.release.redaction.cell_text import shown_value
from gongkai.release.redaction.numbering import Level, Numbering, numeral


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (None, "General", ""),
        (True, "General", "TRUE"),
        ("甲", "@", "甲"),
        ("甲", ";;;", ""),
        (12, ";;;", ""),
        (110101199003070038, "General", "1.10101199e+17"),
        (13912345678, "General", "13912345678"),
        (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (0, '0;-0;"零"', "零"),
        (0.125, "0.0%", "12.5%"),
        (2.5, "0", "3"),
        (7, "000", "007"),
        (0.5, "#.##", ".5"),
        (1.5, "0.0#", "1.5"),
        (1234, '"¥"#,##0"元"', "¥1,234元"),
        (88, "[$¥-804]#,##0", "88"),
        (float("nan"), "0", "#NUM!"),
        (date(2026, 3, 5), "yyyy-mm-dd", "2026-03-05"),
        (date(2026, 3, 5), 'yyyy"年"m"月"d"日"', "2026年3月5日"),
        (date(2026, 3, 5), "General", "2026-03-05"),
        (datetime(2026, 3, 5, 14, 7, 9), "yyyy/m/d h:mm:ss", "2026/3/5 14:07:09"),  # noqa: DTZ001
        (datetime(2026, 3, 5, 14, 7, 9), "h:mm AM/PM", "2:07 PM"),  # noqa: DTZ001
        (datetime(2026, 3, 5, 14, 7, 9), "mm:ss", "07:09"),  # noqa: DTZ001
        (date(2026, 3, 5), "aaaa", "2026-03-05"),
        (date(2026, 3, 5), "dddd", "星期四"),
        (time(8, 30), "h:mm", "8:30"),
    ],
)
def test_a_value_is_shown_as_its_cell_shows_it(
    value: object, number_format: str, shown: str
) -> None:
    assert shown_value(value, number_format) == shown


@given(st.floats(), st.text(max_size=20))
def test_any_format_shows_something_and_raises_nothing(value: float, number_format: str) -> None:
    assert isinstance(shown_value(value, number_format), str)


@given(st.datetimes(), st.text(alphabet='ymdhs:/-年月日"\\[]AMP ', max_size=15))
def test_any_date_is_shown(value: datetime, number_format: str) -> None:
    assert isinstance(shown_value(value, number_format), str)


@pytest.mark.parametrize(
    ("count", "style", "shown"),
    [
        (3, "decimal", "3"),
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCounting", "一百〇五"),
        (1010, "chineseCounting", "一千〇一十"),
        (2, "ideographTraditional", "乙"),
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (9, "decimalEnclosedCircle", "⑨"),
        (30, "decimalEnclosedCircle", "(30)"),
        (5, "decimalZero", "05"),
        (7, "no such style", "7"),
    ],
)
def test_numbers_are_written_in_the_style_of_their_list(count: int, style: str, shown: str) -> None:
    assert numeral(count, style) == shown


def test_levels_count_on_and_begin_anew_below() -> None:
    levels = {
        ("1", 0): Level(style="chineseCounting", pattern="%1、"),
        ("1", 1): Level(style="decimal", pattern="%1.%2", start=1),
        ("2", 0): Level(style="chineseCounting", pattern="%1、"),
        ("3", 0): Level(style="bullet", pattern="\uf0b7"),
        ("4", 0): Level(style="none", pattern="x"),
    }
    lists = Numbering(levels, {"1": "a", "2": "a"})
    asked = [("1", 0), ("1", 1), ("1", 1), ("2", 0), ("1", 1), ("3", 0), ("4", 0), ("9", 0)]
    assert [lists.next(number, depth) for number, depth in asked] == [
        "一、",
        "一.1",
        "一.2",
        "二、",
        "二.1",
        "•",
        "",
        "",
    ]
