"""What is kept for a minute never outlives a withdrawal."""

import pytest
from django.core.cache import cache
from tests.factories import records
from tests.factories.records import content

from gongkai.search.queries import climbing, search_public


@pytest.mark.django_db(transaction=True)
def test_totals_and_facets_change_with_the_commit(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: object
) -> None:
    cache.clear()
    monkeypatch.setattr(climbing, "CANDIDATES", 1)
    records.load_tables()
    office = records.an_office()
    withdrawn = office.released(content(title="湿地第一通知"))
    office.released(content(title="湿地第二通知"))
    assert search_public("湿地").total == 2
    with django_assert_max_num_queries(7) as statements:  # type: ignore[operator]
        search_public("湿地")
    assert not [one for one in statements.captured_queries if "GROUPING SETS" in one["sql"]]
    office.hidden(withdrawn)
    answer = search_public("湿地")
    assert answer.total == 1
    assert [value.count for value in answer.facets.organs] == [1]
    assert "第一" not in repr(answer)
