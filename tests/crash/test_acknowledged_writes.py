"""Everything is killed while clerks write: what they were told was saved is there, once."""

import json
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from tests.amount import thorough_or
from tests.crash.clerks import Browser, Notes, Window
from tests.crash.conftest import ROOT
from tests.crash.killing import KILLS, database, processes_of
from tests.crash.listening import HANDLER
from tests.factories.installation import Site
from tests.factories.organs import PASSWORD

CLERKS, WINDOWS_EACH = 3, 2
SAVED_BETWEEN_KILLS = thorough_or(12, 8)
ALL_TITLES = "SELECT v.title, v.record_id FROM records_record_version v"
WITHOUT_CLOCK = """
SELECT r.id FROM records_record r WHERE 1 <> (
  SELECT count(*) FROM clock_statutory_clock c JOIN clock_event e ON e.clock_id = c.id
  WHERE c.subject_kind = 'record' AND c.subject_id = r.id AND e.kind = 'started')
"""
DELIVERED = """
SELECT v.record_id, count(d.id) FROM kernel_outbox_event e
JOIN records_record_version v ON v.id = (e.payload ->> 'subject_id')::bigint
LEFT JOIN kernel_outbox_delivery d ON d.event_id = e.id AND d.handler = %s
WHERE e.kind = 'review.proposal_voided' AND e.payload ->> 'subject_kind' = 'record_version'
GROUP BY e.id, v.record_id
"""
UNDELIVERED = """
SELECT count(*) FROM kernel_outbox_event e WHERE e.kind = 'review.proposal_voided'
AND NOT EXISTS (SELECT FROM kernel_outbox_delivery d WHERE d.event_id = e.id AND d.handler = %s)
"""
DELIVERIES_NOT_DONE = """
SELECT count(*) FROM procrastinate_jobs
WHERE task_name = 'gongkai.kernel.deliver' AND status <> 'succeeded'
"""
AUDITED = """
SELECT object_id::bigint FROM audit_entry
WHERE object_kind = 'record' AND action = 'records.register'
"""


class Office:
    """The clerks at work, and what they have been told until now."""

    def __init__(self, site: Site, pool: ThreadPoolExecutor, usernames: list[str]) -> None:
        self.closing = Event()
        self._windows: list[Window] = []
        for username in usernames:
            browser = Browser(f"http://127.0.0.1:{site.port}")
            browser.sign_in(username, PASSWORD)
            self._windows += [Window(browser, f"{username}-{n}") for n in range(WINDOWS_EACH)]
        self._working: list[Future[Notes]] = [
            pool.submit(window.work, self.closing) for window in self._windows
        ]

    def saved(self) -> int:
        """Return how many records have been acknowledged; raise what went wrong at a window."""
        for working in self._working:
            if working.done():
                working.result()
        return sum(len(window.notes.saved) for window in self._windows)

    def close(self) -> list[Notes]:
        """Let everybody finish the form in hand; return what they were told."""
        self.closing.set()
        return [working.result(timeout=120) for working in self._working]


def clerks_of(site: Site) -> list[str]:
    """Make the organ and its people; return the clerks' user names."""
    command = [sys.executable, "-m", "tests.crash.people", str(CLERKS)]
    made = subprocess.run(
        command, env=site.environment, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return made.stdout.split()


def kill_in_turn(site: Site, office: Office) -> None:
    """Kill each part under load; go on when the clerks have been told of new records again."""
    wait_for_writes(site, office)
    for kill in KILLS:
        kill(site)
        wait_for_writes(site, office)


def wait_for_writes(site: Site, office: Office) -> None:
    """Wait until the clerks have been told of more."""
    wanted = office.saved() + SAVED_BETWEEN_KILLS
    site.wait(lambda: office.saved() >= wanted)


@pytest.mark.slow
def test_what_was_acknowledged_is_there_once_whatever_was_killed(site: Site) -> None:
    with database(site) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    with ThreadPoolExecutor(CLERKS * WINDOWS_EACH) as pool:
        office = Office(site, pool, clerks_of(site))
        try:
            kill_in_turn(site, office)
            notes = office.close()
        finally:
            office.closing.set()
    assert sum(told.tries_lost for told in notes) > 0
    assert sum(told.doubles for told in notes) > 0
    check_records(site, notes)
    check_deliveries(site, [record_id for told in notes for record_id in told.changed])

    verified = site.command("audit", "verify", "--json")
    assert verified.returncode == 0, verified
    assert json.loads(verified.stdout)["whole"]

    assert "Nothing runs." in site.command("down").stdout
    site.process.wait(timeout=60)
    assert processes_of(site) == []


def check_records(site: Site, notes: list[Notes]) -> None:
    """Each acknowledged title once, under the id that was told; no other twice; all with clock."""
    saved = {title: record_id for told in notes for title, record_id in told.saved.items()}
    begun = {title for told in notes for title in told.begun}
    assert len(saved) > SAVED_BETWEEN_KILLS * 6
    with database(site) as connection:
        rows = connection.execute(ALL_TITLES).fetchall()
        without_clock = connection.execute(WITHOUT_CLOCK).fetchall()
        audited = [record_id for (record_id,) in connection.execute(AUDITED)]
    there = dict(rows)
    assert len(rows) == len(there), "a form was carried out twice"
    assert set(there) <= begun
    assert {title: there.get(title) for title in saved} == saved
    assert without_clock == []
    assert sorted(audited) == sorted(there.values())


def check_deliveries(site: Site, changed: list[int]) -> None:
    """Each event of an acknowledged change is delivered, and every event once."""

    def everything_is_delivered() -> bool:
        with database(site) as connection:
            (events,) = connection.execute(UNDELIVERED, [HANDLER]).fetchone() or (1,)
            (jobs,) = connection.execute(DELIVERIES_NOT_DONE).fetchone() or (1,)
        return events == jobs == 0

    assert len(changed) > 1
    site.wait(everything_is_delivered)
    with database(site) as connection:
        delivered = connection.execute(DELIVERED, [HANDLER]).fetchall()
    assert {count for _, count in delivered} == {1}
    assert set(changed) <= {record_id for record_id, _ in delivered}
