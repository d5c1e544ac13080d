"""The queued work of the module `oversight`: tables that are large, and registering all at once."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongkai.oversight.combing_waiting import READ, TAKE, ask_again
from gongkai.oversight.operations.combing_intake import read_intake, take_rows
from gongkai.oversight.operations.combing_items import REGISTER, register_all

# For a database that does not answer; each of them goes on where it stopped.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name=READ, retry=_RETRY)
def read_table(intake_id: int) -> None:
    """Read one table of a backlog."""
    read_intake(intake_id=intake_id)


@app.task(name=TAKE, retry=_RETRY)
def take_table(intake_id: int) -> None:
    """Make items of the good rows of a table."""
    take_rows(intake_id=intake_id)


@app.task(name=REGISTER, retry=_RETRY)
def register_items(campaign_id: int, organ_id: int, person_id: int) -> None:
    """Register all decided items of an organ."""
    register_all(campaign_id=campaign_id, organ_id=organ_id, person_id=person_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="gongkai.oversight.sweep_tables", queueing_lock="oversight_sweep_tables")
def sweep(timestamp: int) -> None:
    """Queue anew what tables wait for whose request or job came to no end."""
    ask_again()
