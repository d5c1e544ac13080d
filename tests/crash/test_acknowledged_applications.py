"""Everything is killed while people apply: what was acknowledged is there, once and whole.

504 applications in a thorough run (`make test-thorough`), 80 in every other.
"""

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from tests.amount import thorough_or
from tests.crash.applicants import Applicant, Told
from tests.crash.conftest import ROOT
from tests.crash.killing import KILLS, database
from tests.factories.installation import Site

APPLICANTS, EACH = 8, thorough_or(63, 10)
RECEIVED_BETWEEN_KILLS = thorough_or(70, 10)
WHOLE = """
SELECT a.asked, a.number,
  (SELECT count(*) FROM applications_case c WHERE c.application_id = a.id),
  (SELECT count(*) FROM applications_identity i WHERE i.application_id = a.id),
  (SELECT count(*) FROM applications_case_step s JOIN applications_case c ON c.id = s.case_id
    WHERE c.application_id = a.id),
  (SELECT count(*) FROM applications_query_code q WHERE q.application_id = a.id),
  (SELECT count(*) FROM letters_letter l JOIN applications_case c ON c.id = l.subject_id
    WHERE l.subject_kind = 'application_case' AND c.application_id = a.id),
  (SELECT count(*) FROM clock_statutory_clock k JOIN applications_case c ON c.id = k.subject_id
    WHERE k.subject_kind = 'application_case' AND k.limit_key = 'reply'
    AND c.application_id = a.id)
FROM applications_application a
"""
# More than one where the answer to a file was lost on its way and the file was sent again.
WITHOUT_PROOF = """
SELECT count(*) FROM applications_application a
WHERE NOT EXISTS (SELECT FROM applications_file f WHERE f.application_id = a.id)
"""
SERIALS = "SELECT last_serial FROM applications_number_counter"


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """All applicants of this test come from one address; let that one begin as many forms."""
    monkeypatch.setenv("GONGKAI_FORMS_PER_HOUR", "100000")
    monkeypatch.setenv("GONGKAI_UPLOADS_PER_HOUR", "100000")


def organ_of(site: Site) -> int:
    """Make the organ with its people; return its id."""
    command = [sys.executable, "-m", "tests.crash.people", "1"]
    subprocess.run(command, env=site.environment, cwd=ROOT, check=True, capture_output=True)
    with database(site) as connection:
        (organ_id,) = connection.execute("SELECT id FROM organs_organ").fetchone() or (0,)
    return int(organ_id)


def received(people: list[Applicant], working: list[Future[Told]]) -> int:
    """Return how many applications have been acknowledged; raise what went wrong at a browser."""
    for one in working:
        if one.done():
            one.result()
    return sum(len(person.told.received) for person in people)


@pytest.mark.slow
def test_each_acknowledged_application_is_there_once(limits: None, site: Site) -> None:
    organ_id, address = organ_of(site), f"http://127.0.0.1:{site.port}"
    people = [Applicant(address, organ_id, f"甲{n}") for n in range(APPLICANTS)]
    with ThreadPoolExecutor(APPLICANTS) as pool:
        working = [pool.submit(person.file, EACH) for person in people]
        for kill in KILLS:
            wanted = received(people, working) + RECEIVED_BETWEEN_KILLS
            site.wait(lambda wanted=wanted: received(people, working) >= wanted)  # type: ignore[misc]
            kill(site)
        told = [one.result(timeout=600) for one in working]
    assert sum(one.tries_lost for one in told) > 0
    assert sum(one.doubles for one in told) > 0
    check(site, told)
    for person in people:
        assert all(person.opens(number) for number in list(person.told.codes)[::10])
    assert site.command("audit", "verify").returncode == 0


def check(site: Site, told: list[Told]) -> None:
    """Each is there once and whole, under the number that was told, and numbers have no gap."""
    acknowledged = {asked: number for one in told for asked, number in one.received.items()}
    assert len(acknowledged) == APPLICANTS * EACH
    with database(site) as connection:
        rows = connection.execute(WHOLE).fetchall()
        serials = connection.execute(SERIALS).fetchall()
        without_proof = connection.execute(WITHOUT_PROOF).fetchone()
    assert {asked: number for asked, number, *_counts in rows} == acknowledged
    assert len(rows) == len(acknowledged), "a form was received twice"
    assert {tuple(counts) for _asked, _number, *counts in rows} == {(1, 1, 1, 1, 1, 1)}
    assert serials == [(len(rows),)]
    assert without_proof == (0,)
