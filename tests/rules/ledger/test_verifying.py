"""Files of days hold each other: whatever is changed in one of them is found."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.ledger.rules.chain import (
    FIRST_PREVIOUS_ROOT,
    Entry,
    Head,
    foot_line,
    root_of,
)
from gongkai.ledger.rules.verifying import (
    Damage,
    DayDamaged,
    begins_the_chain,
    chain_faults,
    is_day_file,
    read_day,
    unknown_days,
)

MONDAY = date(2026, 3, 16)
AT = datetime(2026, 3, 16, 1, 2, 3, 456, tzinfo=UTC)


def an_entry(sequence: int, on: date, **changes: object) -> Entry:
    plain = Entry(
        sequence=sequence,
        kind="published",
        index_number=f"GK000000{sequence % 10}-01-2026-{sequence:04}",
        organ_code="GK0000001",
        version=1,
        detail="",
        at=AT,
        on=on,
        digest=f"{sequence:064x}",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def a_file(on: date, previous: str, entries: list[Entry]) -> tuple[str, str]:
    """Return the file of a day and its root."""
    lines = [entry.line() for entry in entries]
    root = root_of(previous_root=previous, on=on, lines=lines)
    head = Head(on=on, previous_root=previous, entries=len(lines)).line()
    return "\n".join([head, *lines, foot_line(on=on, root=root)]) + "\n", root


def some_days(counts: list[int], start: date = MONDAY) -> list[str]:
    """Return the files of days with so many entries each."""
    files, root, sequence, on = [], FIRST_PREVIOUS_ROOT, 1, start
    for count in counts:
        text, root = a_file(on, root, [an_entry(sequence + i, on) for i in range(count)])
        files.append(text)
        sequence, on = sequence + count, on + timedelta(days=1)
    return files


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6))
def test_an_untouched_chain_is_whole(counts: list[int]) -> None:
    files = some_days(counts)
    days = [read_day(text, where="x") for text in files]
    assert chain_faults(list(reversed(days))) == []
    assert [day.entries for day in days] == counts
    assert begins_the_chain(days[0])
    assert all(is_day_file(text) for text in files)


@given(st.data())
def test_no_single_character_can_be_changed(data: st.DataObject) -> None:
    """Whichever character of whichever day becomes another, somebody notices."""
    files = some_days([2, 0, 1])
    day = data.draw(st.integers(0, 2))
    place = data.draw(st.integers(0, len(files[day]) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c != files[day][place]))
    roots = [(read_day(text, where="x").on, read_day(text, where="x").root) for text in files]
    files[day] = files[day][:place] + other + files[day][place + 1 :]
    try:
        days = [read_day(text, where="x") for text in files]
    except DayDamaged:
        return
    assert chain_faults(days, noted=roots)


def _damage(text: str) -> Damage:
    with pytest.raises(DayDamaged) as damaged:
        read_day(text, where="file")
    return damaged.value.fault.damage


def test_a_changed_row_is_found() -> None:
    (text,) = some_days([3])
    assert _damage(text.replace('"published"', '"corrected"', 1)) is Damage.CHANGED


def test_a_row_that_is_only_written_otherwise_is_found() -> None:
    (text,) = some_days([1])
    assert _damage(text.replace('"detail":"",', '"detail": "",')) is Damage.CHANGED


def test_reordered_rows_are_found() -> None:
    (text,) = some_days([2])
    head, first, second, foot, end = text.split("\n")
    assert _damage("\n".join([head, second, first, foot, end])) is Damage.OUT_OF_ORDER


@pytest.mark.parametrize("lines_left", [0, 1, 2, 3])
def test_a_truncated_file_is_found(lines_left: int) -> None:
    (text,) = some_days([3])
    cut = "".join(f"{line}\n" for line in text.split("\n")[:lines_left])
    assert _damage(cut) in {Damage.TRUNCATED, Damage.NOT_A_DAY}
    assert _damage(text[:-1]) is Damage.TRUNCATED


def test_a_row_that_was_taken_out_is_found() -> None:
    (text,) = some_days([3])
    lines = text.split("\n")
    assert _damage("\n".join([*lines[:2], *lines[3:]])) is Damage.TRUNCATED


def test_what_is_no_day_is_said_to_be_none() -> None:
    assert _damage("{}\n{}\n{}\n") in {Damage.NOT_A_DAY, Damage.TRUNCATED}
    assert _damage("[" * 100_000 + "\n{}\n{}\n") is Damage.NOT_A_DAY
    for day in (date.min, date.max):
        assert _damage(a_file(day, FIRST_PREVIOUS_ROOT, [])[0]) is Damage.NOT_A_DAY
    assert not is_day_file("第一条\n", "公告.txt")


def test_a_missing_day_is_found_although_it_was_empty() -> None:
    first, _empty, last = (read_day(text, where="x") for text in some_days([1, 0, 1]))
    (fault,) = chain_faults([first, last])
    assert fault.damage is Damage.MISSING_DAY
    assert "2026-03-17" in fault.meaning


def test_a_day_that_was_written_anew_breaks_the_chain() -> None:
    first, second = some_days([1, 1])
    forged, _root = a_file(MONDAY, FIRST_PREVIOUS_ROOT, [an_entry(1, MONDAY, kind="listed")])
    days = [read_day(text, where="x") for text in (forged, second)]
    assert [fault.damage for fault in chain_faults(days)] == [Damage.BROKEN_CHAIN]
    noted = [(MONDAY, read_day(first, where="x").root)]
    assert [fault.damage for fault in chain_faults(days[:1], noted=noted)] == [
        Damage.ROOT_NOT_AS_NOTED
    ]


def test_the_root_of_the_day_before_the_first_file_is_compared_too() -> None:
    first, second = (read_day(text, where="x") for text in some_days([1, 1]))
    assert chain_faults([second], noted=[(MONDAY, first.root)]) == []
    (fault,) = chain_faults([second], noted=[(MONDAY, "0" * 64)])
    assert fault.damage is Damage.ROOT_NOT_AS_NOTED
    sunday = MONDAY - timedelta(days=1)
    assert unknown_days([second], [(MONDAY, first.root), (sunday, "0" * 64)]) == [sunday]


def test_a_day_that_is_there_twice_and_a_gap_in_the_numbers_are_found() -> None:
    (first,) = some_days([1])
    day = read_day(first, where="x")
    assert [f.damage for f in chain_faults([day, day])] == [Damage.DOUBLE_DAY]
    tuesday = MONDAY + timedelta(days=1)
    later, _root = a_file(tuesday, day.root, [an_entry(3, tuesday)])
    faults = chain_faults([day, read_day(later, where="y")])
    assert [f.damage for f in faults] == [Damage.OUT_OF_ORDER]


def test_an_entry_of_another_day_is_found() -> None:
    text, _root = a_file(MONDAY, FIRST_PREVIOUS_ROOT, [an_entry(1, MONDAY - timedelta(days=1))])
    assert _damage(text) is Damage.CHANGED
