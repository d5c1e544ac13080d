"""The spreadsheet of records: its columns, what a cell says, and what a row would change.

A row says which version it was written from by the digest of that version's content, so that work
done meanwhile is never overwritten. Text, attachments and what the system itself knows have no
column that could be changed: whatever is typed, they stay.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from gongkai.records.rules.content import VersionContent

Value = str | bool | date | tuple[str, ...] | None
"""What an element says; a day may be missing."""


class Kind(StrEnum):
    """What stands in the cells of a column."""

    IDENTITY = "identity"
    """Known to the system; never read as a change."""
    LINE = "line"
    TEXT = "text"
    DAY = "day"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its key, which is the name of the element in VersionContent."""

    key: str
    kind: Kind
    is_needed: bool = False
    """Whether the element always says something."""


RECORD, DIGEST = "record", "digest"
COLUMNS: tuple[Column, ...] = (
    Column(RECORD, Kind.IDENTITY),
    Column("index_number", Kind.IDENTITY),
    Column("organ", Kind.IDENTITY),
    Column("standing", Kind.IDENTITY),
    Column("state", Kind.IDENTITY),
    Column("title", Kind.LINE, is_needed=True),
    Column("document_number", Kind.LINE),
    Column("generated_on", Kind.DAY, is_needed=True),
    Column("summary", Kind.TEXT, is_needed=True),
    Column("category", Kind.CHOICE, is_needed=True),
    Column("ground_code", Kind.CHOICE),
    Column("ground_reason", Kind.TEXT),
    Column("forms", Kind.CHOICES),
    Column("time_limit", Kind.CHOICE, is_needed=True),
    Column("statutory_item", Kind.CHOICE),
    Column("theme_code", Kind.CHOICE),
    Column("genre", Kind.LINE),
    Column("keywords", Kind.LINE),
    Column("assembly", Kind.CHOICE),
    Column("service_object", Kind.CHOICE),
    Column("how_obtained", Kind.CHOICE, is_needed=True),
    Column("maker", Kind.LINE),
    Column("co_makers", Kind.LINES),
    Column("lead_organ", Kind.LINE),
    Column("is_normative", Kind.FLAG, is_needed=True),
    Column("effective_on", Kind.DAY),
    Column("expires_on", Kind.DAY),
    Column("secrecy_level", Kind.CHOICE),
    Column("split", Kind.CHOICE),
    Column("split_reason", Kind.TEXT),
    Column("remark", Kind.LINE),
    Column("has_text", Kind.IDENTITY),
    Column(DIGEST, Kind.IDENTITY),
)
EDITABLE: tuple[Column, ...] = tuple(one for one in COLUMNS if one.kind is not Kind.IDENTITY)
NEEDED = (RECORD, DIGEST)
"""Columns without which nobody knows what a row is about."""

_SPACES = re.compile(r"\s+")
_PARTS = {Kind.LINES: re.compile(r"[;；\n]"), Kind.CHOICES: re.compile(r"[;；,，、\n]")}
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?"
)
# Five digits reach from 1927 to 2173; four and six are years and months that somebody typed.
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_SHELTERED = re.compile(r"'*[=+\-@\t\r]")


class DaysAs(StrEnum):
    """How the file keeps a day that was typed into it, besides the way it was written."""

    WRITTEN = "written"
    """As it was written alone; values parted by commas know no other way."""
    SINCE_1900 = "since_1900"
    """As the number of days since 30 December 1899, as workbooks do."""
    SINCE_1904 = "since_1904"


_FIRST_DAYS = {DaysAs.SINCE_1900: date(1899, 12, 30), DaysAs.SINCE_1904: date(1904, 1, 1)}


class CellFault(StrEnum):
    """What is wrong with a cell."""

    MISSING = "missing"
    NOT_A_DAY = "not_a_day"
    NOT_IN_LIST = "not_in_list"
    NOT_YES_OR_NO = "not_yes_or_no"
    CATEGORY_OF_RELEASED = "category_of_released"


class HeaderFault(StrEnum):
    """What is wrong with the first row of the sheet."""

    NEEDED_MISSING = "needed_missing"
    TWICE = "twice"


class HeaderWrong(ValueError):
    """The first row does not say what the columns are."""

    def __init__(self, fault: HeaderFault, key: str) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.key = key


