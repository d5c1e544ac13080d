"""Making the index anew, and mending it."""

import pytest
from django.db import connection
from tests.factories.records import Office, content

from gongkai.search.models import SearchDocument
from gongkai.search.operations import Rebuilt, mend_index, rebuild_index, rebuilding
from gongkai.search.queries import search_public


def lose_rows() -> None:
    """Empty the index past the operations, as a partial restore would."""
    SearchDocument.objects.all().delete()


def test_a_rebuild_gives_the_same_index(office: Office) -> None:
    office.released(content(title="湿地保护条例"))
    office.released(content("on_application", title="湿地监测档案"))
    before = list(SearchDocument.objects.order_by("pk").values())
    lose_rows()
    assert rebuild_index() == Rebuilt(indexed=2, removed=0)
    assert list(SearchDocument.objects.order_by("pk").values()) == before
    assert rebuild_index() == Rebuilt(indexed=2, removed=0)


def test_rows_of_what_is_not_public_are_taken_out(office: Office) -> None:
    public = office.released(content(title="湿地保护条例"))
    secret = office.released(content("exempt", title="湿地机密事项"))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_document SELECT (json_populate_record(doc, %s)).* "
            "FROM search_document doc",
            [f'{{"record_id": {secret.pk}}}'],
        )
    assert search_public("湿地").total == 2
    assert mend_index() == Rebuilt(indexed=0, removed=1)
    assert [hit.record_id for hit in search_public("湿地").hits] == [public.pk]


def test_mending_adds_only_what_is_missing_and_is_quick_when_all_is_well(
    office: Office, django_assert_max_num_queries: object
) -> None:
    office.released(content(title="湿地保护条例"))
    lose_rows()
    office.released(content(title="湿地公园办法"))
    assert mend_index() == Rebuilt(indexed=1, removed=0)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert mend_index() == Rebuilt(indexed=0, removed=0)


def test_progress_is_told_batch_by_batch(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        office.released(content(title=f"湿地第{number}号通知"))
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    seen: list[tuple[int, int]] = []
    rebuild_index(progress=lambda done, whole: seen.append((done, whole)))
    assert seen == [(2, 3), (3, 3)]
