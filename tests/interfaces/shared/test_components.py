"""The values and tags behind the page components."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gongkai.interfaces.shared.components import page_number, pages_of
from gongkai.interfaces.shared.templatetags import gongkai as tags


def test_a_short_list_shows_every_page() -> None:
    assert pages_of(items=60, number=2, per_page=20).shown == (1, 2, 3)


def test_a_long_list_shows_ends_and_neighbours() -> None:
    assert pages_of(items=400, number=10, per_page=20).shown == (1, None, 9, 10, 11, None, 20)
    assert pages_of(items=400, number=1, per_page=20).shown == (1, 2, None, 20)


def test_a_gap_of_one_page_is_that_page() -> None:
    assert pages_of(items=400, number=4, per_page=20).shown == (1, 2, 3, 4, 5, None, 20)


@given(st.integers(0, 10_000), st.integers(-5, 2_000), st.integers(1, 100))
def test_pages_stay_within_the_list(items: int, number: int, per_page: int) -> None:
    pages = pages_of(items=items, number=number, per_page=per_page)
    shown = [page for page in pages.shown if page is not None]
    assert 1 <= pages.number <= pages.total
    assert shown == sorted(set(shown))
    assert {1, pages.number, pages.total} <= set(shown)
    assert (pages.previous is None) == (pages.number == 1)
    assert (pages.next is None) == (pages.number == pages.total)


@given(st.text() | st.none())
def test_any_text_is_a_page_number(typed: str | None) -> None:
    assert page_number(typed) >= 1


def test_page_numbers_are_read() -> None:
    assert [page_number(typed) for typed in ("3", "0", "-1", "٣", "99999999", "x")] == [
        3,
        1,
        1,
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("language", "day", "moment", "limit"),
    [
        ("zh-hans", "2026年3月12日", "2026年3月12日 00:30", "15 个工作日"),
        ("en", "12 March 2026", "12 March 2026, 00:30", "15 working days"),
    ],
)
def test_dates_are_said_in_the_readers_language(
    language: str, day: str, moment: str, limit: str
) -> None:
    # 00:30 in Beijing is still the day before in UTC.
    at = datetime(2026, 3, 11, 16, 30, tzinfo=UTC)
    with translation.override(language):
        assert tags.day(date(2026, 3, 12)) == tags.day(at) == day
        assert tags.moment(at) == moment
        assert tags.working_days(15) == limit
    assert tags.iso(at) == "2026-03-12T00:30:00+08:00"
    assert tags.iso(date(2026, 3, 12)) == "2026-03-12"


def test_nothing_is_said_of_no_date() -> None:
    assert tags.day(None) == tags.moment(None) == tags.iso(None) == tags.tag_moment(None) == ""


def test_links_of_pages_keep_the_question() -> None:
    source = '{% include "gongkai/components/pagination.html" %}'
    request = RequestFactory().get("/", {"q": "水 & 电", "year": "2026", "page": "2"})
    context = {"pages": pages_of(items=60, number=2, per_page=20)}
    page = engines["django"].from_string(source).render(context, request)
    assert "?q=%E6%B0%B4+%26+%E7%94%B5&amp;year=2026&amp;page=3" in page
    assert 'aria-current="page"' in page
    assert 'aria-label="第 1 页"' in page
