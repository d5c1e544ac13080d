"""Counting how common words are."""

import asyncio

from tests.factories.records import Office, content

from gongkai.search import jobs
from gongkai.search.engine import backend
from gongkai.search.operations import refresh_vocabulary, refresh_when_grown


def test_words_titles_and_facets_are_counted(office: Office) -> None:
    for number in range(3):
        office.released(content(title=f"湿地第{number}号通知", text="栖息地"))
    assert refresh_vocabulary() == 3
    known = backend().vocabulary(
        ["湿地", "§w湿地", "§g湿地", "栖息地", f"§i{office.organ.pk}", "无"]
    )
    assert known.records == 3
    assert known.frequencies == {
        "湿地": 3,
        "§w湿地": 3,
        "§g湿地": 3,
        "栖息地": 3,
        f"§i{office.organ.pk}": 3,
    }


def test_words_that_are_gone_are_forgotten(office: Office) -> None:
    records = [office.released(content(title=f"湿地第{number}号通知")) for number in range(2)]
    refresh_vocabulary()
    for record in records:
        office.hidden(record)
    refresh_vocabulary()
    known = backend().vocabulary(["湿地"])
    assert (known.records, known.frequencies) == (0, {})


def test_by_day_words_are_counted_only_when_the_collection_changed(office: Office) -> None:
    office.released(content(title="湿地通知"))
    assert refresh_when_grown()
    assert not refresh_when_grown()
    jobs.count_words_when_grown(0)
    jobs.count_words(0)
    assert backend().vocabulary([]).records == 1


def test_the_jobs_are_known_to_the_worker() -> None:
    assert {"gongkai.search.count_words", "gongkai.search.count_words_when_grown"} <= set(
        jobs.app.tasks
    )
    assert not asyncio.iscoroutinefunction(jobs.count_words.func)
