"""How many records a second does the real import write, complete with index and audit?

    .venv/bin/python -m benchmarks.import_speed [RECORDS]     # default: all 1,500

Four fifths are imported undisturbed, for the rate; the last fifth under a profiler, for the share
of each step. Promised: at least 50 records a second; exits with 1 otherwise.
"""

import cProfile
import pstats
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from benchmarks import regulations
from benchmarks.database import fresh_database, machine

if TYPE_CHECKING:
    from gongkai.kernel.types import Actor
    from gongkai.records.operations.import_sources import SourceRow

PROMISED = 50.0

STEPS = {
    "read and check the row": ("import_rows.py", "read_row"),
    "index": ("indexing.py", "index_records"),
    "store the text files": ("files.py", "store_files"),
    "audit": ("trail.py", "leave_trails"),
    "savepoints and commit": ("transaction.py", "__exit__"),
    "begin and savepoint": ("transaction.py", "__enter__"),
}
"""Steps that never lie within one another, by the file and function that do them."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What an undisturbed run did."""

    records: int
    characters: int
    seconds: float
    cpu: float

    def __str__(self) -> str:
        return (
            f"{self.records} records, {self.characters} characters in {self.seconds:.1f} s: "
            f"{self.records / self.seconds:.0f} records/s, "
            f"{self.characters / self.seconds:.0f} characters/s; "
            f"CPU {self.cpu * 1000 / self.records:.1f} ms a record"
        )


def timed(rows: "Iterator[SourceRow]", actor: "Actor", number: int) -> Rate:
    """Import undisturbed and return the rate; CPU is of this process and its database process."""
    from django.db import connection  # noqa: PLC0415 - Django is set up now

    from benchmarks.importing import take  # noqa: PLC0415 - as above

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        database = psutil.Process(int(cursor.fetchone()[0]))
    before, start, own = sum(database.cpu_times()[:2]), time.perf_counter(), time.process_time()
    report = take(rows, actor, number)
    seconds, own = time.perf_counter() - start, time.process_time() - own
    for error in report.errors[:5]:
        print(f"refused: line {error.line}, {error.column}: {error.message}")
    cpu = own + sum(database.cpu_times()[:2]) - before
    return Rate(report.published + report.drafts, report.characters, seconds, cpu)


def shares(rows: "Iterator[SourceRow]", actor: "Actor", number: int) -> dict[str, float]:
    """Import under a profiler and return each step's share of the time."""
    from benchmarks.importing import take  # noqa: PLC0415 - Django is set up now

    profiler = cProfile.Profile()
    profiler.enable()
    take(rows, actor, number)
    profiler.disable()
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined] - not in the stubs
    spent = {
        (place.rsplit("/", 1)[-1], name): cumulative
        for (place, _, name), (_, _, _, cumulative, _) in stats.items()
    }
    whole = spent[("import_records.py", "import_records")]
    found = {step: spent.get(key, 0.0) / whole for step, key in STEPS.items()}
    found["write the rows, number, and the rest"] = 1 - sum(found.values())
    return found


def main() -> int:
    """Run and return the exit code."""
    path = regulations.path()
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500
    with fresh_database("import_speed"):
        from benchmarks.importing import officer  # noqa: PLC0415 - Django is set up now
        from gongkai.records.operations.import_sources import (  # noqa: PLC0415 - as above
            read_rows,
        )

        actor, rows = officer(), read_rows(path)
        rate = timed(rows, actor, number * 4 // 5)
        print(rate)
        for step, share in shares(rows, actor, number - number * 4 // 5).items():
            print(f"  {share:5.0%}  {step}")
    print(f"\n{machine()}")
    return 0 if rate.records / rate.seconds >= PROMISED else 1


if __name__ == "__main__":
    sys.exit(main())
