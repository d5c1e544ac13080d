"""How long does a search take, and how much work is it?

    .venv/bin/python -m benchmarks.search_speed [RECORDS ...]     # default: 1500 100000

At 1,500 the regulations are whole; beyond, they are cut into articles and paragraphs. Every
question is asked through the public query (hits, total, facets), with the cache emptied before.
CPU is that of this process and of its database process together.
"""

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import psutil

from benchmarks import regulations
from benchmarks.database import fresh_database, machine
from benchmarks.questions import words_of

DEFAULT_SIZES = (1_500, 100_000)
ROUNDS = 3
OF_EACH_KIND = 25
SEED = 20260316


@dataclass(frozen=True, slots=True)
class Ask:
    """One question with its filters."""

    kind: str
    words: str
    year: int | None = None
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What one question cost: seconds on the wall and of CPU, and statements."""

    wall: float
    cpu: float
    statements: int


def asks(titles: Sequence[str], by_frequency: Sequence[str]) -> list[Ask]:
    """Return questions of every kind, drawn by a seeded rule.

    `by_frequency` holds words of two letters and more, commonest first.
    """
    random = Random(SEED)
    common, rare = by_frequency[:60], by_frequency[len(by_frequency) // 4 :]

    def title_words(number: int) -> str:
        while True:
            words = words_of(random.choice(titles))
            if len(words) >= number:
                return " ".join(random.sample(words, number))

    def fragment() -> str:
        title = random.choice(titles)
        start = random.randrange(max(1, len(title) - 8))
        return title[start : start + 8]

    makers: dict[str, Callable[[], Ask]] = {
        "rare word": lambda: Ask("rare word", random.choice(rare)),
        "common word": lambda: Ask("common word", random.choice(common)),
        "two words": lambda: Ask("two words", title_words(2)),
        "three words": lambda: Ask("three words", title_words(3)),
        "two common words": lambda: Ask("two common words", " ".join(random.sample(common, 2))),
        "fragment": lambda: Ask("fragment", fragment()),
        "number": lambda: Ask("number", f"BENCH-{random.randrange(1, 1500)}"),
        "common word, year": lambda: Ask(
            "common word, year", random.choice(common), year=random.randint(2005, 2022)
        ),
        "common word, newest": lambda: Ask(
            "common word, newest", random.choice(common), newest=True
        ),
    }
    return [make() for make in makers.values() for _ in range(OF_EACH_KIND)]


def ask_once(ask: Ask) -> Taken:
    """Ask one question with an empty cache."""
    from django.core.cache import cache  # noqa: PLC0415 - Django is set up now
    from django.db import connection  # noqa: PLC0415 - as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

    from gongkai.search.queries import search_public  # noqa: PLC0415 - as above

    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        database = psutil.Process(int(cursor.fetchone()[0]))
    with CaptureQueriesContext(connection) as statements:
        before, start, own = sum(database.cpu_times()[:2]), time.perf_counter(), time.process_time()
        search_public(ask.words, year=ask.year, order="newest" if ask.newest else "relevance")
        wall, own = time.perf_counter() - start, time.process_time() - own
    return Taken(wall, own + sum(database.cpu_times()[:2]) - before, len(statements))


def measure(questions: Sequence[Ask]) -> dict[str, list[Taken]]:
    """Ask all, ROUNDS times in an order drawn anew; keep each question's median."""
    random = Random(SEED)
    taken: dict[Ask, list[Taken]] = defaultdict(list)
    for ask in questions:
        ask_once(ask)
    for _ in range(ROUNDS):
        for ask in random.sample(questions, len(questions)):
            taken[ask].append(ask_once(ask))
    kinds: dict[str, list[Taken]] = defaultdict(list)
    for ask, times in taken.items():
        middle = Taken(
            statistics.median(each.wall for each in times),
            statistics.fmean(each.cpu for each in times),
            max(each.statements for each in times),
        )
        kinds[ask.kind].append(middle)
        kinds["all"].append(middle)
    return kinds


def report(kinds: dict[str, list[Taken]]) -> None:
    """Print one line for each kind."""
    print("| question | p50 ms | p95 ms | CPU ms | statements |")
    print("|---|---|---|---|---|")
    for kind, times in kinds.items():
        walls = sorted(each.wall * 1000 for each in times)
        p95 = walls[min(len(walls) - 1, round(0.95 * len(walls)))]
        cpu = statistics.fmean(each.cpu * 1000 for each in times)
        most = max(each.statements for each in times)
        print(f"| {kind} | {statistics.median(walls):.1f} | {p95:.1f} | {cpu:.1f} | {most} |")


def run(size: int) -> None:
    """Load, measure and report one size."""
    with fresh_database("search_speed"):
        from benchmarks.loading import load  # noqa: PLC0415 - Django is set up now
        from benchmarks.sizes import index_sizes, words_by_frequency  # noqa: PLC0415 - as above

        whole = regulations.regulations()
        start = time.perf_counter()
        number = load(whole[:size] if size <= len(whole) else regulations.pieces(size))
        print(f"\n{number} records, loaded in {time.perf_counter() - start:.0f} s; {index_sizes()}")
        titles = [regulation.title for regulation in whole]
        report(measure(asks(titles, words_by_frequency())))


def main() -> int:
    """Run and return the exit code."""
    regulations.path()
    for size in [int(argument) for argument in sys.argv[1:]] or DEFAULT_SIZES:
        run(size)
    print(f"\n{machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
