"""The installation's calendar, read once a process and edition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from gongkai.clock.models import CalendarEdition, EditionKind
from gongkai.clock.rules.calendar import (
    NATIONAL,
    ExtraDay,
    MarkedDay,
    Notice,
    NoticeYear,
    WorkingCalendar,
    calendar_of,
)
from gongkai.clock.shipped import shipped_years, statutory_days


@dataclass(frozen=True, slots=True)
class Calendars:
    """The years and the added days in force; gives the calendar of any region."""

    years: tuple[NoticeYear, ...]
    extra: tuple[ExtraDay, ...]

    def of(self, region_code: str = NATIONAL) -> WorkingCalendar:
        """Return the calendar of a region: with the days added there and above."""
        calendar = calendar_of(self.years, statutory=statutory_days())
        return calendar.with_extra(self.extra, region_code=region_code)

    def with_year(self, year: NoticeYear) -> "Calendars":
        """Return them with another edition of one year."""
        others = tuple(known for known in self.years if known.year != year.year)
        return Calendars((*others, year), self.extra)

    def with_extra(self, extra: Iterable[ExtraDay]) -> "Calendars":
        """Return them with other added days."""
        return Calendars(self.years, tuple(extra))


_kept: tuple[int | None, dict[str, WorkingCalendar]] = (-1, {})


def installed_calendar(region_code: str = NATIONAL) -> WorkingCalendar:
    """Return the calendar in force in a region; one small query when nothing has changed."""
    global _kept  # noqa: PLW0603 - the cache of a process, thrown away by the version row
    version = CalendarEdition.objects.aggregate(newest=Max("id"))["newest"]
    if _kept[0] != version:
        _kept = (version, {})
    known = _kept[1]
    if region_code not in known:
        known[region_code] = calendars_in_force().of(region_code)
    return known[region_code]


def calendars_in_force() -> Calendars:
    """Return the newest edition of every year; the shipped years where none was entered yet."""
    editions = (
        CalendarEdition.objects.order_by("kind", "year", "region_code", "-id")
        .distinct("kind", "year", "region_code")
        .prefetch_related("days")
    )
    years, extra = [], []
    for edition in editions:
        days = tuple(MarkedDay(day.on, day.working, day.name) for day in edition.days.all())
        if edition.kind == EditionKind.NOTICE:
            years.append(NoticeYear(edition.year, days, _notices(edition)))
        else:
            extra += [ExtraDay(day, edition.region_code) for day in days]
    return Calendars(tuple(years) or shipped_years(), tuple(extra))


def _notices(edition: CalendarEdition) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            paper["title"],
            paper["number"],
            date.fromisoformat(paper["issued_on"]) if paper["issued_on"] else None,
        )
        for paper in edition.notices
    )
