"""How many statements does a list page cost, and does the number grow with the rows?

    .venv/bin/python -m benchmarks.page_queries

Promised: at most 6 for a list of 10 and 8 for a list of 100; exits with 1 otherwise. Counted as an
anonymous reader's browser causes them, with the cache emptied and once more with it warm.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from benchmarks import regulations
from benchmarks.database import fresh_database, machine

RECORDS = 1_000
MOST = {10: 6, 100: 8}
PAGES = {
    "catalogue": "/catalogue/",
    "catalogue of a class and year": "/catalogue/?class=01&year=2015",
    "search, relevance": f"/search/?q={quote('条例')}",
    "search, newest": f"/search/?q={quote('条例')}&order=newest",
    "search, wrong word": f"/search/?q={quote('条例 管理 没有的词')}",
    "search, filter": f"/search/?q={quote('管理')}&year=2015",
}


@contextmanager
def page_size(rows: int) -> Iterator[None]:
    """Let the list pages show so many rows."""
    from gongkai.interfaces.portal.views import (  # noqa: PLC0415 - Django is set up now
        catalogue,
        search,
    )

    before = catalogue.PAGE_SIZE, search.PAGE_SIZE
    catalogue.PAGE_SIZE = search.PAGE_SIZE = rows
    try:
        yield
    finally:
        catalogue.PAGE_SIZE, search.PAGE_SIZE = before


def statements(address: str) -> list[str]:
    """Return the statements that one page causes."""
    from django.db import connection  # noqa: PLC0415 - Django is set up now
    from django.test import Client  # noqa: PLC0415 - as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return [query["sql"] for query in captured.captured_queries]


def measure() -> bool:
    """Print a line for each page; say whether every promise is kept."""
    from django.core.cache import cache  # noqa: PLC0415 - Django is set up now

    kept = True
    print("| page | 10 rows | 100 rows | 10 rows, warm |")
    print("|---|---|---|---|")
    for name, address in PAGES.items():
        counts: list[int] = []
        for rows, most in MOST.items():
            with page_size(rows):
                cache.clear()
                seen = statements(address)
                counts.append(len(seen))
                if len(seen) > most and "--show" in sys.argv:
                    print(*(f"    {one[:160]}" for one in seen), sep="\n")
                kept &= len(seen) <= most
        with page_size(10):
            counts.append(len(statements(address)))
        print(f"| {name} | {counts[0]} | {counts[1]} | {counts[2]} |")
    return kept


def main() -> int:
    """Run and return the exit code."""
    regulations.path()
    with fresh_database("page_queries"):
        from django.conf import settings  # noqa: PLC0415 - Django is set up now
        from django.test.utils import setup_test_environment  # noqa: PLC0415 - as above

        from benchmarks.loading import load  # noqa: PLC0415 - as above

        settings.STORAGES["staticfiles"]["BACKEND"] = (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
        setup_test_environment()
        load(regulations.regulations()[:RECORDS])
        kept = measure()
    print(f"\n{machine()}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
