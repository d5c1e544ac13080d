"""Jobs: a queue in the same PostgreSQL, so that a job and its reason commit together.

A worker that is killed leaves its jobs marked as running for ever; the sweeper gives them back to
the queue once the worker's heartbeat is older than STALLED_AFTER seconds. Every job must therefore
allow for running twice.
"""

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from gongkai.kernel import events

STALLED_AFTER = 30
_KEEP_HOURS = 24 * 7

_log = structlog.get_logger(__name__)
_RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name=events.DELIVER, retry=_RETRY)
def deliver_event(event_id: int, handler: str) -> None:
    """Hand an outbox event to an after-commit handler."""
    events.deliver(event_id=event_id, handler=handler)


@app.periodic(cron="* * * * * */15")
@app.task(name="gongkai.kernel.sweep_stalled", queueing_lock="sweep_stalled")
async def sweep_stalled(timestamp: int) -> None:
    """Give the jobs of dead workers back to the queue."""
    await sweep(app.job_manager)


async def sweep(manager: JobManager) -> None:
    """Put back every job whose worker has given no sign for STALLED_AFTER seconds.

    Where the same is in the queue already, under its queueing lock, that one does the work: the
    stalled one is finished as failed, and the others are put back all the same.
    """
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        try:
            await _put_back(manager, job)
        except ConnectorException:
            # Its worker may have ended it just now; the next sweep looks again.
            _log.exception("stalled_job_not_put_back", job=job.id)


async def _put_back(manager: JobManager, job: Job) -> None:
    try:
        await manager.retry_job(job)
    except UniqueViolation:
        _log.warning("stalled_job_is_queued_already", job=job.id, lock=job.queueing_lock)
        await manager.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="17 3 * * *")
@app.task(name="gongkai.kernel.prune_finished", queueing_lock="prune_finished")
async def prune_finished(timestamp: int) -> None:
    """Delete jobs that ended well more than a week ago; failed ones stay to be looked at."""
    await app.job_manager.delete_old_jobs(nb_hours=_KEEP_HOURS)


def counts_by_status() -> dict[str, int]:
    """Return how many jobs stand in each status, for the doctor and the operator's page."""
    counts = dict.fromkeys((status.value for status in Status), 0)
    for queue in app.job_manager.list_queues():
        for status in counts:
            counts[status] += int(queue.get(status, 0))
    return counts
