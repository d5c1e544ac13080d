"""Dates as people write them."""

import re
import unicodedata
from datetime import date

# 2026-03-12, 2026/3/12, 2026.3.12, 2026年3月12日, 20260312
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
# 12 March 2026, 12 Mar 2026
_DAY_FIRST = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_day(typed: str) -> date | None:
    """Return the day somebody typed, None when it is none.

    The year comes first, as in GB/T 7408, or the month is a word: 03/12/2026 is not guessed at.

    >>> parse_day("２０２６年３月１２日")
    datetime.date(2026, 3, 12)
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if found := _YEAR_FIRST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _DAY_FIRST.fullmatch(text)
    if found and found[2][:3].lower() in _MONTHS:
        return _day(int(found[3]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[1]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
