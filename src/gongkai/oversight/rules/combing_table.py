"""The table of a combing campaign: its columns, and what a row says, cell by cell. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.kernel.characters import HoldsNul, ordered_line, ordered_text
from gongkai.oversight.rules.combing import DecisionFault, decision_fault, identity_of
from gongkai.records.rules.content import SUMMARY_LIMIT, TITLE_LIMIT
from gongkai.records.rules.vocabulary import Category
from gongkai.release.rules.secrecy import bears_mark

MOST_ROWS = 5_000
"""Rows of one table; a larger backlog comes in several."""
LARGEST_FILE = 20_000_000
"""Bytes of one table."""


class Column(StrEnum):
    """The columns, in their order."""

    TITLE = "title"
    GENERATED_ON = "generated_on"
    DOCUMENT_NUMBER = "document_number"
    KEPT_AT = "kept_at"
    CATEGORY = "category"
    GROUND = "ground"
    REASON = "reason"
    STATUTORY_ITEM = "statutory_item"
    SUMMARY = "summary"
    DISCLOSED_ON = "disclosed_on"
    DISCLOSED_AT_PLACE = "disclosed_at_place"
    INDEX_NUMBER = "index_number"
    NOTE = "note"


NEEDED = (Column.TITLE, Column.GENERATED_ON)
DATES = (Column.GENERATED_ON, Column.DISCLOSED_ON)
_LIMITS: Mapping[Column, int] = {
    Column.TITLE: TITLE_LIMIT,
    Column.DOCUMENT_NUMBER: 120,
    Column.KEPT_AT: 300,
    Column.REASON: 2_000,
    Column.SUMMARY: SUMMARY_LIMIT,
    Column.DISCLOSED_AT_PLACE: 500,
    Column.INDEX_NUMBER: 80,
    Column.NOTE: 500,
}


class CellFault(StrEnum):
    """What is wrong with a cell."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_DATE = "no_date"
    OUTSIDE_PERIOD = "outside_period"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_IT_WAS_THERE = "before_it_was_there"
    NOT_IN_LIST = "not_in_list"
    NO_GROUND = "no_ground"
    GROUND_OF_ANOTHER = "ground_of_another"
    NO_REASON = "no_reason"
    GROUND_WITHOUT_CATEGORY = "ground_without_category"
    DISCLOSED_WITHOUT_DAY = "disclosed_without_day"
    DISCLOSED_WITHOUT_PLACE = "disclosed_without_place"
    MARKED_SECRET = "marked_secret"  # noqa: S105 - a fault, not a password
    HOLDS_NUL = "holds_nul"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What the cells may choose from."""

    categories: Mapping[str, str]
    """Category by each name it has in a table, in lower case."""
    grounds: Mapping[str, str]
    """Category by the code of the ground."""
    statutory_items: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The campaign's period, and the day on which the table is read."""

    from_on: date
    until_on: date
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadItem:
    """A row without fault, as values."""

    title: str
    generated_on: date
    document_number: str
    kept_at: str
    category: str
    ground_code: str
    reason: str
    statutory_item: str
    summary: str
    disclosed_on: date | None
    disclosed_at_place: str
    index_number: str
    note: str

    def identity(self) -> str:
        """Return what tells it from every other item of the organ."""
        return identity_of(
            title=self.title,
            generated_on=self.generated_on,
            document_number=self.document_number,
            kept_at=self.kept_at,
            index_number=self.index_number,
        )


