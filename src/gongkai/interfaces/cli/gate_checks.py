"""What the doctor looks at about the release gate: what is stuck, and what would not pass."""

from collections.abc import Iterator

from gongkai.interfaces.cli import installation
from gongkai.interfaces.cli.checks import Finding, fine, warning


def of_the_gate() -> Iterator[Finding]:
    """Look at the work on files and at the last recheck, where their tables are there."""
    if not installation.waiting_migrations():
        yield _stuck()
        yield _recheck()


def _stuck() -> Finding:
    from gongkai.release.queries.queue import stuck_everywhere  # noqa: PLC0415 - Django is set up

    stuck = stuck_everywhere()
    if not stuck:
        return fine("release gate", "no file is stuck")
    says = "1 file is stuck." if stuck == 1 else f"{stuck} files are stuck."
    mend = "The desk's page of files being examined says why and tries again."
    return warning("release gate", says, mend)


def _recheck() -> Finding:
    from gongkai.release.queries.rechecks import last_figures  # noqa: PLC0415 - Django is set up

    row, failing = last_figures()
    if row is None:
        return fine("recheck", "not yet; the first comes at night")
    if failing:
        says = f"{failing} of {row.checked} texts and files that were out would not pass."
        return warning("recheck", says, "The organs read which at the desk, and withdraw them.")
    return fine("recheck", f"{row.checked} texts and files that are out would pass")
