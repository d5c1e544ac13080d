"""What the virus scanner said of stored files."""

from collections.abc import Iterable

from django.conf import settings

from gongkai.release.models import Scan
from gongkai.release.rules.doors import ScanState


def is_scanner_configured() -> bool:
    """Say whether a virus scanner is to be asked; then only what it calls clean goes out."""
    return bool(settings.CLAMD)


def latest_scans(digests: Iterable[str]) -> dict[str, Scan]:
    """Return the newest answer about each file.

    A failure is no answer to what was found before: infected it stays until it is called clean.
    """
    found: dict[str, Scan] = {}
    for row in Scan.objects.filter(stored_id__in=set(digests)).order_by("scanned_at", "pk"):
        known = found.get(row.stored_id)
        is_silent = row.state == Scan.State.FAILED
        if not (known and known.state == Scan.State.INFECTED and is_silent):
            found[row.stored_id] = row
    return found


def scan_state(digest: str) -> ScanState:
    """Return the newest answer about a file; `unscanned` where there is none."""
    return scan_states([digest])[digest]


def scan_states(digests: Iterable[str]) -> dict[str, ScanState]:
    """Return the newest answer about each file, with one question to the database."""
    wanted = set(digests)
    found = latest_scans(wanted)
    return {
        digest: ScanState(found[digest].state) if digest in found else ScanState.UNSCANNED
        for digest in wanted
    }