Faults = tuple[tuple[Column, CellFault], ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as it was read: the item, or what is wrong with which cells."""

    item: ReadItem | None
    faults: Faults = ()


def columns_of(
    header: Sequence[str], names: Mapping[str, Column]
) -> tuple[dict[Column, int], tuple[Column, ...]]:
    """Return where each column stands in the header, and which needed ones are not there.

    `names` are the columns by every heading they have, folded by `heading_key`.
    """
    found: dict[Column, int] = {}
    for place, heading in enumerate(header):
        column = names.get(heading_key(heading))
        if column is not None and column not in found:
            found[column] = place
    return found, tuple(column for column in NEEDED if column not in found)


def heading_key(heading: str) -> str:
    """Return a heading as headings are compared: without blanks, marks and capitals.

    >>> heading_key(" 信息名称 * "), heading_key("Date generated")
    ('信息名称', 'dategenerated')
    """
    return re.sub(r"[\s*＊()（）]+", "", heading).lower()


def cells_by_column(cells: Sequence[str], places: Mapping[Column, int]) -> dict[Column, str]:
    """Return what stands in the columns of a row; empty where the row is shorter."""
    return {column: cells[place] if place < len(cells) else "" for column, place in places.items()}


def cells_to_correct(
    cells: Mapping[Column, str], faults: Faults, *, from_1904: bool = False
) -> dict[Column, str]:
    """Return what is kept of a wrong row; nothing where it bears a mark of secrecy.

    Text is put in order, so that it can be stored and written into a workbook again; a day that
    the workbook counts is written out, for the next one may count from another.
    """
    if any(fault is CellFault.MARKED_SECRET for _column, fault in faults):
        return {}
    # That there was a NUL is among the faults.
    typed = {column: ordered_text(said.replace("\0", "\ufffd")) for column, said in cells.items()}
    days = {column: day_from(typed.get(column, ""), from_1904=from_1904) for column in DATES}
    return typed | {column: day.isoformat() for column, day in days.items() if day is not None}


def read_cells(
    cells: Mapping[Column, str], *, lists: Lists, bounds: Bounds, from_1904: bool = False
) -> ReadRow:
    """Return the row's item, or everything that is wrong with its cells, at once."""
    reading = _Reading(cells, lists, bounds, from_1904=from_1904)
    return reading.done()


class _Reading:
    def __init__(
        self, cells: Mapping[Column, str], lists: Lists, bounds: Bounds, *, from_1904: bool
    ) -> None:
        self._cells, self._lists, self._bounds = cells, lists, bounds
        self._from_1904 = from_1904
        self._faults: list[tuple[Column, CellFault]] = []

    def done(self) -> ReadRow:
        """Read every cell."""
        title = self._line(Column.TITLE)
        if not title:
            self._fault(Column.TITLE, CellFault.MISSING)
        generated_on = self._generated_on()
        category, ground, reason = self._proposal()
        disclosed_on, place = self._disclosure(generated_on)
        item = ReadItem(
            title=title,
            generated_on=generated_on or date.min,
            document_number=self._line(Column.DOCUMENT_NUMBER),
            kept_at=self._line(Column.KEPT_AT),
            category=category,
            ground_code=ground,
            reason=reason,
            statutory_item=self._statutory_item(),
            summary=self._line(Column.SUMMARY),
            disclosed_on=disclosed_on,
            disclosed_at_place=place,
            index_number=self._line(Column.INDEX_NUMBER),
            note=self._line(Column.NOTE),
        )
        faults = tuple(dict.fromkeys(self._faults))
        return ReadRow(None, faults) if faults else ReadRow(item)

    def _fault(self, column: Column, fault: CellFault) -> None:
        self._faults.append((column, fault))

    def _text(self, column: Column) -> str:
        said = self._cells.get(column, "")
        try:
            text = ordered_text(said)
        except HoldsNul:
            self._fault(column, CellFault.HOLDS_NUL)
            return ""
        if len(text) > _LIMITS.get(column, len(text)):
            self._fault(column, CellFault.TOO_LONG)
        # What bears a mark of secrecy has no place in this system, not even by its name.
        if bears_mark(text):
            self._fault(column, CellFault.MARKED_SECRET)
        return text

    def _line(self, column: Column) -> str:
        return ordered_line(self._text(column))

    def _day(self, column: Column) -> date | None:
        said = self._line(column)
        if not said:
            return None
        day = day_from(said, from_1904=self._from_1904)
        if day is None:
            self._fault(column, CellFault.NO_DATE)
        elif day > self._bounds.today:
            self._fault(column, CellFault.IN_THE_FUTURE)
        return day

    def _generated_on(self) -> date | None:
        day = self._day(Column.GENERATED_ON)
        if day is None:
            if not self._cells.get(Column.GENERATED_ON, "").strip():
                self._fault(Column.GENERATED_ON, CellFault.MISSING)
        elif not self._bounds.from_on <= day <= self._bounds.until_on:
            self._fault(Column.GENERATED_ON, CellFault.OUTSIDE_PERIOD)
        return day

    def _proposal(self) -> tuple[str, str, str]:
        said = self._line(Column.CATEGORY).lower()
        category = self._lists.categories.get(said) if said else Category.UNDETERMINED.value
        ground = _code(self._line(Column.GROUND))
        reason = self._text(Column.REASON)
        if category is None:
            self._fault(Column.CATEGORY, CellFault.NOT_IN_LIST)
        if ground and ground not in self._lists.grounds:
            self._fault(Column.GROUND, CellFault.NOT_IN_LIST)
        elif category is not None:
            fault = decision_fault(
                category=category,
                ground_category=self._lists.grounds.get(ground),
                reason=reason,
            )
            if fault is not None:
                self._fault(*_PROPOSAL_FAULTS[fault])
        return category or "", ground, reason

    def _statutory_item(self) -> str:
        code = _code(self._line(Column.STATUTORY_ITEM))
        if code and code not in self._lists.statutory_items:
            self._fault(Column.STATUTORY_ITEM, CellFault.NOT_IN_LIST)
        return code

    def _disclosure(self, generated_on: date | None) -> tuple[date | None, str]:
        day, place = self._day(Column.DISCLOSED_ON), self._line(Column.DISCLOSED_AT_PLACE)
        has_day = bool(self._cells.get(Column.DISCLOSED_ON, "").strip())
        if place and not has_day:
            self._fault(Column.DISCLOSED_ON, CellFault.DISCLOSED_WITHOUT_DAY)
        if has_day and not place:
            self._fault(Column.DISCLOSED_AT_PLACE, CellFault.DISCLOSED_WITHOUT_PLACE)
        if day is not None and generated_on is not None and day < generated_on:
            self._fault(Column.DISCLOSED_ON, CellFault.BEFORE_IT_WAS_THERE)
        return day, place


_PROPOSAL_FAULTS: Mapping[DecisionFault, tuple[Column, CellFault]] = {
    DecisionFault.NO_CATEGORY: (Column.CATEGORY, CellFault.NOT_IN_LIST),
    DecisionFault.NO_GROUND: (Column.GROUND, CellFault.NO_GROUND),
    DecisionFault.GROUND_OF_ANOTHER: (Column.GROUND, CellFault.GROUND_OF_ANOTHER),
    DecisionFault.NO_REASON: (Column.REASON, CellFault.NO_REASON),
    DecisionFault.GROUND_WITHOUT_CATEGORY: (Column.CATEGORY, CellFault.GROUND_WITHOUT_CATEGORY),
}


def _code(said: str) -> str:
    """Return the code with which an entry of a drop-down list begins: `A01 行政法规` is A01."""
    return said.split(" ", 1)[0]


_WRITTEN = re.compile(
    r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?"
)
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Five digits reach from 1927 to 2173; four and six are years and months that somebody typed.
_NUMBER = re.compile(r"\d{5}(?:\.0+)?")


def day_from(said: str, *, from_1904: bool = False) -> date | None:
    """Return the day of a cell: as people write it, or as workbooks count it; None where none.

    >>> day_from("2004年5月6日"), day_from("38113"), day_from("20040506"), day_from("May")
    (datetime.date(2004, 5, 6), datetime.date(2004, 5, 6), datetime.date(2004, 5, 6), None)
    """
    if found := _WRITTEN.fullmatch(said) or _TOGETHER.fullmatch(said):
        year, month, day = (int(part) for part in found.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return None
    if _NUMBER.fullmatch(said):
        days = int(float(said)) + (1_462 if from_1904 else 0)
        return date(1899, 12, 30) + timedelta(days=days)
    return None
