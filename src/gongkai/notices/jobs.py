"""The jobs of notices: one for each notice that is due, and the sweeper."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongkai.notices.operations import deliver_notice, sweep_notices
from gongkai.notices.operations.queueing import DELIVER

# Only for a database that does not answer: a mail server's troubles end an attempt, not the job.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name=DELIVER, retry=_RETRY)
def deliver(notice_id: int) -> None:
    """Try once to send a notice that is due."""
    deliver_notice(notice_id=notice_id)


@app.periodic(cron="* * * * *")
@app.task(name="gongkai.notices.sweep", queueing_lock="sweep_notices")
def sweep(timestamp: int) -> None:
    """Find what killed workers and lost jobs left behind."""
    sweep_notices()
