"""The working calendar: announced years, the estimated one, days added by an administrator."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from gongkai.clock.rules.broken import CalendarNotPublished
from gongkai.clock.rules.calendar import (
    DayKind,
    ExtraDay,
    MarkedDay,
    NoticeYear,
    calendar_of,
)
from gongkai.clock.shipped import shipped_calendar, shipped_years, statutory_days

CALENDAR = shipped_calendar()
REPOSITORY = Path(__file__).parents[3]
WORKING_DAYS = {
    2007: 249, 2008: 251, 2009: 250, 2010: 250, 2011: 250, 2012: 249, 2013: 250, 2014: 250,
    2015: 249, 2016: 250, 2017: 249, 2018: 250, 2019: 250, 2020: 249, 2021: 250, 2022: 249,
    2023: 249, 2024: 251, 2025: 248, 2026: 248,
}  # fmt: skip


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(366) if (first + timedelta(n)).year == year]


@pytest.mark.parametrize(("year", "working"), WORKING_DAYS.items())
def test_each_year_has_its_number_of_working_days(year: int, working: int) -> None:
    assert sum(CALENDAR.is_working(day) for day in _days_of(year)) == working


@pytest.mark.shared
def test_every_day_agrees_with_the_design_material() -> None:
    shared = Path(os.environ.get("GONGKAI_SHARED", REPOSITORY.parent / "shared"))
    file = shared / "data" / "workdays_2007_2026.json"
    if not file.is_file():
        pytest.skip(f"{file} is not there (GONGKAI_SHARED)")
    for year, told in json.loads(file.read_text(encoding="utf-8"))["years"].items():
        for day in _days_of(int(year)):
            short = f"{day:%m-%d}"
            worked = day.weekday() < 5 and short not in told["weekdays_off"]
            assert CALENDAR.is_working(day) == (worked or short in told["weekends_worked"]), day


def test_every_shipped_year_names_its_notice() -> None:
    assert [year.year for year in shipped_years()] == list(range(2007, 2027))
    for year in shipped_years():
        assert str(year.year) in year.notices[0].title


def test_a_day_says_what_it_is() -> None:
    saturday = CALENDAR.day(date(2008, 9, 27))
    monday = CALENDAR.day(date(2008, 9, 29))
    assert (saturday.kind, saturday.name) == (DayKind.MOVED_WORKING, "国庆节")
    assert (monday.kind, monday.name) == (DayKind.HOLIDAY, "国庆节")
    assert CALENDAR.day(date(2008, 9, 20)).kind is DayKind.WEEKEND
    assert CALENDAR.day(date(2008, 9, 26)).kind is DayKind.WORKING


def test_the_lengthened_spring_festival_of_2020_is_known() -> None:
    assert not CALENDAR.is_working(date(2020, 1, 31))
    assert CALENDAR.is_working(date(2020, 2, 3))


def test_the_year_after_the_last_announced_one_is_weekends_and_the_statutory_days() -> None:
    off = {day.on for day in statutory_days()[2027]}
    assert len(off) == 13
    for day in _days_of(2027):
        known = CALENDAR.day(day)
        assert known.provisional
        assert known.working == (day.weekday() < 5 and day not in off), day


def test_an_announced_year_is_not_provisional() -> None:
    assert not any(CALENDAR.day(day).provisional for day in _days_of(2026))


@pytest.mark.parametrize("day", [date(2006, 12, 31), date(2028, 1, 1), date(2051, 6, 1)])
def test_beyond_that_nothing_is_known(day: date) -> None:
    with pytest.raises(CalendarNotPublished) as refused:
        CALENDAR.day(day)
    assert refused.value.year == day.year


def test_a_gap_between_announced_years_stays_unknown() -> None:
    calendar = calendar_of([NoticeYear(2024, ()), NoticeYear(2026, ())], statutory={})
    assert calendar.is_working(date(2024, 1, 2))
    with pytest.raises(CalendarNotPublished):
        calendar.is_working(date(2025, 1, 2))


def test_before_a_gap_the_year_after_the_last_announced_one_is_estimated() -> None:
    beyond = NoticeYear(2028, (MarkedDay(date(2028, 1, 3), working=False, name="元旦"),))
    calendar = calendar_of([*shipped_years(), beyond], statutory=statutory_days())
    assert (calendar.last_announced, calendar.estimated) == (2026, 2027)
    assert calendar == CALENDAR
    both = calendar_of([*shipped_years(), NoticeYear(2027, ()), beyond], statutory={})
    assert both.last_announced == 2028


@pytest.mark.parametrize(("year", "taken"), [(2006, 0), (2007, 1), (2026, 1), (2027, 1), (2028, 0)])
def test_years_are_entered_one_after_the_other(year: int, *, taken: bool) -> None:
    assert CALENDAR.may_take(year) == taken


def test_a_calendar_needs_a_year() -> None:
    with pytest.raises(ValueError, match="at least one"):
        calendar_of([], statutory={})


def test_the_next_years_notice_moves_days_of_december() -> None:
    off = MarkedDay(date(2026, 12, 31), working=False, name="元旦")
    years = [*shipped_years(), NoticeYear(2027, (off,))]
    calendar = calendar_of(years, statutory=statutory_days())
    assert CALENDAR.is_working(off.on)
    assert not calendar.is_working(off.on)
    assert not calendar.day(date(2027, 3, 1)).provisional
    assert calendar.day(date(2028, 3, 1)).provisional


@pytest.mark.parametrize(
    ("region", "off"),
    [("450000", True), ("450103", True), ("450103001", True), ("140100", False), ("", False)],
)
def test_a_regional_day_holds_in_its_region_and_below(region: str, *, off: bool) -> None:
    day = MarkedDay(date(2026, 4, 20), working=False, name="三月三")
    calendar = CALENDAR.with_extra([ExtraDay(day, "450000")], region_code=region)
    assert calendar.is_working(day.on) is not off


@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [
        ("500000", "500101", "510100"),
        ("140106010", "140106010", "140106011"),
        ("140106001", "140106001003", "140106002"),
        ("141000", "141002", "140100"),
    ],
)
def test_region_codes_nest_by_level(code: str, inside: str, outside: str) -> None:
    day = ExtraDay(MarkedDay(date(2026, 4, 20), working=False, name="三月三"), code)
    assert day.holds_in(inside)
    assert not day.holds_in(outside)


def test_a_days_region_prevails_over_everywhere() -> None:
    on = date(2026, 4, 20)
    everywhere = ExtraDay(MarkedDay(on, working=False, name="everywhere"))
    here = ExtraDay(MarkedDay(on, working=True, name="here"), "450000")
    calendar = CALENDAR.with_extra([here, everywhere], region_code="450100")
    assert calendar.is_working(on)
