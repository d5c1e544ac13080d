"""A rebuild beside a withdrawal: whoever comes second sees what the first has done."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction
from tests.factories import records
from tests.factories.records import content

from gongkai.search.models import SearchDocument
from gongkai.search.operations import index_records

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    yield
    connections.close_all()


def _index(record_id: int) -> None:
    try:
        index_records(record_ids=[record_id])
    finally:
        connection.close()


def _someone_waits() -> bool:
    with connection.cursor() as cursor:
        # Within a transaction the activity is read once and kept, unless told otherwise.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])


def test_a_withdrawn_record_is_not_put_back_into_the_index() -> None:
    records.load_tables()
    office = records.an_office()
    record = office.released(content(title="湿地保护条例"))
    rebuild = threading.Thread(target=_index, args=[record.pk])
    with transaction.atomic():
        office.hidden(record)
        rebuild.start()
        give_up = time.monotonic() + 20
        while not _someone_waits() and time.monotonic() < give_up:
            time.sleep(0.02)
        assert _someone_waits()
    rebuild.join(20)
    assert not SearchDocument.objects.exists()
