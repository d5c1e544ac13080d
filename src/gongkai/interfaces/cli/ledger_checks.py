"""What the doctor looks at about the public chain: is every past day closed?"""

from collections.abc import Iterator
from datetime import timedelta

from gongkai.interfaces.cli.checks import Finding, fine, warning

NAME = "public chain"
MEND = "Let a job worker run; it closes past days every quarter of an hour ('gongkai worker')."
GRACE = timedelta(hours=1)
"""A day that ended so little ago is not late."""


def of_the_ledger() -> Iterator[Finding]:
    """Look at the days of the change feed."""
    from gongkai.kernel.time import local_date, now  # noqa: PLC0415 - Django must be set up
    from gongkai.ledger.queries import ledger_state  # noqa: PLC0415 - as above

    state = ledger_state()
    if state.open_since is not None and state.open_since < local_date(now() - GRACE):
        says = f"No day since {state.open_since} is closed: its entries cannot be proved yet."
        yield warning(NAME, says, MEND)
    elif state.closed_through is None:
        yield fine(NAME, f"{state.last_sequence} entries, no day is over yet")
    else:
        yield fine(NAME, f"{state.last_sequence} entries, closed through {state.closed_through}")
