"""The queued work of the module `release`: one job a file, and the sweeper.

What opens files has a queue of its own: each look runs in a process apart with limits, and yet a
few slow files would take all places of a worker for minutes, also those of what is due meanwhile.
"""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongkai.release.operations.examining import (
    EXAMINE,
    ask_under_present_rules,
    examine,
    sweep_examinations,
)
from gongkai.release.operations.rechecking import RECHECK, recheck_if_changed, run_recheck
from gongkai.release.queued import FILES

# For a database that does not answer; a file's troubles end its examination, not the job.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name=EXAMINE, queue=FILES, retry=_RETRY)
def examine_file(examination_id: int) -> None:
    """Look into one file."""
    examine(examination_id=examination_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="gongkai.release.sweep", queueing_lock="release_sweep")
def sweep(timestamp: int) -> None:
    """Find what killed workers left behind, and what new rules of the gate have not seen."""
    sweep_examinations()
    ask_under_present_rules()


@app.task(name=RECHECK, retry=_RETRY)
def recheck(recheck_id: int) -> None:
    """Look again at everything that is out."""
    run_recheck(recheck_id=recheck_id)


@app.periodic(cron="23 2 * * *")
@app.task(name="gongkai.release.recheck_if_changed", queueing_lock="release_recheck_if_changed")
def recheck_at_night(timestamp: int) -> None:
    """Look again at everything that is out where rules or signatures are new."""
    recheck_if_changed()
