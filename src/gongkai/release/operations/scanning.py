"""Scanning stored files for viruses: each answer is a row, the newest one counts."""

import logging
from collections.abc import Callable
from datetime import timedelta
from io import BufferedReader
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from gongkai.kernel import time
from gongkai.kernel.ciphers import PIECE as SEALED_PIECE
from gongkai.kernel.ciphers import Stream
from gongkai.kernel.files import open_file
from gongkai.kernel.models import SealedFile
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.sealing import open_sealed
from gongkai.release.antivirus import (
    Address,
    AddressRefused,
    ScannerUnreachable,
    ask_version,
    parse_address,
    scan_stream,
)
from gongkai.release.models import Examination, Scan
from gongkai.release.queries.scans import is_scanner_configured, latest_scans
from gongkai.release.queued import queued_for
from gongkai.release.rules.doors import ScanState

log = logging.getLogger(__name__)

SCAN = "gongkai.release.scan"
ASKED_AGAIN_AFTER = timedelta(minutes=30)
"""A file without a verdict is asked about again then."""
MOST_AT_ONCE = 500
"""Files for which one sweep queues a scan."""
_VERDICTS = (ScanState.CLEAN.value, ScanState.INFECTED.value)
_LONGEST = 200


class NoScanner(Refusal):
    """No virus scanner is set up, or its setting cannot be understood."""


def scanner_address() -> Address:
    """Return where the scanner listens; raises NoScanner where the settings do not say."""
    if not is_scanner_configured():
        raise NoScanner(_("No virus scanner is set up. Name one in GONGKAI_CLAMD."))
    try:
        return parse_address(settings.CLAMD)
    except AddressRefused as refused:
        raise NoScanner(
            _("GONGKAI_CLAMD names neither the path of a socket nor host:port.")
        ) from refused


def signatures_version() -> str:
    """Return what the scanner says of itself and its signatures; when it changes, rescan.

    Raises NoScanner, ScannerUnreachable.
    """
    return ask_version(scanner_address())


def ask_scan(*, digest: str) -> None:
    """Queue a scan of a stored file with the present transaction; nothing where none is set up."""
    if is_scanner_configured():
        app.configure_task(SCAN).defer(digest=digest)


def scan_file(*, digest: str) -> Scan:
    """Have a stored file scanned now and keep what was said.

    An error is a row that says FAILED, so that staff see it. Raises NoScanner, NotFound.
    """
    return _scanned(digest, lambda: open_file(digest))


def scan_sealed(*, sealed: SealedFile) -> Scan:
    """Have what a sealed file holds scanned now; it is opened in memory and never on the disk.

    The row belongs to the sealed bytes. Raises NoScanner, KeyLost, NotFound, SealBroken.
    """
    return _scanned(
        sealed.stored_id, lambda: BufferedReader(Stream(open_sealed(sealed)), SEALED_PIECE)
    )


def _scanned(digest: str, opened: Callable[[], BinaryIO]) -> Scan:
    address = scanner_address()
    try:
        engine = ask_version(address)
    except ScannerUnreachable as unreachable:
        log.warning("The virus scanner does not answer: %s", unreachable)
        return _kept(digest, state=ScanState.FAILED)
    with opened() as stream:
        answer = scan_stream(stream, address=address)
    if answer.state is ScanState.FAILED:
        log.warning("%s could not be scanned: %s", digest[:12], answer.trouble)
    return _kept(digest, state=answer.state, signature=answer.signature, engine=engine)


def scan_again(*, digest: str) -> Scan | None:
    """Have a file scanned with the present signatures, unless that was done already.

    Where the scanner does not answer at all, what it said before goes on to count: a scanner that
    is being restarted must not take down what is public. Raises ScannerUnreachable, NoScanner.
    """
    engine = signatures_version()[:_LONGEST]
    latest = latest_scans([digest]).get(digest)
    if latest is not None and latest.state in _VERDICTS and latest.engine == engine:
        return None
    return scan_file(digest=digest)


def sweep_scans() -> int:
    """Queue a scan of every examined file without a verdict; return how many.

    Those that came before a scanner was set up, and those at which it failed a while ago. What has
    its job still waits its turn.
    """
    if not is_scanner_configured():
        return 0
    lately = Scan.objects.filter(scanned_at__gt=time.now() - ASKED_AGAIN_AFTER)
    verdicts = Scan.objects.filter(state__in=_VERDICTS)
    rows = Examination.objects.exclude(stored_id__in=verdicts.values("stored_id"))
    rows = rows.exclude(stored_id__in=lately.values("stored_id"))
    digests = rows.order_by("stored_id").values_list("stored_id", flat=True).distinct()
    with transaction.atomic():
        waiting = set(digests[:MOST_AT_ONCE])
        lost = waiting - queued_for(SCAN, "digest", waiting)
        for digest in sorted(lost):
            ask_scan(digest=digest)
    return len(lost)


def _kept(digest: str, *, state: ScanState, signature: str = "", engine: str = "") -> Scan:
    return Scan.objects.create(
        stored_id=digest,
        state=state.value,
        signature=signature[:_LONGEST],
        engine=engine[:_LONGEST],
        scanned_at=time.now(),
    )
