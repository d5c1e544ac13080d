"""Two transactions at once: a reader that goes on after the last number never misses an entry."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction
from tests.factories import records
from tests.factories.records import Office

from gongkai.kernel.types import PUBLIC
from gongkai.ledger.models import LedgerEntry
from gongkai.ledger.operations import close_past_days
from gongkai.ledger.queries import feed_after
from gongkai.records.models import RecordVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    yield
    connections.close_all()


@pytest.fixture
def office() -> Office:
    records.load_tables()
    return records.an_office()


class Slow(threading.Thread):
    """Releases a version in a transaction of its own that stays open until it is told to end."""

    def __init__(self, office: Office, version: RecordVersion) -> None:
        super().__init__()
        self.has_written, self.may_end = threading.Event(), threading.Event()
        self._office, self._version = office, version

    def run(self) -> None:
        try:
            with transaction.atomic():
                self._office.release(self._version)
                self.has_written.set()
                assert self.may_end.wait(20)
        finally:
            connection.close()


def test_what_is_written_first_and_committed_last_comes_last(office: Office) -> None:
    slow = Slow(office, office.approved(office.draft()))
    other = records.an_office()
    quick = other.approved(other.draft())
    slow.start()
    assert slow.has_written.wait(20)
    # The slow one has its row already, with the lower id.
    other.release(quick)
    seen = feed_after(PUBLIC)
    assert [entry.sequence for entry in seen.entries] == [1]
    slow.may_end.set()
    slow.join(20)
    rest = feed_after(PUBLIC, after=seen.after)
    assert [entry.sequence for entry in rest.entries] == [2]
    ids = list(LedgerEntry.objects.order_by("sequence").values_list("pk", flat=True))
    assert ids == sorted(ids, reverse=True)


def test_what_is_committed_after_midnight_stands_in_the_next_day(
    office: Office, fixed_moment: object
) -> None:
    records_before = office.released()
    slow = Slow(office, office.approved(office.draft()))
    slow.start()
    assert slow.has_written.wait(20)
    fixed_moment.shift(24 * 3600)  # type: ignore[attr-defined]
    assert close_past_days() == 1
    slow.may_end.set()
    slow.join(20)
    first, late = LedgerEntry.objects.order_by("sequence")
    assert first.record_id == records_before.pk
    assert late.happened_on == first.chained_on
    assert late.chained_on is not None
    assert first.chained_on is not None
    assert (late.chained_on - first.chained_on).days == 1
    fixed_moment.shift(24 * 3600)  # type: ignore[attr-defined]
    assert close_past_days() == 1
