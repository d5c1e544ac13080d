"""Downloads are counted by file and day, all of them, and nothing is kept of whoever fetched."""

import threading
from datetime import date

import pytest
from django.db import connection
from tests.factories.organs import a_digest

from gongkai.release.models import DownloadCount
from gongkai.release.operations.counting import count_download, download_counts
from gongkai.release.rules.doors import Subject

RECORD = Subject(kind="record", id=5, organ_id=1)
ONE, OTHER = a_digest("one"), a_digest("other")
MONDAY, TUESDAY = date(2026, 3, 16), date(2026, 3, 17)


@pytest.mark.django_db
def test_counted_by_file_and_day() -> None:
    for digest, on in ((ONE, MONDAY), (ONE, MONDAY), (ONE, TUESDAY), (OTHER, MONDAY)):
        count_download(subject=RECORD, digest=digest, on=on)
    count_download(subject=Subject(kind="case", id=5, organ_id=1), digest=ONE, on=MONDAY)
    count_download(subject=Subject(kind="record", id=6, organ_id=1), digest=ONE, on=MONDAY)
    assert download_counts(RECORD) == {ONE: 3, OTHER: 1}
    days = DownloadCount.objects.filter(subject_kind="record", subject_id=5, digest=ONE)
    assert sorted(days.values_list("fetched_on", "times")) == [(MONDAY, 2), (TUESDAY, 1)]


@pytest.mark.django_db
def test_what_nobody_fetched_is_not_there() -> None:
    assert download_counts(RECORD) == {}


@pytest.mark.django_db(transaction=True)
def test_readers_at_the_same_moment_are_all_counted() -> None:
    together = threading.Barrier(4)

    def fetch() -> None:
        together.wait()
        for _time in range(25):
            count_download(subject=RECORD, digest=ONE, on=MONDAY)
        connection.close()

    readers = [threading.Thread(target=fetch) for _reader in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert download_counts(RECORD) == {ONE: 100}
