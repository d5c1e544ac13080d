"""What applicants send is scanned for viruses before anybody of the staff opens it.

It lies sealed and is unsealed in memory alone, so it is scanned as it is opened: there is no other
moment at which anybody could be harmed by it.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.models import SealedFile
from gongkai.kernel.refusals import Refusal
from gongkai.release.operations.scanning import scan_sealed
from gongkai.release.queries.scans import is_scanner_configured, latest_scans
from gongkai.release.rules.doors import ScanState

HOLDS = timedelta(days=1)
"""Signatures of viruses are new every day; what was said before is asked again then."""
_VERDICTS = frozenset({ScanState.CLEAN, ScanState.INFECTED})


class HarmfulFile(Refusal):
    """The virus scanner found something in a file that an applicant sent."""


class NotScanned(Refusal):
    """A virus scanner is set up, and it does not say whether the file is clean."""


def require_harmless(sealed: SealedFile) -> None:
    """Have what an applicant sent scanned, unless that was done within HOLDS.

    Does nothing where no scanner is set up: staff are told that it is not scanned. Raises
    HarmfulFile, NotScanned, KeyLost, NotFound, SealBroken.
    """
    if not is_scanner_configured():
        return
    state = _recent_verdict(sealed) or ScanState(scan_sealed(sealed=sealed).state)
    if state is ScanState.INFECTED:
        raise HarmfulFile(
            _(
                "The virus scanner found something in this file. It is not opened. Ask the "
                "applicant for another copy."
            )
        )
    if state is not ScanState.CLEAN:
        raise NotScanned(
            _("The virus scanner does not answer, so the file stays shut. Try again in a moment.")
        )


def _recent_verdict(sealed: SealedFile) -> ScanState | None:
    scan = latest_scans([sealed.stored_id]).get(sealed.stored_id)
    if scan is None or scan.scanned_at < time.now() - HOLDS:
        return None
    state = ScanState(scan.state)
    return state if state in _VERDICTS else None
