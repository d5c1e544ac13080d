"""How long do the pages and files of the obligation matrix take for very many organs?

    .venv/bin/python -m benchmarks.obligations [ORGANS]     # default: 300

So many departments of a city with 16 items each, three quarters of the cells filled, three records
in each: for 300 organs 10,800 records. The page is asked for as the competent department asks,
with the side list of the desk; seconds are the median of five after a first one. Promised: page
and files ask fewer than 10 statements, the side list among them; else it exits with 1.
"""

import statistics
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.database import fresh_database, machine

if TYPE_CHECKING:
    from django.test import Client

MOST = 10
ROUNDS = 5
PAGES = {
    "page, 20 organs of all": "/desk/matrix/",
    "page, narrowed by state": "/desk/matrix/?state=overdue",
    "page of one organ": "/desk/matrix/organs/{organ}/",
    "XLSX, all cells": "/desk/matrix/matrix.xlsx",
    "CSV, all cells": "/desk/matrix/matrix.csv",
    "public: all organs by region": "/coverage/",
    "public: one organ": "/organs/{organ}/",
}
PROMISED = frozenset({"page, 20 organs of all", "XLSX, all cells", "CSV, all cells"})


def measure(organs: int) -> bool:
    """Print a line for each page; say whether every promise is kept."""
    from django.db import connection  # noqa: PLC0415 - Django is set up now
    from django.test import Client  # noqa: PLC0415 - as above
    from tests.factories.many_organs import an_area  # noqa: PLC0415 - as above
    from tests.factories.organs import someone  # noqa: PLC0415 - as above

    from gongkai.kernel.types import Role  # noqa: PLC0415 - as above

    area = an_area(below=organs, filled=3, rounds=3)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    client = Client()
    person = someone(Role.COMPETENT_DEPARTMENT, area.government)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    print(f"{organs} organs, {area.records} records\n")
    print("| what | statements | seconds | bytes |")
    print("|---|---|---|---|")
    kept = True
    for name, address in PAGES.items():
        at = address.format(organ=area.below[0].pk)
        size = len(client.get(at).content)
        asked = statements(client, at)
        if name in PROMISED:
            kept &= asked < MOST
        print(f"| {name} | {asked} | {seconds(client, at):.2f} | {size:,} |")
    return kept


def statements(client: "Client", address: str) -> int:
    """Return how many statements a page asks, the side list of the desk among them."""
    from django.db import connection  # noqa: PLC0415 - Django is set up now
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return len(captured)


def seconds(client: "Client", address: str) -> float:
    """Return the median of some rounds."""
    took = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        client.get(address)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def main() -> int:
    """Run and return the exit code."""
    organs = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with fresh_database("obligations"):
        from django.conf import settings  # noqa: PLC0415 - Django is set up now
        from django.test.utils import setup_test_environment  # noqa: PLC0415 - as above

        settings.STORAGES["staticfiles"]["BACKEND"] = (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
        setup_test_environment()
        kept = measure(organs)
    print(f"\n{machine()}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
