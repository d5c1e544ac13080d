"""The further elements at the desk: the form, a proposed summary, links, the class table."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.interfaces.desk.conftest import Town

from gongkai.records.models import InformationClass, Record, RecordLink

TYPED = {
    "title": "关于水库除险加固的通知",
    "summary": "",
    "text": "第一条 为了加强水库除险加固工作，制定本通知。\n第二条 自印发之日起施行。",
    "generated_on": "2026年3月2日",
    "forms": ["website", "gazette"],
    "time_limit": "timely",
    "category": "voluntary",
    "ground_code": "ogi-2008/vital-interests",
    "assembly": "plans",
    "service_object": "citizens",
    "how_obtained": "made_together",
    "lead_organ": "云梦市水务局",
    "co_makers": "云梦市林业局\n云梦市财政局",
    "is_normative": "on",
    "history": "一行\n又一行",
}


@pytest.fixture
def clerk(town: Town) -> Client:
    """The clerk's browser."""
    return town.client("clerk")


def _body(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def test_the_elements_are_kept_and_shown(town: Town, clerk: Client) -> None:
    sent = clerk.post(reverse("desk:register"), TYPED | {"summary": "概述。"})
    version = Record.objects.get(organ=town.office.organ).versions.get()
    assert sent.status_code == 302
    assert (version.assembly, version.service_object) == ("plans", "citizens")
    assert version.co_makers == ["云梦市林业局", "云梦市财政局"]
    with translation.override("zh-hans"):
        page = _body(clerk, reverse("desk:record", args=[version.record_id]))
    for said in ("规划计划", "面向公民", "与其他机关共同制作", "云梦市财政局"):
        assert said in page
    form = clerk.get(reverse("desk:edit", args=[version.record_id])).context["form"]
    assert form["co_makers"].value() == "云梦市林业局\n云梦市财政局"


def test_a_proposed_summary_loses_nothing_that_was_typed(town: Town, clerk: Client) -> None:
    asked = TYPED | {"propose_summary": "on", "remark": "备注", "expires_on": "2030-"}
    page = clerk.post(reverse("desk:register"), asked)
    assert page.status_code == 200
    form = page.context["form"]
    assert form["summary"].value() == "为了加强水库除险加固工作，制定本通知。"
    shown = {name: form[name].value() for name in asked if name in form.fields}
    assert shown == {name: asked[name] for name in shown} | {
        "summary": form["summary"].value(),
        "is_normative": True,
    }
    assert not Record.objects.filter(organ=town.office.organ).exists()


def test_a_summary_of_ones_own_stays(town: Town, clerk: Client) -> None:
    record = town.draft()
    address = reverse("desk:edit", args=[record.pk])
    page = clerk.post(address, TYPED | {"propose_summary": "on", "summary": "自己写的。"})
    assert page.context["form"]["summary"].value() == "自己写的。"
    assert "为了加强水库除险加固工作" in unescape(page.content.decode())
    empty = clerk.post(address, TYPED | {"propose_summary": "on", "text": ""})
    assert empty.context["form"]["summary"].value() == ""


def test_a_summary_is_counted_as_it_is_read(town: Town, clerk: Client) -> None:
    fits = clerk.post(reverse("desk:register"), TYPED | {"summary": "𠮷" * 150})
    assert fits.status_code == 302
    refused = clerk.post(reverse("desk:register"), TYPED | {"summary": "字" * 151})
    assert refused.status_code == 422
    assert "151" in str(refused.context["form"].errors["summary"])
    assert "maxlength" not in str(refused.context["form"]["summary"])


def test_a_document_is_looked_for_and_linked_to(town: Town, clerk: Client) -> None:
    old = town.published(title="水库管理旧办法", is_normative=True, validity="in_force")
    new = town.published(title="水库管理新办法")
    address = reverse("desk:links", args=[new.pk])
    found = clerk.get(address, {"q": "水库管理旧办法"})
    assert [target.record_id for target in found.context["found"]] == [old.pk]
    said = {
        "kind": "repeals",
        "target": str(old.pk),
        "since_on": "2026-03-10",
        "sets_validity": "on",
        "q": "水库管理旧办法",
    }
    assert clerk.post(address, said).status_code == 302
    public = Client().get(reverse("portal:record", args=[old.pk])).context["page"]
    assert [line.title for line in public.links] == ["水库管理新办法"]
    assert public.card.validity == "repealed"
    link = RecordLink.objects.get()
    assert "水库管理旧办法" in _body(clerk, reverse("desk:record", args=[new.pk]))
    assert clerk.post(reverse("desk:unlink", args=[new.pk, link.pk])).status_code == 302
    assert not Client().get(reverse("portal:record", args=[old.pk])).context["page"].links


def test_a_refused_link_keeps_what_was_typed(town: Town, clerk: Client) -> None:
    record = town.published()
    said = {"kind": "implements", "text": "身份证11010519491231002X号文"}
    page = clerk.post(reverse("desk:links", args=[record.pk]), said)
    assert page.status_code == 422
    assert page.context["form"]["text"].value() == said["text"]
    assert "text" in page.context["form"].errors


def test_the_class_table_is_made_the_organs_own_and_changed(town: Town, clerk: Client) -> None:
    organ = town.office.organ
    table = reverse("desk:class_table", args=[organ.pk])
    assert clerk.get(reverse("desk:add_class", args=[organ.pk])).status_code == 404
    clerk.post(table, {"step": "adopt"})
    new = {"code": "31", "name_zh": "水库大坝", "statutory_item": "A02"}
    assert clerk.post(reverse("desk:add_class", args=[organ.pk]), new).status_code == 302
    again = clerk.post(reverse("desk:add_class", args=[organ.pk]), new)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["code"])
    clerk.post(table, {"step": "close", "code": "05"})
    clerk.post(table, {"step": "up", "code": "31"})
    form = clerk.get(reverse("desk:register")).context["form"]
    offered = [code for code, _ in form.fields["class_code"].choices]
    assert "31" in offered
    assert "05" not in offered
    assert offered[-1] != "31"
    clerk.post(table, {"step": "remove", "code": "31"})
    assert not InformationClass.objects.filter(organ=organ, code="31").exists()
    assert clerk.post(table, {"step": "burn", "code": "01"}).status_code == 404


def test_the_parts_of_a_foreign_number_are_told(town: Town, clerk: Client) -> None:
    record = town.draft()
    Record.objects.filter(pk=record.pk).update(
        index_number="01341316-2/58032", index_is_foreign=True, index_organ=record.organ_id
    )
    with translation.override("en"):
        page = _body(clerk, reverse("desk:record", args=[record.pk]))
    assert "01341316-2" in page
    assert "58032" in page
    assert "It holds no year." in page


def test_the_link_page_costs_the_same_for_more_that_is_found(
    town: Town, clerk: Client, django_assert_max_num_queries: object
) -> None:
    record = town.draft()
    for place in range(2):
        town.published(title=f"湿地保护通知{place}")
    address = reverse("desk:links", args=[record.pk]) + "?q=湿地保护通知"
    clerk.get(address)
    with django_assert_max_num_queries(60) as few:  # type: ignore[operator]
        clerk.get(address)
    for place in range(2, 5):
        town.published(title=f"湿地保护通知{place}")
    with django_assert_max_num_queries(60) as more:  # type: ignore[operator]
        assert len(clerk.get(address).context["found"]) == 5
    assert len(few) == len(more)