class CellWrong(ValueError):
    """A cell does not say anything that its element could."""

    def __init__(self, fault: CellFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list: what the cell shows, and other ways in which it may be told."""

    code: str
    label: str
    also: tuple[str, ...] = ()


Lists = Mapping[str, Sequence[Choice]]
"""Choices by the key of their column; `yes` and `no` stand under the key `is_normative`."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """What a row would change: elements before and after, and the cells that say nothing."""

    changes: Mapping[str, tuple[Value, Value]]
    faults: Mapping[str, CellFault]


def columns_of(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return where each known column stands; unknown ones are passed over. Raises HeaderWrong.

    `names` are the headings by key, in every language in which a sheet may have been exported.
    """
    known = {_plain(name): key for key, said in names.items() for name in (key, *said)}
    found: dict[str, int] = {}
    for place, heading in enumerate(header):
        key = known.get(_plain(heading))
        if key is None:
            continue
        if key in found:
            raise HeaderWrong(HeaderFault.TWICE, key)
        found[key] = place
    for key in NEEDED:
        if key not in found:
            raise HeaderWrong(HeaderFault.NEEDED_MISSING, key)
    return found


def cell_of(content: VersionContent, column: Column, lists: Lists) -> str:
    """Return what the cell of an editable column shows of the content."""
    return shown(column, getattr(content, column.key), lists)


def shown(column: Column, value: Value, lists: Lists) -> str:
    """Return a value as its cell shows it; a code that is in no list stands as it is."""
    labels = {choice.code: choice.label for choice in lists.get(column.key, ())}
    if isinstance(value, bool):
        return labels["yes" if value else "no"]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "；".join(labels.get(part, part) for part in value)
    return labels.get(value, value) if value else ""


def read_row(
    content: VersionContent,
    cells: Mapping[str, str],
    *,
    lists: Lists,
    is_released: bool,
    days_as: DaysAs = DaysAs.WRITTEN,
) -> RowReading:
    """Return what the cells (by key) would change of the content.

    A column that is missing from the sheet changes nothing; an empty cell takes the element away.
    The category of what is released is no matter of a spreadsheet: it decides what can be read.
    """
    changes: dict[str, tuple[Value, Value]] = {}
    faults: dict[str, CellFault] = {}
    for column in EDITABLE:
        before: Value = getattr(content, column.key)
        said = cells.get(column.key)
        if said is None or _is_same(column, said, cell_of(content, column, lists)):
            continue
        try:
            after = read_cell(column, said, lists, days_as=days_as)
        except CellWrong as wrong:
            faults[column.key] = wrong.fault
            continue
        if after != before:
            changes[column.key] = (before, after)
    if is_released and "category" in changes:
        faults["category"] = CellFault.CATEGORY_OF_RELEASED
    return RowReading(changes, faults)


def read_cell(
    column: Column, said: str, lists: Lists, *, days_as: DaysAs = DaysAs.WRITTEN
) -> Value:
    """Return what a cell of an editable column says; raises CellWrong."""
    text = _tidy(column, said)
    if not text:
        return _nothing(column)
    match column.kind:
        case Kind.DAY:
            return _day(text, days_as)
        case Kind.FLAG:
            return _code(text, lists.get(column.key, ()), CellFault.NOT_YES_OR_NO) == "yes"
        case Kind.CHOICE:
            return _code(text, lists.get(column.key, ()), CellFault.NOT_IN_LIST)
        case Kind.CHOICES:
            choices = lists.get(column.key, ())
            codes = [_code(part, choices, CellFault.NOT_IN_LIST) for part in _parts(column, text)]
            return tuple(dict.fromkeys(codes))
        case Kind.LINES:
            return tuple(_parts(column, text))
        case _:
            return text


def with_changes(content: VersionContent, changes: Mapping[str, Value]) -> VersionContent:
    """Return the content with these elements; only those that have a column."""
    allowed = {column.key for column in EDITABLE}
    return replace(content, **{k: v for k, v in changes.items() if k in allowed})  # type: ignore[arg-type]


def to_plain(value: Value) -> object:
    """Return a value as JSON can say it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_plain(key: str, said: object) -> Value:
    """Return the value of an element that `to_plain` made plain."""
    kind = next(column.kind for column in EDITABLE if column.key == key)
    if kind is Kind.DAY:
        return date.fromisoformat(str(said)) if said else None
    if isinstance(said, list):
        return tuple(str(part) for part in said)
    return said if isinstance(said, bool) else str(said)


def sheltered(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula where it stands in a CSV file.

    >>> sheltered("=1+1"), unsheltered(sheltered("=1+1"))
    ("'=1+1", '=1+1')
    """
    return f"'{text}" if _SHELTERED.match(text) else text


def unsheltered(text: str) -> str:
    """Return the text as it was before `sheltered`; a text that needs no shelter stays."""
    return text[1:] if text.startswith("'") and _SHELTERED.match(text) else text


def _is_same(column: Column, said: str, before: str) -> bool:
    return _tidy(column, said) == _tidy(column, before)


def _tidy(column: Column, said: str) -> str:
    said = unicodedata.normalize("NFC", said.replace("\r\n", "\n").replace("\r", "\n"))
    if column.kind in {Kind.TEXT, Kind.LINES, Kind.CHOICES}:
        return said.strip()
    return _SPACES.sub(" ", said).strip()


def _nothing(column: Column) -> Value:
    if column.is_needed:
        raise CellWrong(CellFault.MISSING)
    if column.kind is Kind.DAY:
        return None
    return () if column.kind in {Kind.CHOICES, Kind.LINES} else ""


def _parts(column: Column, text: str) -> list[str]:
    pieces = _PARTS[column.kind].split(text)
    return [part for piece in pieces if (part := _SPACES.sub(" ", piece).strip())]


def _code(text: str, choices: Sequence[Choice], fault: CellFault) -> str:
    wanted = _plain(text)
    for choice in choices:
        if wanted in map(_plain, (choice.label, choice.code, *choice.also)):
            return choice.code
    raise CellWrong(fault)


def _day(text: str, days_as: DaysAs) -> date:
    if days_as in _FIRST_DAYS and _SERIAL.fullmatch(text):
        return _FIRST_DAYS[days_as] + timedelta(days=int(float(text)))
    found = _DAY.fullmatch(text)
    if found is None:
        raise CellWrong(CellFault.NOT_A_DAY)
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise CellWrong(CellFault.NOT_A_DAY) from None


def _plain(text: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()
