"""The calendar and the regimes that come with the package. No Django, no database.

The command line counts with them right after installation; an installation's own calendar
starts from them and grows by imports.
"""

import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.clock.rules.calendar import MarkedDay, NoticeYear, WorkingCalendar, calendar_of
from gongkai.clock.rules.notice_file import read_notice_file
from gongkai.clock.rules.regimes import Regime, check_regimes, regime_from

_DATA = Path(__file__).parent / "data"
CALENDAR_FOLDER = _DATA / "calendar"
REGIME_FOLDER = _DATA / "regimes"
SOURCE = "shipped"
"""The source of the editions that come with the package."""


@cache
def shipped_years() -> tuple[NoticeYear, ...]:
    """Return the announced years of the package, 2007 onwards, each with its notices."""
    files = sorted(CALENDAR_FOLDER.glob("*.json"))
    return tuple(read_notice_file(file.read_bytes(), name=file.name) for file in files)


@cache
def statutory_days() -> dict[int, tuple[MarkedDay, ...]]:
    """Return the statutory holidays of the years to come (the 2024 measure: 13 days a year).

    Lunar and solar-term dates are astronomy and known; what moves around them is not.
    """
    data = json.loads((_DATA / "statutory_holidays.json").read_text(encoding="utf-8"))
    return {int(year): _statutory(year, names) for year, names in data["years"].items()}


def _statutory(year: str, names: dict[str, list[str]]) -> tuple[MarkedDay, ...]:
    marked: dict[date, MarkedDay] = {}
    for name, days in names.items():
        for day in days:
            on = date.fromisoformat(f"{year}-{day}")
            earlier = marked.get(on)
            full = f"{earlier.name}、{name}" if earlier else name
            marked[on] = MarkedDay(on, working=False, name=full)
    return tuple(sorted(marked.values()))


@cache
def shipped_calendar() -> WorkingCalendar:
    """Return the calendar of the shipped years and the estimated one after them."""
    return calendar_of(shipped_years(), statutory=statutory_days())


@cache
def regimes() -> dict[str, Regime]:
    """Return every regime by its id, oldest first; called at start, so bad data stops it.

    Raises:
        RegimeDataRefused: a file does not describe a regime.
    """
    found = [
        regime_from(tomllib.loads(file.read_text(encoding="utf-8")), where=file.name)
        for file in sorted(REGIME_FOLDER.glob("*.toml"))
    ]
    found.sort(key=lambda regime: regime.in_force_from)
    check_regimes(found)
    return {regime.id: regime for regime in found}
