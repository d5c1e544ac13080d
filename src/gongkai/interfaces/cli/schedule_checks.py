"""What the doctor looks at about publications on a chosen day: does the job run, what is due."""

from collections.abc import Iterator

from gongkai.interfaces.cli import installation
from gongkai.interfaces.cli.checks import Finding, broken, fine, warning

NAME = "publication on a chosen day"
MEND = "Start 'gongkai up' or a worker; the desk's list of what is to be published says which."


def of_the_schedule() -> Iterator[Finding]:
    """Look at the last run and at what should be out, where the tables are there."""
    if not installation.waiting_migrations():
        yield _run()


def _run() -> Finding:
    from gongkai.records.queries.embargoes import (  # noqa: PLC0415 - Django is set up
        is_anything_waiting,
        scheduler_health,
    )

    health = scheduler_health()
    if health is None or (health.last_ran_at is None and not is_anything_waiting()):
        return fine(NAME, "the job has not run yet, and nothing waits")
    if health.overdue:
        count = health.overdue
        says = "1 record should be out." if count == 1 else f"{count} records should be out."
        return broken(NAME, says, MEND)
    if health.is_silent:
        return warning(NAME, "The job has not run for more than 20 minutes.", MEND)
    return fine(NAME, f"last ran at {health.last_ran_at:%Y-%m-%d %H:%M} UTC")
