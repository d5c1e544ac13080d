"""Tables that staff sends in to be taken over row by row, read apart like every file that comes."""

from dataclasses import dataclass
from pathlib import Path

from gongkai.kernel.files import path_of
from gongkai.release.apart import (
    Limits,
    Task,
    TaskFailed,
    TookTooLong,
    TookTooMuchMemory,
    path_argument,
    run_apart,
)
from gongkai.release.rules.inspection import FileProblem

_LIMITS = Limits(memory=1_000_000_000, seconds=60)
_IS_TOO_LONG = frozenset(
    {
        FileProblem.UNPACKS_TOO_LARGE,
        FileProblem.TOOK_TOO_LONG,
        FileProblem.TOOK_TOO_MUCH_MEMORY,
    }
)
"""Problems of a file that holds more than can be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTable:
    """The rows that hold something: the line as a spreadsheet counts it, and the cells as text.

    A day that a workbook keeps as a number is that number: of days since 30 December 1899, or
    since 1 January 1904 where `counts_from_1904`.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    is_cut: bool
    """Whether there were more rows than were asked for."""
    counts_from_1904: bool


class TableUnreadable(Exception):
    """The file is no table that can be read; the problem says why."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class NotLookedThrough(TableUnreadable):
    """No mark was found in what could be looked at, and there is more, which may yet be read."""


def read_table_apart(path: Path, name: str, *, most_rows: int, most_columns: int) -> SentTable:
    """Return the first sheet of a workbook that is shown (XLSX), or a table of values (CSV).

    CSV may be UTF-8, UTF-16 with its mark or GB 18030, parted by commas, semicolons, tabs or bars.
    `name` is the name it was sent with. Raises TableUnreadable.
    """
    asked = {
        "path": path_argument(path),
        "name": name,
        "most_rows": most_rows,
        "most_columns": most_columns,
    }
    return _table_from(_answer(Task.READ_TABLE, asked))


def read_stored_table(digest: str, name: str, *, most_rows: int, most_columns: int) -> SentTable:
    """Return the table that a stored file is, read apart; raises TableUnreadable."""
    return read_table_apart(path_of(digest), name, most_rows=most_rows, most_columns=most_columns)


def marked_rows_apart(path: Path, name: str) -> tuple[tuple[str, int], ...]:
    """Return in which rows of a workbook (XLSX) or a CSV marks of secrecy stand: sheet and line.

    Every row of every sheet is looked at, however many they are and also where nobody sees them;
    the sheet is empty where there is but one. Raises TableUnreadable where nothing can be read,
    NotLookedThrough where there is more than can be looked at, or one sheet of several is damaged.
    """
    asked: dict[str, object] = {"path": path_argument(path), "name": name}
    try:
        answer = _done(Task.FIND_MARKED_ROWS, asked)
    except TableUnreadable as unreadable:
        raise NotLookedThrough(unreadable.problem) from unreadable
    marked = answer["marked"]
    if not isinstance(marked, list):
        raise NotLookedThrough(FileProblem.BROKEN)
    if not marked and "problem" in answer:
        problem = FileProblem(str(answer["problem"]))
        is_more = problem in _IS_TOO_LONG or bool(answer["is_in_part"])
        raise NotLookedThrough(problem) if is_more else TableUnreadable(problem)
    # One mark is enough, whatever else could not be looked at.
    return tuple((str(sheet), int(line)) for sheet, line in marked)


def _answer(task: Task, asked: dict[str, object]) -> dict[str, object]:
    answer = _done(task, asked)
    if "problem" in answer:
        raise TableUnreadable(FileProblem(str(answer["problem"])))
    return answer


def _done(task: Task, asked: dict[str, object]) -> dict[str, object]:
    try:
        return run_apart(task, asked, limits=_LIMITS)
    except TookTooLong as failed:
        raise TableUnreadable(FileProblem.TOOK_TOO_LONG) from failed
    except TookTooMuchMemory as failed:
        raise TableUnreadable(FileProblem.TOOK_TOO_MUCH_MEMORY) from failed
    except TaskFailed as failed:
        raise TableUnreadable(FileProblem.BROKEN) from failed


def _table_from(answer: dict[str, object]) -> SentTable:
    rows = answer["rows"]
    if not isinstance(rows, list):
        raise TableUnreadable(FileProblem.BROKEN)
    return SentTable(
        rows=tuple((int(line), tuple(str(cell) for cell in cells)) for line, cells in rows),
        is_cut=bool(answer["is_cut"]),
        counts_from_1904=bool(answer["counts_from_1904"]),
    )
