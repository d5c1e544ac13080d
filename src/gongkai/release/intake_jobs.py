"""The queued work for what comes in: scanning it, and forgetting what was never sent to its end."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongkai.release.operations.forgetting import forget_left_folders, forget_old_uploads
from gongkai.release.operations.scanning import SCAN, scan_again, sweep_scans
from gongkai.release.queries.scans import is_scanner_configured
from gongkai.release.queued import FILES

# For a scanner that is being restarted. What is left afterwards is found by the sweep.
_RETRY = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.task(name=SCAN, queue=FILES, retry=_RETRY)
def scan(digest: str) -> None:
    """Have one file scanned with the present signatures; nothing where no scanner is set up now."""
    if is_scanner_configured():
        scan_again(digest=digest)


@app.periodic(cron="11,41 * * * *")
@app.task(name="gongkai.release.sweep_scans", queueing_lock="release_sweep_scans")
def sweep(timestamp: int) -> None:
    """Find the files that no scanner has judged, and what killed workers left on the disk."""
    sweep_scans()
    forget_left_folders()


@app.periodic(cron="37 3 * * *")
@app.task(name="gongkai.release.forget_old_uploads", queueing_lock="release_forget_uploads")
def forget(timestamp: int) -> None:
    """Forget uploads that were never sent to their end."""
    forget_old_uploads()
