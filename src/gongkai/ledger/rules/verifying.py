"""Reading files of days and holding them to each other, without any database. Pure."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.audit.rules.canonical import canonical_text
from gongkai.ledger.rules.chain import FIRST_PREVIOUS_ROOT, FORMAT, root_of

_HEAD = {"format", "day", "previous_root", "entries"}
_FOOT = {"day", "root"}
_ENTRY = {
    *("sequence", "kind", "index_number", "organ", "version"),
    *("detail", "at", "day", "digest"),
}


class Damage(StrEnum):
    """What is wrong with a file or with a chain of them."""

    NOT_A_DAY = "not_a_day"
    TRUNCATED = "truncated"
    CHANGED = "changed"
    OUT_OF_ORDER = "out_of_order"
    MISSING_DAY = "missing_day"
    DOUBLE_DAY = "double_day"
    BROKEN_CHAIN = "broken_chain"
    ROOT_NOT_AS_NOTED = "root_not_as_noted"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, and in words."""

    damage: Damage
    where: str
    meaning: str


class DayDamaged(ValueError):
    """The file of a day is not what it was when it was closed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.meaning)
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFile:
    """A file whose lines and root agree with each other. `digests` are by sequence."""

    where: str
    on: date
    previous_root: str
    root: str
    first: int
    """Sequence of its first entry, 0 where it has none."""
    last: int
    digests: dict[int, tuple[str, int, str]]
    """By sequence: index number, version, digest; of the entries that have a digest."""

    @property
    def entries(self) -> int:
        """Return how many entries the day has."""
        return self.last - self.first + 1 if self.first else 0


def is_day_file(text: str, name: str = "") -> bool:
    """Say whether this is, or is meant to be, the file of a day."""
    return f'"{FORMAT}"' in text.partition("\n")[0] or name.endswith(".jsonl")


def read_day(text: str, *, where: str) -> DayFile:
    """Return what the file holds, its root recomputed; raises DayDamaged."""
    lines = text.split("\n")
    if lines[-1] != "" or len(lines) < 3:
        raise DayDamaged(Fault(Damage.TRUNCATED, where, "the file was cut off"))
    head = _object(lines[0], _HEAD, where, "its first line is no head of a day")
    if head["format"] != FORMAT:
        raise DayDamaged(Fault(Damage.NOT_A_DAY, where, "it is of another format"))
    foot = _foot(lines[-2], where)
    entry_lines = lines[1:-2]
    on = _day(head["day"], where)
    if len(entry_lines) != head["entries"] or foot["day"] != head["day"]:
        meaning = f"it has {len(entry_lines)} entries, and its head says {head['entries']}"
        raise DayDamaged(Fault(Damage.TRUNCATED, where, meaning))
    first, last, digests = _entries(entry_lines, on, where)
    previous = str(head["previous_root"])
    root = root_of(previous_root=previous, on=on, lines=entry_lines)
    if root != foot["root"]:
        raise DayDamaged(Fault(Damage.CHANGED, where, "its entries do not give its root"))
    return DayFile(
        where=where,
        on=on,
        previous_root=previous,
        root=root,
        first=first,
        last=last,
        digests=digests,
    )


def chain_faults(days: Sequence[DayFile], *, noted: Iterable[tuple[date, str]] = ()) -> list[Fault]:
    """Return where the days do not follow on each other, and which noted roots they contradict.

    `noted` are roots that were written down elsewhere. Of a day that is not among the files, nor
    right before one of them, nothing can be said (`unknown_days`).
    """
    ordered = sorted(days, key=lambda day: day.on)
    faults: list[Fault] = []
    last_sequence = 0
    for before, day in zip([None, *ordered], ordered, strict=False):
        faults += _follows(before, day, last_sequence)
        last_sequence = day.last or last_sequence
    roots = _roots(ordered)
    for on, root in noted:
        where, known = roots.get(on, ("", root))
        if known != root:
            meaning = f"the root of {on.isoformat()} is not the one that was noted"
            faults.append(Fault(Damage.ROOT_NOT_AS_NOTED, where, meaning))
    return faults


def unknown_days(days: Sequence[DayFile], noted: Iterable[tuple[date, str]]) -> list[date]:
    """Return the days of noted roots about which the files say nothing."""
    roots = _roots(days)
    return sorted({on for on, _root in noted if on not in roots})


def _roots(days: Sequence[DayFile]) -> dict[date, tuple[str, str]]:
    """Return the file that tells the root of a day, and the root; each file tells two."""
    before = {day.on - timedelta(days=1): (day.where, day.previous_root) for day in days}
    return before | {day.on: (day.where, day.root) for day in days}


def _follows(before: DayFile | None, day: DayFile, last_sequence: int) -> list[Fault]:
    if before is None:
        return []
    if before.on == day.on:
        return [Fault(Damage.DOUBLE_DAY, day.where, f"{day.on.isoformat()} is there twice")]
    missing = before.on + timedelta(days=1)
    if day.on != missing:
        return [Fault(Damage.MISSING_DAY, day.where, f"{missing.isoformat()} is missing before it")]
    if day.previous_root != before.root:
        meaning = f"it does not follow on the root of {before.on.isoformat()}"
        return [Fault(Damage.BROKEN_CHAIN, day.where, meaning)]
    if day.first and last_sequence and day.first != last_sequence + 1:
        meaning = f"its first entry is {day.first}, and the one before it is {last_sequence}"
        return [Fault(Damage.OUT_OF_ORDER, day.where, meaning)]
    return []


def begins_the_chain(day: DayFile) -> bool:
    """Say whether this is the very first day of a chain."""
    return day.previous_root == FIRST_PREVIOUS_ROOT


def _entries(
    lines: Sequence[str], on: date, where: str
) -> tuple[int, int, dict[int, tuple[str, int, str]]]:
    first = last = 0
    digests: dict[int, tuple[str, int, str]] = {}
    for number, line in enumerate(lines, start=2):
        place = f"{where}, line {number}"
        entry = _object(line, _ENTRY, place, "this is no entry")
        sequence = entry["sequence"]
        if not isinstance(sequence, int) or (last and sequence != last + 1):
            meaning = f"entry {sequence} follows on entry {last}"
            raise DayDamaged(Fault(Damage.OUT_OF_ORDER, place, meaning))
        if entry["day"] != on.isoformat():
            raise DayDamaged(Fault(Damage.CHANGED, place, f"it belongs to {entry['day']}"))
        first, last = first or sequence, sequence
        if entry["digest"]:
            version = entry["version"]
            said = (str(entry["index_number"]), version if isinstance(version, int) else 0)
            digests[sequence] = (*said, str(entry["digest"]))
    return first, last, digests


def _foot(line: str, where: str) -> dict[str, object]:
    try:
        return _object(line, _FOOT, where, "")
    except DayDamaged as error:
        fault = Fault(Damage.TRUNCATED, where, "its last line is no root: the file was cut off")
        raise DayDamaged(fault) from error


def _object(line: str, names: set[str], where: str, meaning: str) -> dict[str, object]:
    """Return the object of a line that is written exactly as we write it."""
    try:
        plain = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DayDamaged(Fault(_kind_of(names), where, meaning)) from error
    if not isinstance(plain, dict) or set(plain) != names:
        raise DayDamaged(Fault(_kind_of(names), where, meaning))
    if canonical_text(plain) != line:
        raise DayDamaged(Fault(Damage.CHANGED, where, "a line is not written as it was"))
    return plain


def _kind_of(names: set[str]) -> Damage:
    return Damage.NOT_A_DAY if names == _HEAD else Damage.CHANGED


def _day(said: object, where: str) -> date:
    fault = Fault(Damage.NOT_A_DAY, where, "it names no day")
    try:
        day = date.fromisoformat(str(said))
    except ValueError as error:
        raise DayDamaged(fault) from error
    if not date.min < day < date.max:
        raise DayDamaged(fault)  # It has no day before or no day after it.
    return day
