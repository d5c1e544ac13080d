"""Registering and editing: what is typed stays, what is sent twice is made once."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.interfaces.desk.conftest import Town

from gongkai.records.models import Record


@pytest.fixture
def clerk(town: Town) -> Client:
    """The clerk's browser."""
    return town.client("clerk")


def _typed(**changes: object) -> dict[str, object]:
    return {
        "title": "关于加强水库管理的通知（镕堃喆㛃）",
        "summary": "规定水库管理的职责。",
        "text": "第一条 水库由本局管理。",
        "generated_on": "2026年3月2日",
        "document_number": "云水发[2026]3号",
        "forms": ["website"],
        "time_limit": "long_term",
        "category": "voluntary",
        "ground_code": "ogi-2008/vital-interests",
        "history": "第一次修改\n\n第二次修改",
        **changes,
    }


def test_information_is_registered_as_a_draft(town: Town, clerk: Client) -> None:
    answer = clerk.post(reverse("desk:register"), _typed())

    version = Record.objects.get(organ=town.office.organ).versions.get()
    assert answer.status_code == 302
    assert version.title == "关于加强水库管理的通知（镕堃喆㛃）"
    assert version.state == "draft"
    assert version.history == ["第一次修改", "第二次修改"]


def test_the_same_form_sent_twice_registers_once(town: Town, clerk: Client) -> None:
    page = clerk.get(reverse("desk:register"))
    sent = _typed(once=page.context["form"]["once"].value())

    first, second = (clerk.post(reverse("desk:register"), sent) for _time in range(2))

    assert Record.objects.filter(organ=town.office.organ).count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_refused_form_keeps_what_was_typed_and_links_to_the_field(
    town: Town, clerk: Client
) -> None:
    answer = clerk.post(reverse("desk:register"), _typed(ground_code=""))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "关于加强水库管理的通知（镕堃喆㛃）" in page
    assert "第一条 水库由本局管理。" in page
    assert 'href="#id_ground_code"' in page
    assert not Record.objects.filter(organ=town.office.organ).exists()


@pytest.mark.parametrize("field", ["title", "summary", "text", "remark"])
def test_a_nul_character_is_refused(town: Town, clerk: Client, field: str) -> None:
    answer = clerk.post(reverse("desk:register"), _typed(**{field: "甲\0乙"}))

    assert answer.status_code == 422
    assert not Record.objects.filter(organ=town.office.organ).exists()


def test_nobody_registers_for_an_organ_that_is_not_theirs(town: Town, clerk: Client) -> None:
    answer = clerk.post(reverse("desk:register"), _typed(organ_id=town.other.organ.pk))

    assert answer.status_code == 404


def test_editing_a_proposed_version_makes_it_a_draft_again(town: Town, clerk: Client) -> None:
    record = town.proposed()
    address = reverse("desk:edit", args=[record.pk])

    page = clerk.get(address)
    answer = clerk.post(address, _typed(title="改过的名称"))

    version = record.versions.get()
    assert page.context["takes_back"]
    assert answer.status_code == 302
    assert (version.title, version.state) == ("改过的名称", "draft")


def test_the_edit_form_shows_the_version_as_it_is(town: Town, clerk: Client) -> None:
    record = town.draft(title="原来的名称", keywords="水库 管理")

    form = clerk.get(reverse("desk:edit", args=[record.pk])).context["form"]

    assert form["title"].value() == "原来的名称"
    assert form["keywords"].value() == "水库 管理"
    assert form["forms"].value() == ["website"]


def test_an_unchanged_edit_keeps_the_digest(town: Town, clerk: Client) -> None:
    record = town.draft()
    before = record.versions.get().digest
    form = clerk.get(reverse("desk:edit", args=[record.pk])).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in sent.items() if value not in (None, False)}

    clerk.post(reverse("desk:edit", args=[record.pk]), typed)

    assert record.versions.get().digest == before


def test_nobody_overwrites_unseen_what_a_colleague_saved(town: Town, clerk: Client) -> None:
    record = town.draft()
    address = reverse("desk:edit", args=[record.pk])
    opened = clerk.get(address).context["form"]["seen_digest"].value()
    clerk.post(address, _typed(title="同事先保存的名称", seen_digest=opened))

    text = "第一条 水库由本局管理。\n第二条 后来加的。"
    mine = {"title": "后来保存的名称", "forms": ["website", "gazette"]}
    mine |= {"text": text, "history": "第一次修改\n第二次修改"}
    refused = clerk.post(address, _typed(**mine, seen_digest=opened))

    form = refused.context["form"]
    assert refused.status_code == 422
    assert record.versions.get().title == "同事先保存的名称"
    assert form["title"].value() == "后来保存的名称"
    theirs = refused.context["theirs"]
    assert [(row.theirs, row.yours) for row in theirs.rows] == [
        ("同事先保存的名称", "后来保存的名称"),
        ("政府网站", "政府网站、政府公报"),
    ]
    assert [line.text for line in theirs.lines if line.kind == "added"] == ["第二条 后来加的。"]
    again = _typed(title="后来保存的名称", seen_digest=form["seen_digest"].value())
    assert clerk.post(address, again).status_code == 302
    assert record.versions.get().title == "后来保存的名称"


@pytest.mark.parametrize("missing", ["text", "history", "document_number", "time_limit"])
def test_a_field_that_did_not_come_along_is_no_empty_one(
    town: Town, clerk: Client, missing: str
) -> None:
    record = town.draft(history=("第一次修改",))
    before = record.versions.get()
    sent = _typed(seen_digest=before.digest)
    del sent[missing]

    clerk.post(reverse("desk:edit", args=[record.pk]), sent)

    after = record.versions.get()
    assert getattr(after, missing) == getattr(before, missing)
    assert (after.text, after.history) != ("", [])


def test_a_text_that_was_emptied_is_empty(town: Town, clerk: Client) -> None:
    record = town.draft()

    clerk.post(reverse("desk:edit", args=[record.pk]), _typed(text="", seen_digest=""))

    assert record.versions.get().text == ""
