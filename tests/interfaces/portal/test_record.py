"""The page of a record, as a citizen, a robot and a member of the staff see it."""

import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.records import Office, content, fresh
from tests.interfaces.portal.conftest import read

from gongkai.organs.models import Organ
from gongkai.records.models import Record

TEXT = """## 第一章 总则
第一条 为了规范住房保障，制定本办法。
## 第二章 保障
第二条 镕堃喆㛃。
## 第三章 附则
第三条 自印发之日起施行。"""


@pytest.fixture
def record(office: Office) -> Record:
    """A published normative document with every element."""
    said = content(
        title="云梦省住房保障办法",
        summary="规定住房保障的对象、标准和程序。",
        text=TEXT,
        document_number="云建发〔2026〕12号",
        theme_code="0904",
        keywords="住房;保障",
        remark="替代旧办法",
        is_normative=True,
        validity="in_force",
        effective_on=date(2026, 4, 1),
        history=("2010年1月1日公布",),
    )
    return fresh(office.released(said))


def _page(client: Client, record: Record, prefix: str = "") -> str:
    response = client.get(f"{prefix}/records/{record.pk}/")
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_listed_record_leads_to_the_form_where_its_organ_takes_applications(
    citizen: Client, office: Office
) -> None:
    listed = office.released(content("on_application"))
    form = f"/apply/{office.organ.pk}/"
    assert form in _page(citizen, listed)
    Organ.objects.filter(pk=office.organ.pk).update(kind="legislature")

    page = _page(citizen, listed)

    assert form not in page
    assert "不能依照《条例》向该单位申请" in page

    Organ.objects.filter(pk=office.organ.pk).update(kind="department", is_active=False)
    page = _page(citizen, listed)
    assert form not in page
    assert "该机关不再受理申请" in page


def test_the_header_block_stands_in_its_order(citizen: Client, record: Record) -> None:
    page = _page(citizen, record)
    labels = re.findall(r'summary-list__key">([^<]+)</dt>', page)
    assert labels == [
        "索引号", "主题分类", "信息分类", "发布机构", "生成日期", "文号", "发布日期", "主题词",
        "效力状态", "内容概述", "公开属性", "公开形式", "公开时限", "备注",
    ]  # fmt: skip
    for value in (
        record.index_number,
        "云建发〔2026〕12号",
        "2026年3月2日",
        "现行有效",
        "主动公开",
    ):
        assert value in page


def test_the_text_is_laid_out_with_headings_and_articles(citizen: Client, record: Record) -> None:
    page = _page(citizen, record)
    assert '<h3 class="govuk-heading-s" id="section-1">第一章 总则</h3>' in page
    assert '<a class="govuk-link" href="#section-3">第三章 附则</a>' in page
    assert "<strong>第二条</strong>　镕堃喆㛃。" in page


def test_the_tags_of_a_document_are_there(citizen: Client, record: Record) -> None:
    tags = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', _page(citizen, record)))
    assert tags["ArticleTitle"] == "云梦省住房保障办法"
    assert re.fullmatch(r"2026-03-16 \d\d:\d\d", tags["PubDate"])
    assert tags["ContentSource"] == "云梦省住房和城乡建设厅"
    assert tags["Keywords"] == "住房;保障"
    assert tags["Description"] == "规定住房保障的对象、标准和程序。"
    assert tags["Url"].endswith(f"/i/{record.index_number}")
    assert all(tags.values())


def test_the_english_page_marks_what_is_chinese(citizen: Client, record: Record) -> None:
    page = _page(citizen, record, "/en")
    assert '<h1 class="govuk-heading-l portal-title" lang="zh-Hans">云梦省住房保障办法</h1>' in page
    assert '<div class="portal-text__body" lang="zh-Hans">' in page
    assert "2 March 2026" in page
    assert "Voluntary disclosure" in page
    assert "Index number" in page


def test_markup_in_a_record_is_only_text(citizen: Client, office: Office) -> None:
    said = content(title="<script>alert(1)</script>", text="## <img src=x>\n<b>甲</b>")
    page = _page(citizen, office.released(said))
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "&lt;b&gt;甲&lt;/b&gt;" in page


def test_a_listed_record_has_a_star_and_no_text(citizen: Client, office: Office) -> None:
    record = office.released(content("on_application", title="勘测定界资料", text="机密正文标记"))
    page = _page(citizen, record)
    assert '<span aria-hidden="true">★</span>勘测定界资料' in page
    assert reverse("portal:apply_begin", args=[office.organ.pk]) + f"?record={record.pk}" in page
    assert "机密正文标记" not in page
    for door in ("record_text", "versions", "compare"):
        assert citizen.get(reverse(f"portal:{door}", args=[record.pk])).status_code == 404
    assert citizen.get(f"/records/{record.pk}/versions/1/").status_code == 404


