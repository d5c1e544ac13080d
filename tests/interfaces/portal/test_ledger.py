"""What was withdrawn, the feed for people, the closed days, and a copy in the chain."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import organs
from tests.factories.records import Office, an_office, content
from tests.interfaces.portal.conftest import read

from gongkai.kernel.types import PUBLIC, Role
from gongkai.ledger.operations import close_past_days
from gongkai.records.models import Record
from gongkai.records.operations import withdraw_version
from gongkai.records.queries.withdrawn import withdrawn_index

WITHDRAWN, FEED, DAYS = "/changes/withdrawn/", "/changes/feed/", "/changes/days/"


def _page(citizen: Client, address: str) -> str:
    response = citizen.get(address)
    assert response.status_code == 200
    return response.content.decode()


def _without_first(office: Office, title: str) -> Record:
    record = office.corrected(office.released(content(title="初版名称")), content(title=title))
    withdraw_version(
        actor=office.acting(Role.CLERK),
        version_id=record.versions.get(number=1).pk,
        reason="privacy",
    )
    return record


def test_the_list_names_what_was_taken_back_and_why(citizen: Client, office: Office) -> None:
    shown = office.released(content(title="显示的名称"))
    office.confirmed(office.hidden(shown, title_may_show=True))
    silent = office.released(content(title="不显示的名称"))
    office.confirmed(office.hidden(silent))
    office.restored(office.hidden(office.released(content(title="恢复的名称"))).record)
    closed = office.corrected(office.released(content(title="转为不公开")), content("exempt"))
    version = _without_first(office, "现行名称")
    office.released(content("exempt", title="从未公开"))
    page = _page(citizen, WITHDRAWN)
    assert "4条" in page.replace(" ", "")
    for word in ("显示的名称", silent.index_number, closed.index_number, "现行名称"):
        assert str(word) in page
    for word in ("不显示的名称", "恢复的名称", "转为不公开", "从未公开", "初版名称"):
        assert word not in page
    assert f"/records/{version.pk}/versions/1/" in page


def test_it_is_narrowed_by_organ_and_year(citizen: Client, office: Office) -> None:
    other = an_office(organs.an_organ("云梦省交通运输厅"))
    ours, theirs = office.released(), other.released()
    office.hidden(ours)
    other.hidden(theirs)
    page = _page(citizen, f"{WITHDRAWN}?organ={other.organ.pk}&year=2026")
    assert str(theirs.index_number) in page
    assert str(ours.index_number) not in page
    for number in ("99", "9" * 18):
        everything = _page(citizen, f"{WITHDRAWN}?organ=999999&year=x&page={number}")
        assert str(ours.index_number) in everything


def test_it_says_how_much_it_holds_of_each_organ_without_reading_it(office: Office) -> None:
    office.hidden(office.released())
    office.corrected(office.released(), content("exempt"))
    with CaptureQueriesContext(connection) as asked:
        index = withdrawn_index(PUBLIC)
    assert [(one.value, one.count) for one in index.organs] == [(str(office.organ.pk), 2)]
    assert index.years == (2026,)
    assert ["GROUP BY" in one["sql"] for one in asked] == [True, True, False]


def test_the_list_asks_the_same_of_the_database_however_long_it_is(
    citizen: Client, office: Office
) -> None:
    counts = []
    for number in (2, 4):
        for _place in range(number):
            office.hidden(office.released())
        with CaptureQueriesContext(connection) as asked:
            _page(citizen, WITHDRAWN)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_feed_says_what_happened_without_names(citizen: Client, office: Office) -> None:
    record = office.released(content(title="后来撤回的名称"))
    office.hidden(record)
    connection.check_constraints()
    page = _page(citizen, FEED)
    assert "含有个人信息" in page
    assert page.count(str(record.index_number)) >= 2
    assert "后来撤回" not in page
    assert 'rel="next"' not in page
    assert _page(citizen, FEED).count('<th scope="row"') == 2
    assert _page(citizen, f"{FEED}?before=2").count('<th scope="row"') == 1


def test_a_withdrawn_version_leaves_a_tombstone(citizen: Client, office: Office) -> None:
    record = _without_first(office, "现行名称")
    base = f"/records/{record.pk}"
    for address in (
        f"{base}/versions/1/",
        f"{base}/versions/1/text/",
        f"{base}/compare/?from=1&to=2",
    ):
        response = citizen.get(address)
        assert response.status_code == 410, address
        said = response.content.decode()
        assert "该旧版本已撤回" in said
        assert "初版名称" not in said
    listed = _page(citizen, f"{base}/versions/")
    assert "含有个人信息" in listed
    assert f'href="{base}/versions/1/"' not in listed
    assert _page(citizen, f"{base}/versions/2/")
    assert "已撤回旧版本" in _page(citizen, "/changes/")


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_copy_is_found_in_the_chain(
    citizen: Client, office: Office, fixed_moment: time_machine.Traveller, is_closed: bool
) -> None:
    record = office.released()
    connection.check_constraints()
    response = citizen.get(f"/records/{record.pk}/text/")
    read(response)
    digest = response["ETag"].strip('"')
    if is_closed:
        fixed_moment.shift(24 * 3600)
        close_past_days()
        connection.check_constraints()
    page = _page(citizen, f"/check-a-copy/?digest={digest}")
    assert "/ledger/proofs/1.json" in page
    assert ("/ledger/2026-03-16.jsonl" in page) is is_closed
    assert ("/ledger/2026-03-16.jsonl" in _page(citizen, DAYS)) is is_closed


def test_elements_that_were_corrected_are_compared(citizen: Client, office: Office) -> None:
    record = office.released()
    office.release(office.approved(office.in_correction(record)))
    compared = _page(citizen, f"/records/{record.pk}/compare/")
    assert "次更正。</ins>" in compared
    versions = _page(citizen, f"/records/{record.pk}/versions/")
    assert "更正要素" in versions
    texts = [read(citizen.get(f"/records/{record.pk}/versions/{n}/text/")) for n in (1, 2)]
    assert texts[0] == texts[1]
