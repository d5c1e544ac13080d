"""The feed, the roots, the files of days and the proofs, as programs fetch them."""

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import records
from tests.factories.records import Office, content

from gongkai.ledger.operations import close_past_days
from gongkai.ledger.rules.proofs import read_proof
from gongkai.ledger.rules.verifying import read_day

FEED = "/changes.json"


@pytest.fixture
def office(db: None) -> Office:
    """An organ with all its people."""
    records.load_tables()
    return records.an_office()


def _commit() -> None:
    connection.check_constraints()


def _body(response: HttpResponse) -> str:
    return b"".join(response).decode()


def test_pages_follow_on_each_other(client: Client, office: Office) -> None:
    published = office.released(content(title="不在其中的标题"))
    office.hidden(published)
    office.released(content("on_application"))
    _commit()
    first = client.get(FEED, {"limit": 2})
    assert first["Content-Type"] == "application/json"
    answer = first.json()
    assert [entry["kind"] for entry in answer["entries"]] == ["published", "hidden"]
    assert (answer["after"], answer["last"]) == (2, 3)
    rest = client.get(answer["next"]).json()
    assert [entry["sequence"] for entry in rest["entries"]] == [3]
    assert rest["next"] is None
    assert client.get(FEED, {"after": 3}).json()["entries"] == []
    assert client.get(FEED, {"after": 1, "through": 2}).json()["after"] == 2
    assert "标题" not in first.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "limit=1001",
        "limit=0",
        "after=0&through=1001",
        "after=2&through=1",
        "after=5",
        "after=-1",
        "after=x",
        "after=1.5",
        "limit=%D9%A1",
        "limit=10&through=5",
        "page=2",
        "after=" + "9" * 40,
    ],
)
def test_what_is_no_page_is_refused_and_not_cut_down(
    client: Client, office: Office, query: str
) -> None:
    office.released()
    _commit()
    answer = client.get(f"{FEED}?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_cache_asks_each_time_and_hears_of_a_new_entry(client: Client, office: Office) -> None:
    record = office.released()
    _commit()
    before = client.get(FEED)
    assert before["Cache-Control"] == "public, no-cache"
    again = client.get(FEED, headers={"If-None-Match": before["ETag"]})
    assert again.status_code == 304
    office.hidden(record)
    _commit()
    assert client.get(FEED, headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_the_feed_asks_the_same_of_the_database_however_long_it_is(
    client: Client, office: Office
) -> None:
    counts = []
    for number in (1, 4):
        for _place in range(number):
            office.released()
        _commit()
        with CaptureQueriesContext(connection) as asked:
            client.get(FEED)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_day_proves_itself_and_a_copy(
    client: Client, office: Office, fixed_moment: time_machine.Traveller
) -> None:
    record = office.released(content(text="全文"))
    _commit()
    assert client.get("/ledger/2026-03-16.jsonl").status_code == 404
    fixed_moment.shift(2 * 24 * 3600)
    close_past_days()
    roots = client.get("/ledger/roots.json").json()["days"]
    assert [day["day"] for day in roots] == ["2026-03-16", "2026-03-17"]
    response = client.get("/ledger/2026-03-16.jsonl")
    assert "2026-03-16.jsonl" in response["Content-Disposition"]
    body = _body(response)
    day = read_day(body, where="x")
    assert day.root == roots[0]["root"]
    proof = read_proof(client.get("/ledger/proofs/1.json").content.decode())
    assert day.digests[1] == (record.index_number, 1, proof.digest())
    for address in ("2026-03-18.jsonl", "2026-02-30.jsonl", "proofs/9.json"):
        assert client.get(f"/ledger/{address}").status_code == 404
    office.hidden(record)
    _commit()
    assert client.get("/ledger/proofs/1.json").status_code == 404
    assert _body(client.get("/ledger/2026-03-16.jsonl")) == body
