"""The fold "Why this date?" beside a due date."""

from dataclasses import replace
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from gongkai.clock.rules.counting import Amount
from gongkai.clock.rules.history import ClockEvent, Extended, NotApplicable, Paused, Started
from gongkai.clock.rules.reading import ClockReading, LimitBasis, read_or_say_missing
from gongkai.clock.rules.regimes import Basis
from gongkai.clock.shipped import shipped_calendar

RECEIVED = date(2026, 3, 2)
STARTED = Started(RECEIVED, Amount(20))


def _reading(*events: ClockEvent, on: date = date(2026, 3, 16)) -> ClockReading:
    reading = read_or_say_missing(events, calendar=shipped_calendar(), on=on)
    return replace(reading, basis=LimitBasis("ogi-2019", "reply", "33", Basis.TEXT))


def _shown(reading: ClockReading, language: str = "en") -> str:
    with translation.override(language):
        return render_to_string("gongkai/components/why_this_date.html", {"reading": reading})


def test_it_names_limit_article_and_every_day() -> None:
    page = _shown(_reading(STARTED))
    assert "Why this date?" in page
    assert "Reply to an application: 20 working days" in page
    assert "Regulations on Open Government Information (2019), article 33" in page
    assert page.count('<tr class="govuk-table__row">') == 1 + 29
    assert "Provisional" not in page


def test_it_speaks_chinese() -> None:
    page = _shown(_reading(STARTED), "zh-hans")
    assert "《中华人民共和国政府信息公开条例》（2019年修订）第33条" in page
    assert "期限届满日" in page


def test_day_zero_of_a_publication_is_the_day_of_generation() -> None:
    reading = _reading(STARTED)
    publication = replace(reading, basis=LimitBasis("ogi-2008", "publish", "18", Basis.TEXT))
    page = _shown(publication)
    assert "Day formed or changed, not counted" in page
    assert "(2007), article 18" in page


def test_another_laws_limit_is_named_instead_of_the_article() -> None:
    other = LimitBasis("ogi-2019", "publish", "26", Basis.TEXT, "《某条例》第9条")
    page = _shown(replace(_reading(STARTED), basis=other))
    assert "This limit is set by: 《某条例》第9条" in page
    assert "article 26" not in page


def test_pauses_extensions_and_estimates_are_said() -> None:
    paused = _shown(_reading(STARTED, Paused(date(2026, 3, 9), "third_party")))
    assert "this is the earliest possible date" in paused
    assert "Clock paused · third party consulted" in paused
    assert "The limit was extended." in _shown(_reading(STARTED, Extended(RECEIVED, 5)))
    late = Started(date(2026, 12, 16), Amount(20))
    assert "Provisional" in _shown(_reading(late, on=date(2026, 12, 16)))


def test_a_missing_calendar_is_said() -> None:
    page = _shown(_reading(STARTED, on=date(2029, 3, 1)))
    assert "the working calendar of 2028 is not known" in page


def test_nothing_is_shown_where_no_limit_applies() -> None:
    assert _shown(_reading(NotApplicable(RECEIVED))).strip() == ""
