"""The working calendar: which days are worked, said by notices and never guessed.

A year is *announced* when the State Council's notice for it is known. The one year after the
last announced one is estimated from weekends and the statutory days of the 2024 measure; what
touches it is provisional. Beyond that nothing is known, and the calendar says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from gongkai.clock.rules.broken import CalendarNotPublished

SATURDAY = 5
FIRST_DAY = date(1949, 1, 1)
"""No day of an earlier year is kept."""
NATIONAL = ""
"""The region code of days that hold everywhere."""

# GB/T 2260 and 10114: province, city, county, township, village.
_LEVEL_ENDS = (0, 2, 4, 6, 9, 12)


class DayKind(StrEnum):
    """What a day is to somebody who counts working days."""

    WORKING = "working"
    MOVED_WORKING = "moved_working_day"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Notice:
    """The paper that fixed a year (or lengthened a holiday): title, number, day of issue."""

    title: str
    number: str = ""
    issued_on: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class MarkedDay:
    """A day that is not what its weekday says, or whose name is worth telling."""

    on: date
    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class NoticeYear:
    """What the notices for one year say. Days of the December before may be among them."""

    year: int
    days: tuple[MarkedDay, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtraDay:
    """A day added by the administrator: everywhere (NATIONAL) or in one region and below."""

    day: MarkedDay
    region_code: str = NATIONAL

    def holds_in(self, region_code: str) -> bool:
        """Say whether the day holds there: region codes nest by their leading digits.

        >>> ExtraDay(MarkedDay(date(2026, 4, 20), False, "三月三"), "450000").holds_in("450103")
        True
        """
        return region_code.startswith(self._stem())

    def _stem(self) -> str:
        told = len(self.region_code.rstrip("0"))
        return self.region_code[: min(end for end in _LEVEL_ENDS if end >= told)]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day as the calendar knows it."""

    on: date
    kind: DayKind
    name: str
    provisional: bool

    @property
    def working(self) -> bool:
        """Say whether the day counts as a working day."""
        return self.kind in {DayKind.WORKING, DayKind.MOVED_WORKING}


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days of all known years. Build it with `calendar_of`; it never changes afterwards."""

    announced: frozenset[int]
    estimated: int | None
    marked: Mapping[date, MarkedDay]
    notices: Mapping[int, tuple[Notice, ...]] = field(default_factory=dict)

    @property
    def first_year(self) -> int:
        """Return the first announced year."""
        return min(self.announced)

    @property
    def last_announced(self) -> int:
        """Return the last announced year."""
        return max(self.announced)

    @property
    def last_known(self) -> int:
        """Return the last year of which anything is known, the estimated one included."""
        return self.estimated or self.last_announced

    def day(self, on: date) -> CalendarDay:
        """Return what is known of the day.

        Raises:
            CalendarNotPublished: no notice and no estimate covers its year.
        """
        if on.year not in self.announced and on.year != self.estimated:
            raise CalendarNotPublished(on.year)
        # Not weekday() < 5 alone: a Saturday can be a working day and a Monday a holiday;
        # only the yearly notice knows.
        weekend = on.weekday() >= SATURDAY
        mark = self.marked.get(on)
        if mark is None:
            kind = DayKind.WEEKEND if weekend else DayKind.WORKING
        elif mark.working:
            kind = DayKind.MOVED_WORKING if weekend else DayKind.WORKING
        else:
            kind = DayKind.HOLIDAY
        return CalendarDay(on, kind, mark.name if mark else "", on.year == self.estimated)

    def is_working(self, on: date) -> bool:
        """Say whether the day is a working day; raises CalendarNotPublished like `day`."""
        return self.day(on).working

    def may_take(self, year: int) -> bool:
        """Say whether a notice of that year can be entered: of a known one, or of the next.

        One that skips a year would leave the year between neither announced nor estimated.
        """
        return year in self.announced or year == self.last_announced + 1

    def next_working(self, on: date) -> date:
        """Return the day itself if it is worked, else the next working day."""
        while not self.is_working(on):
            on += timedelta(days=1)
        return on

    def with_extra(self, extra: Iterable[ExtraDay], *, region_code: str) -> "WorkingCalendar":
        """Return the calendar of a region: with the added days that hold there.

        A day added for the region prevails over one added everywhere.
        """
        holding = [day for day in extra if day.holds_in(region_code)]
        holding.sort(key=lambda day: len(day.region_code.rstrip("0")))
        return replace(self, marked={**self.marked, **{e.day.on: e.day for e in holding}})


def calendar_of(
    years: Iterable[NoticeYear], *, statutory: Mapping[int, tuple[MarkedDay, ...]]
) -> WorkingCalendar:
    """Return the calendar of announced years up to the first gap, followed by one estimated year.

    What lies beyond a gap counts once the years between are there: nobody can count across them.

    The estimate is weekends plus the statutory days of that year as listed in `statutory`.
    Holidays that fall on a weekend are compensated on days that only the notice can name, so
    the estimate adds none: it errs towards the earlier date, which harms nobody's right.
    A day that a later year's notice names prevails over the earlier one's (the last days of
    December were moved by the next year's notice in 2007, 2011 and 2018).

    Raises:
        ValueError: no year at all.
    """
    ordered = _unbroken(sorted(years, key=lambda year: year.year))
    if not ordered:
        raise ValueError("a working calendar needs at least one announced year")
    after = ordered[-1].year + 1
    estimated = after if after in statutory else None
    marked = {day.on: day for day in statutory.get(after, ())}
    marked |= {day.on: day for year in ordered for day in year.days}
    return WorkingCalendar(
        announced=frozenset(year.year for year in ordered),
        estimated=estimated,
        marked=marked,
        notices={year.year: year.notices for year in ordered},
    )


def _unbroken(years: Sequence[NoticeYear]) -> list[NoticeYear]:
    return [year for place, year in enumerate(years) if year.year == years[0].year + place]