def test_nothing_is_there_before_the_release(citizen: Client, office: Office) -> None:
    version = office.draft(content(title="未公开标题标记"))
    for address in (f"/records/{version.record_id}/", f"/records/{version.record_id}/print/"):
        response = citizen.get(address)
        assert response.status_code == 404
        assert "未公开标题标记" not in response.content.decode()


def test_staff_see_here_what_the_public_sees(client: Client, office: Office) -> None:
    version = office.draft(content())
    client.force_login(office.clerk)
    assert client.get(f"/records/{version.record_id}/").status_code == 404


def test_a_withdrawn_record_leaves_a_tombstone(citizen: Client, office: Office) -> None:
    said = content(title="含有个人信息的标题标记", summary="概述标记", text="正文标记")
    record = fresh(office.released(said))
    doors = [reverse(f"portal:{name}", args=[record.pk]) for name in (
        "record", "record_print", "record_text", "versions", "compare")]  # fmt: skip
    doors += [f"/records/{record.pk}/versions/1/", f"/records/{record.pk}/versions/1/text/"]
    office.hidden(record)
    for door in [*doors, *(f"/en{door}" for door in doors)]:
        response = citizen.get(door)
        body = response.content.decode()
        assert response.status_code == 410, door
        assert str(record.index_number) in body
        assert "标记" not in body
    office.confirmed(record.withdrawals.get())
    assert citizen.get(f"/records/{record.pk}/").status_code == 410
    body = citizen.get(f"/records/{record.pk}/").content.decode()
    assert "2026年3月16日" in body
    assert "云梦省住房和城乡建设厅" in body


def test_the_title_stays_where_it_may_show(citizen: Client, office: Office) -> None:
    record = office.released(content(title="重复公开的通知"))
    office.hidden(record, title_may_show=True)
    assert "重复公开的通知" in citizen.get(f"/records/{record.pk}/").content.decode()


def test_a_restored_record_is_back(citizen: Client, office: Office) -> None:
    record = office.released(content(title="恢复的通知"))
    office.hidden(record)
    office.restored(record)
    assert "恢复的通知" in _page(citizen, record)


def test_the_permanent_address_leads_to_the_record(citizen: Client, record: Record) -> None:
    response = citizen.get(f"/i/{record.index_number}")
    assert response.status_code == 302
    assert response["Location"] == f"/records/{record.pk}/"
    assert citizen.get("/i/NOPE-01-2026-0001").status_code == 404


def test_the_permanent_address_of_a_withdrawn_record_leads_to_its_tombstone(
    citizen: Client, office: Office, record: Record
) -> None:
    office.hidden(record)
    response = citizen.get(f"/i/{record.index_number}", follow=True)
    assert response.status_code == 410


def test_the_file_carries_its_digest(citizen: Client, record: Record) -> None:
    response = citizen.get(f"/records/{record.pk}/text/")
    body = read(response)
    assert "第二条 镕堃喆㛃。" in body.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    name = unquote(response["Content-Disposition"].split("UTF-8''")[1])
    assert name == f"{record.index_number} 云梦省住房保障办法.txt"
    assert response["Cache-Control"] == "public, no-cache"
    tag = response["ETag"]
    groups = " ".join(tag.strip('"')[n : n + 8] for n in range(0, 64, 8))
    assert groups in _page(citizen, record)
    again = citizen.get(f"/records/{record.pk}/text/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_known_digest_opens_no_door_after_the_withdrawal(
    citizen: Client, office: Office, record: Record
) -> None:
    response = citizen.get(f"/records/{record.pk}/text/")
    read(response)
    office.hidden(record)
    tag = response["ETag"]
    again = citizen.get(f"/records/{record.pk}/text/", headers={"If-None-Match": tag})
    assert again.status_code == 410


def test_the_print_view_is_a_document(citizen: Client, record: Record) -> None:
    page = citizen.get(f"/records/{record.pk}/print/").content.decode()
    assert "gk-header" not in page
    assert f"/i/{record.index_number}" in page
    assert "SHA-256" in page


@pytest.mark.parametrize("wrong", ["0", "x", "9" * 30, "-1"])
def test_no_record_of_such_a_number(citizen: Client, db: None, wrong: str) -> None:
    assert citizen.get(f"/records/{wrong}/").status_code == 404


def test_a_kept_page_is_asked_for_again(citizen: Client, record: Record) -> None:
    first = citizen.get(f"/records/{record.pk}/")
    tag = {"If-None-Match": first["ETag"]}
    assert citizen.get(f"/records/{record.pk}/", headers=tag).status_code == 304
