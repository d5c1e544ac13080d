"""Feeds, sitemap and robots.txt: what is public, and nothing else."""

from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.db import connection
from django.test import Client
from tests.factories import organs, records
from tests.factories.records import Office, content, fresh

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def office(db: None) -> Office:
    """An organ with all its people."""
    records.load_tables()
    return records.an_office()


def _xml(client: Client, address: str) -> ET.Element:
    response = client.get(address)
    assert response.status_code == 200
    return ET.fromstring(response.content)  # noqa: S314 - our own answer


def _titles(feed: ET.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def test_the_feed_holds_the_newest_first(client: Client, office: Office) -> None:
    record = fresh(office.released(content(title="通知 & <一>", summary="概述。")))
    office.released(content("on_application", title="资料", text="正文标记"))
    office.draft(content(title="草稿标记"))
    feed = _xml(client, "/feed.atom")
    assert _titles(feed) == ["★资料", "通知 & <一>"]
    entry = list(feed.iter(f"{ATOM}entry"))[1]
    assert entry.findtext(f"{ATOM}summary") == "概述。"
    assert (entry.findtext(f"{ATOM}id") or "").endswith(f"/i/{record.index_number}")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href", "").endswith(f"/records/{record.pk}/")
    assert "标记" not in client.get("/feed.atom").content.decode()


def test_a_later_version_updates_its_entry(client: Client, office: Office) -> None:
    record = office.released()
    with time_machine.travel("2026-03-18T10:00:00+08:00", tick=False):
        office.corrected(record, content())
    (entry,) = _xml(client, "/feed.atom").iter(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}published") or "").startswith("2026-03-16")
    assert (entry.findtext(f"{ATOM}updated") or "").startswith("2026-03-18")


def test_an_organ_has_its_own_feed(client: Client, office: Office) -> None:
    other = records.an_office(organs.an_organ("别的厅"))
    office.released(content(title="本厅通知"))
    other.released(content(title="别厅通知"))
    feed = _xml(client, f"/organs/{office.organ.pk}/feed.atom")
    assert _titles(feed) == ["本厅通知"]
    assert office.organ.name in (feed.findtext(f"{ATOM}title") or "")
    assert client.get("/organs/999999/feed.atom").status_code == 404


def test_the_sitemap_names_each_public_page_in_both_languages(
    client: Client, office: Office
) -> None:
    record = office.released(content())
    draft = office.draft(content())
    index = [loc.text or "" for loc in _xml(client, "/sitemap.xml").iter(f"{MAP}loc")]
    assert [address.rsplit("/", 1)[1] for address in index] == [
        "sitemap-pages.xml",
        "sitemap-1.xml",
    ]
    body = client.get("/sitemap-1.xml").content.decode()
    assert f"/records/{record.pk}/</loc><lastmod>2026-03-16</lastmod>" in body
    assert f"/en/records/{record.pk}/" in body
    assert f"/records/{draft.record_id}/<" not in body
    pages = [loc.text or "" for loc in _xml(client, "/sitemap-pages.xml").iter(f"{MAP}loc")]
    assert any(address.endswith(f"/organs/{office.organ.pk}/") for address in pages)
    for address in pages:
        path = "/" + address.split("/", 3)[3]
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("part", ["0", "2", "999999999"])
def test_there_are_no_other_parts(client: Client, office: Office, part: str) -> None:
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_a_withdrawn_record_is_in_none_of_them(client: Client, office: Office) -> None:
    record = office.released(content(title="撤回标记"))
    doors = ("/feed.atom", f"/organs/{office.organ.pk}/feed.atom", "/sitemap-1.xml")
    before = {door: client.get(door) for door in doors}
    assert all(f"/records/{record.pk}/" in found.content.decode() for found in before.values())
    office.hidden(record)
    # The epoch moves at the commit, which this test's transaction never reaches.
    connection.check_constraints()
    for door, found in before.items():
        # Also to one who still holds the old answer.
        after = client.get(door, headers={"If-None-Match": found["ETag"]})
        assert after.status_code == 200
        assert f"/records/{record.pk}/" not in after.content.decode()
        assert "标记" not in after.content.decode()


def test_robots_are_told_where_to_look(client: Client, db: None) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    body = response.content.decode()
    assert "Disallow: /desk/" in body
    assert "Disallow: /records/*/compare/" in body
    assert body.strip().splitlines()[-1].endswith("/sitemap.xml")
