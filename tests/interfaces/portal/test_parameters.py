"""Whatever an address holds, only what can be meant reaches a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.interfaces.portal.parameters import LAST_PAGE, asked_for, number_in, number_of

NAMES = ("organ", "region", "class", "theme", "year", "form", "page", "q", "order")
ANYTHING = st.dictionaries(st.sampled_from(NAMES), st.text(max_size=300))


@given(ANYTHING)
def test_nothing_fails_and_all_is_in_bounds(address: dict[str, str]) -> None:
    asked = asked_for(address)
    assert 1 <= asked.page <= LAST_PAGE
    assert len(asked.words) <= 200
    assert "\0" not in asked.words
    assert asked.order in {"relevance", "newest"}
    filters = asked.filters
    assert filters.organ_id is None or 0 <= filters.organ_id < 10**18
    assert filters.year is None or 1900 <= filters.year <= 2100


@given(ANYTHING)
def test_the_same_is_read_again_from_its_own_query(address: dict[str, str]) -> None:
    asked = asked_for(address)
    again = asked_for({"q": asked.words, "order": asked.order, **asked.filters.as_query()})
    assert (again.words, again.filters, again.order) == (asked.words, asked.filters, asked.order)
    assert again.problems == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("organ", "x"),
        ("organ", "-1"),
        ("organ", "٣"),
        ("organ", "9" * 40),
        ("year", "26"),
        ("year", "99999"),
        ("class", "'; drop"),
        ("theme", "01%"),
        ("region", "../"),
        ("form", "WEB SITE"),
        ("page", "abc"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "１"),
        ("q", "长" * 201),
    ],
)
def test_what_cannot_be_meant_is_said(name: str, value: str) -> None:
    problems = asked_for({name: value}).problems
    assert [problem.name for problem in problems] == [name]


def test_a_huge_page_number_is_the_last_that_can_be() -> None:
    assert asked_for({"page": str(10**9)}).page == LAST_PAGE


def test_a_changed_list_begins_at_its_first_page() -> None:
    asked = asked_for({"q": "预算", "year": "2026", "page": "7"})
    assert asked.query(organ=3) == "q=%E9%A2%84%E7%AE%97&year=2026&organ=3"
    assert asked.query(year=None) == "q=%E9%A2%84%E7%AE%97"


def test_numbers_out_of_a_choice() -> None:
    assert number_in("2", among=[1, 2], otherwise=1) == 2
    assert number_in("9", among=[1, 2], otherwise=1) == 1
    assert number_in("x", among=[1, 2], otherwise=1) == 1
    assert number_of("12") == 12
    assert number_of("1x") is None
