"""Personal data in tables: by header, by the cell beside, and spread over cells."""

from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.tables import find_in_rows, labelled_columns

Kind = FindingKind
NUMBER = "11010519491231002X"
HOME = "云梦省青山市梧桐路12号"


def test_a_header_says_what_stands_below_it() -> None:
    rows = [
        ["序号", "姓名", "身份证号", "家庭住址"],
        ["1", "张三", "110105194912310021", HOME],
        ["2", "云梦省民政厅", "", "不详"],
        ["3", "李 四", NUMBER, HOME],
    ]
    found = [(match.kind, match.row, match.column, match.value) for match in labelled_columns(rows)]
    assert found == [
        (Kind.NAME, 1, 1, "张三"),
        (Kind.IDENTITY_NUMBER, 1, 2, "110105194912310021"),
        (Kind.ADDRESS, 1, 3, HOME),
        (Kind.NAME, 3, 1, "李四"),
        (Kind.IDENTITY_NUMBER, 3, 2, NUMBER),
        (Kind.ADDRESS, 3, 3, HOME),
    ]


def test_a_form_says_it_beside() -> None:
    rows = [["姓名", "张三", "性别", "男"], ["住址", HOME, "", ""]]
    assert [match.value for match in labelled_columns(rows)] == ["张三", HOME]


def test_the_addresses_of_offices_are_no_homes() -> None:
    rows = [["单位名称", "地址", "电话"], ["云台县水利局", "云台县石桥路5号", "0871-65114433"]]
    assert find_in_rows(rows) == ()


def test_a_number_is_spread_over_a_row_or_a_column() -> None:
    [across] = find_in_rows([["号码", *NUMBER]])
    assert (across.value, across.row, across.column, across.last_column) == (NUMBER, 0, 1, 18)
    [down] = find_in_rows([["x", digit] for digit in NUMBER])
    assert (down.value, down.row, down.last_row, down.column) == (NUMBER, 0, 17, 1)


def test_rows_of_different_lengths_are_one_table() -> None:
    assert find_in_rows([[], ["姓名"], ["张三", "x"], []])[0].value == "张三"
    assert find_in_rows([]) == ()
