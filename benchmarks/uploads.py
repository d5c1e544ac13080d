"""How much memory does the web server take while a file of 500 MB comes in, and do others wait?

    .venv/bin/python -m benchmarks.uploads [BYTES]     # default: 500,000,000

A site of its own as `gongkai up` starts it; the file is sent once with the plain form and once in
pieces of 8 MiB, while another reader asks for a page twenty times a second. Memory is the resident
memory of the web server and all its workers together, looked at thirty times a second, above what
it was after a warm-up. Promised: it grows by less than 50 MB, the file is stored to the last byte,
and every page of the other reader is answered; exits with 1 otherwise.
"""

import sys
import time
from collections.abc import Callable
from statistics import median

from tests.factories.installation import data_folder
from tests.factories.large_uploads import Sender, Watch, a_clerk_of, large_site, warm_up

from benchmarks.database import machine

SIZE = 500_000_000
PROMISED = 50_000_000
MB = 1_000_000


def measure(size: int) -> bool:
    """Send the file both ways and print a line for each; say whether the promise is kept."""
    with data_folder() as home, large_site(home) as site:
        clerk = Sender(site)
        clerk.sign_in(a_clerk_of(site))
        warm_up(site, clerk)
        ways: dict[str, Callable[[int], None]] = {
            "plain form": clerk.send_form,
            "pieces of 8 MiB": clerk.send_pieces,
        }
        kept = [_measured(name, Watch(site), send, size) for name, send in ways.items()]
    return all(kept)


def _measured(name: str, watch: Watch, send: Callable[[int], None], size: int) -> bool:
    began = time.monotonic()
    with watch:
        send(size)
    took = time.monotonic() - began
    waits = sorted(watch.waits)
    print(
        f"{name}: {size / MB:.0f} MB in {took:.1f} s ({size / MB / took:.0f} MB/s); "
        f"memory {watch.base / MB:.0f} MB, grew by {watch.growth / MB:.1f} MB; others: "
        f"{len(waits)} pages, {len(watch.failures)} not answered, "
        f"median {median(waits) * 1000:.0f} ms, slowest {waits[-1] * 1000:.0f} ms"
    )
    return watch.growth < PROMISED and not watch.failures


def main(arguments: list[str]) -> int:
    """Measure and return the exit code."""
    kept = measure(int(arguments[0]) if arguments else SIZE)
    print(machine())
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
