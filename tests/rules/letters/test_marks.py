"""The mark that an organ has until it enters its own."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.letters.rules.marks import default_mark, made_marks
from gongkai.letters.rules.numbering import LONGEST_MARK


@pytest.mark.parametrize(
    ("name", "short_name", "region_name", "mark"),
    [
        ("云梦省卫生厅", "省卫生厅", "云梦省", "云卫"),
        ("云梦省人民政府", "", "云梦省", "云政"),
        ("云梦省人民政府办公厅", "", "云梦省", "云政办"),
        ("青石市教育局", "市教育局", "青石市", "青教"),
        ("青石市城南区人民政府", "", "城南区", "城政"),
        ("青石发展和改革委员会", "", "青石市", "青发"),
        ("第 3 局", "", "云梦省", "第3局"),
        ("云梦省", "", "云梦省", "云梦省"),
        ("公共资源交易中心", "交易中心", "云梦省", "交易中心"),
    ],
)
def test_the_mark_joins_place_and_duty(
    name: str, short_name: str, region_name: str, mark: str
) -> None:
    assert default_mark(name=name, short_name=short_name, region_name=region_name) == mark


@given(
    name=st.text("云梦省青石市人民政府办公厅局 卫生", min_size=1).filter(str.strip),
    short_name=st.text("省卫 生厅"),
    region_name=st.sampled_from(["云梦省", "青石市", "省", "市"]),
)
def test_there_is_always_a_mark_that_may_stand_in_a_number(
    name: str, short_name: str, region_name: str
) -> None:
    made = made_marks(name=name, short_name=short_name, region_name=region_name)
    marks = list(islice(made, 40))
    assert marks[0] == default_mark(name=name, short_name=short_name, region_name=region_name)
    assert len(set(marks)) > 10
    for mark in marks:
        assert 0 < len(mark) <= LONGEST_MARK
        assert not any(character.isspace() for character in mark)
