"""Reading a year's notice from a file: JSON as shipped, the common JSON of days, or CSV.

A bad file is refused whole, with every place that is wrong: half a calendar is worse than none.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.clock.rules.calendar import SATURDAY, MarkedDay, Notice, NoticeYear
from gongkai.kernel.characters import HoldsNul, ordered_line

DECEMBER = 12
LONGEST_NAME = 80
_OFF = {"off", "holiday", "rest", "休", "放假", "false", "no", "0"}
_WORKING = {"working", "work", "班", "上班", "true", "yes", "1"}
_COLUMNS = {
    "on": "on", "date": "on", "日期": "on",
    "working": "working", "day": "working", "类型": "working",
    "name": "name", "名称": "name",
}  # fmt: skip


class Problem(StrEnum):
    """What can be wrong in a calendar file."""

    NOT_TEXT = "not_text"
    NOT_READABLE = "not_readable"
    NOT_IN_TURN = "not_in_turn"
    """The notice is of no known year and not of the next one; the value says which that is."""
    COLUMN_MISSING = "column_missing"
    NO_DAYS = "no_days"
    NOT_A_DATE = "not_a_date"
    NOT_OFF_OR_WORKING = "not_off_or_working"
    NAME_MISSING = "name_missing"
    TWICE = "twice"
    OUTSIDE_YEAR = "outside_year"
    WORKED_ANYWAY = "worked_anyway"
    STATUTORY_DAY_WORKED = "statutory_day_worked"


@dataclass(frozen=True, slots=True)
class FileError:
    """One thing wrong in a file; `line` counts from 1 (in JSON the entry of `days`), 0 is all."""

    line: int
    column: str
    problem: Problem
    value: str = ""


class NoticeFileRefused(ValueError):
    """The file is not a year's notice; `errors` says where and why."""

    def __init__(self, *errors: FileError) -> None:
        super().__init__("; ".join(f"{e.line} {e.column} {e.problem} {e.value}" for e in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    on: object
    working: object
    name: object


def read_notice_file(
    content: bytes, *, name: str, statutory: Mapping[int, tuple[MarkedDay, ...]] | None = None
) -> NoticeYear:
    """Return the year that a file describes.

    JSON: `{"year", "notices": [{"title", "number", "issued_on"}], "days": [{"on", "working",
    "name"}]}`; days may also be written `{"date", "isOffDay", "name"}`. CSV: columns on (date,
    日期), working (类型: off/working, 休/班), name (名称). The days lie in the year or in the
    December before it. With `statutory`, none of that year's statutory days may be left out
    or worked.

    Raises:
        NoticeFileRefused: with every error found.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoticeFileRefused(FileError(0, "", Problem.NOT_TEXT)) from None
    as_json = name.lower().endswith(".json") or text.lstrip().startswith("{")
    year, notices, rows = _read_json(text) if as_json else _read_csv(text)
    days = _days(rows)
    _check(days, year or max(day.on.year for day in days), statutory or {}, rows)
    found = tuple(sorted(days))
    return NoticeYear(year or max(day.on.year for day in days), found, notices)


def _read_json(text: str) -> tuple[int, tuple[Notice, ...], list[_Row]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoticeFileRefused(
            FileError(getattr(error, "lineno", 0), "", Problem.NOT_READABLE, "JSON")
        ) from None
    days = data.get("days") if isinstance(data, dict) else None
    if not isinstance(days, list) or not all(isinstance(day, dict) for day in days):
        raise NoticeFileRefused(FileError(0, "days", Problem.NO_DAYS))
    year = data.get("year")
    if not isinstance(year, int):
        raise NoticeFileRefused(FileError(0, "year", Problem.NOT_A_DATE, _shown(year)))
    rows = [
        _Row(n, day.get("on", day.get("date")), _json_working(day), day.get("name"))
        for n, day in enumerate(days, start=1)
    ]
    return year, _notices(data.get("notices")), rows


def _json_working(day: dict[str, object]) -> object:
    off = day.get("isOffDay")
    return (not off) if isinstance(off, bool) else day.get("working")


def _notices(data: object) -> tuple[Notice, ...]:
    if not isinstance(data, list):
        return ()
    try:
        return tuple(
            Notice(
                ordered_line(_plain(entry.get("title"))),
                ordered_line(_plain(entry.get("number"))),
                _date(entry.get("issued_on")),
            )
            for entry in data
            if isinstance(entry, dict)
        )
    except HoldsNul:
        raise NoticeFileRefused(FileError(0, "notices", Problem.NOT_TEXT)) from None


def _read_csv(text: str) -> tuple[int, tuple[Notice, ...], list[_Row]]:
    reader = csv.reader(io.StringIO(text))
    try:
        lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    except csv.Error:
        raise NoticeFileRefused(
            FileError(reader.line_num, "", Problem.NOT_READABLE, "CSV")
        ) from None
    if not lines:
        raise NoticeFileRefused(FileError(0, "", Problem.NO_DAYS))
    header = [_COLUMNS.get(cell.strip().lower(), "") for cell in lines[0][1]]
    if missing := [c for c in ("on", "working", "name") if c not in header]:
        raise NoticeFileRefused(*(FileError(1, c, Problem.COLUMN_MISSING, c) for c in missing))
    rows = [_Row(n, **_cells(header, line)) for n, line in lines[1:]]
    return 0, (), rows


def _cells(header: list[str], line: list[str]) -> dict[str, object]:
    padded = [*line, *[""] * (len(header) - len(line))]
    named = dict(zip(header, padded, strict=False))
    return {column: named[column].strip() for column in ("on", "working", "name")}


def _days(rows: list[_Row]) -> list[MarkedDay]:
    if not rows:
        raise NoticeFileRefused(FileError(0, "days", Problem.NO_DAYS))
    errors = [error for row in rows for error in _row_errors(row)]
    if errors:
        raise NoticeFileRefused(*errors)
    return [
        MarkedDay(_date(row.on) or date.min, _working(row.working) is True, _name(row.name))
        for row in rows
    ]


def _row_errors(row: _Row) -> Iterator[FileError]:
    if _date(row.on) is None:
        yield FileError(row.line, "on", Problem.NOT_A_DATE, _shown(row.on))
    if _working(row.working) is None:
        yield FileError(row.line, "working", Problem.NOT_OFF_OR_WORKING, _shown(row.working))
    try:
        if not 1 <= len(_name(row.name)) <= LONGEST_NAME:
            yield FileError(row.line, "name", Problem.NAME_MISSING, _shown(row.name))
    except HoldsNul:
        yield FileError(row.line, "name", Problem.NOT_TEXT)


def _name(value: object) -> str:
    return ordered_line(value) if isinstance(value, str) else ""


def _plain(value: object) -> str:
    # A list in the place of a word may be too deep to be written out.
    return str(value) if isinstance(value, str | int | float) else ""


def _shown(value: object) -> str:
    return ordered_line(_plain(value).replace("\0", ""))[:LONGEST_NAME]


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def _working(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    word = _plain(value).strip().lower()
    return False if word in _OFF else True if word in _WORKING else None


def _check(
    days: list[MarkedDay],
    year: int,
    statutory: Mapping[int, tuple[MarkedDay, ...]],
    rows: list[_Row],
) -> None:
    errors = list(_day_errors(days, year, rows))
    off = {day.on for day in days if not day.working}
    worked = {day.on for day in days if day.working}
    for day in statutory.get(year, ()):
        # A statutory day on a weekend need not be named, but nobody may be made to work on it.
        if day.on in worked or (day.on not in off and day.on.weekday() < SATURDAY):
            value = f"{day.on} {day.name}"
            errors.append(FileError(0, "days", Problem.STATUTORY_DAY_WORKED, value))
    if errors:
        raise NoticeFileRefused(*errors)


def _day_errors(days: list[MarkedDay], year: int, rows: list[_Row]) -> Iterator[FileError]:
    seen = Counter[date]()
    for row, day in zip(rows, days, strict=True):
        seen[day.on] += 1
        before = day.on.year == year - 1 and day.on.month == DECEMBER
        if seen[day.on] > 1:
            yield FileError(row.line, "on", Problem.TWICE, str(day.on))
        if day.on.year != year and not before:
            yield FileError(row.line, "on", Problem.OUTSIDE_YEAR, f"{day.on} ({year})")
        if day.working and day.on.weekday() < SATURDAY:
            yield FileError(row.line, "working", Problem.WORKED_ANYWAY, str(day.on))
