"""What the virus scanner said of stored files."""

from collections.abc import Collection

from django.conf import settings

from gongkai.release.models import Scan
from gongkai.release.rules.doors import ScanState


def is_scanner_configured() -> bool:
    """Say whether a virus scanner is to be asked; then only what it calls clean goes out."""
    return bool(settings.CLAMD)


def latest_scans(digests: Collection[str]) -> dict[str, Scan]:
    """Return the newest answer about each file."""
    rows = Scan.objects.filter(stored_id__in=digests).order_by("scanned_at", "pk")
    return {row.stored_id: row for row in rows}


def scan_state(digest: str) -> ScanState:
    """Return the newest answer about a file; `unscanned` where there is none."""
    scan = latest_scans([digest]).get(digest)
    return ScanState(scan.state) if scan else ScanState.UNSCANNED
