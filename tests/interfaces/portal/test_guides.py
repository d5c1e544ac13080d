"""The guide of an organ, catalogue editions and consultations as citizens see them."""

import json
from io import BytesIO
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from tests.factories import guides
from tests.factories.attachments import decide_all
from tests.factories.guides import WORDS, Press
from tests.factories.records import Office, content

from gongkai.guides.models import Opinion
from gongkai.guides.queries.public import public_guide
from gongkai.interfaces.shared.guide_documents import document_of
from gongkai.kernel.types import PUBLIC
from gongkai.organs.models import Organ
from gongkai.records.operations.clearing import look_at_version
from gongkai.release.rules.doors import Verdict

PHONE, NEW_PHONE = "0000-1234567", "0000-7654321"


@pytest.fixture
def press(office: Office) -> Press:
    """The department with its offices, and who approves its editions."""
    return guides.a_press(office, Organ.objects.get(kind="government"))


def page(client: Client, route: str, *args: object, status: int = 200) -> str:
    """Return a page of the portal in Chinese."""
    response = client.get(reverse(f"portal:{route}", args=args))
    assert response.status_code == status, response.status_code
    return response.content.decode()


def pdf_text(data: bytes) -> str:
    """Return the words of a PDF without its line breaks."""
    pages = pypdfium2.PdfDocument(data)
    return "".join(one.get_textpage().get_text_bounded() for one in pages).replace("\r\n", "")


def test_an_organ_without_a_guide_names_whom_to_ask(citizen: Client, press: Press) -> None:
    text = page(citizen, "guide", press.office.organ.pk)
    assert "尚未公布政府信息公开指南" in text
    assert PHONE in text


def test_the_guide_reads_the_same_as_page_pdf_and_docx(citizen: Client, press: Press) -> None:
    edition = press.published()
    organ = press.office.organ
    html = page(citizen, "guide", organ.pk)
    pdf = citizen.get(reverse("portal:edition_pdf", args=[edition.pk]))
    word = citizen.get(reverse("portal:edition_docx", args=[edition.pk]))
    assert pdf.content.startswith(b"%PDF")
    written = docx.Document(BytesIO(word.content))
    in_word = "\n".join(
        [p.text for p in written.paragraphs]
        + [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    )
    in_pdf = pdf_text(pdf.content)
    facts = (PHONE, "政务公开科", "15个工作日", "60日", organ.organisation_code, WORDS.heading)
    for fact in facts:
        assert fact in html
        assert fact in in_pdf
        assert fact in in_word
    assert "<svg" in html
    assert " style=" not in html


def test_the_guide_of_an_organ_that_is_not_bound_names_no_way_to_apply(press: Press) -> None:
    Organ.objects.filter(pk=press.office.organ.pk).update(kind="legislature")

    said = repr(document_of(public_guide(PUBLIC, press.published().pk)))

    assert said.count("不能依照《条例》向该单位申请") == 2
    for word in ("/apply/", "受理申请", "行政复议", "答复"):
        assert word not in said


def test_the_docx_is_accessible(citizen: Client, press: Press) -> None:
    edition = press.published()
    word = citizen.get(reverse("portal:edition_docx", args=[edition.pk])).content
    written = docx.Document(BytesIO(word))
    levels = {p.style.name for p in written.paragraphs if p.style is not None}
    assert {"Title", "Heading 1", "Heading 2", "List Number", "List Bullet"} <= levels
    markup = ZipFile(BytesIO(word)).read("word/document.xml").decode()
    assert markup.count("<w:tblHeader") == len(written.tables)
    assert markup.count("<w:tblCaption") == len(written.tables)
    assert 'descr="依申请公开流程图 提交申请' in markup
    styles = ZipFile(BytesIO(word)).read("word/styles.xml").decode()
    assert 'w:lang w:val="zh-CN"' in styles
    assert written.core_properties.title == f"{press.office.organ.name}政府信息公开指南"


def test_the_guide_speaks_english_too(citizen: Client, press: Press) -> None:
    press.published()
    with translation.override("en"):
        text = page(citizen, "guide", press.office.organ.pk)
    assert "Time limits in the handling of an application" in text
    assert "15 working days" in text


def test_the_guide_tells_practice_from_law_and_how_to_go_on(citizen: Client, press: Press) -> None:
    press.published()
    text = page(citizen, "guide", press.office.organ.pk)
    limits = text[text.index("办理申请的各项期限") :]
    assert "实践做法，《条例》未规定期限" in limits
    assert "第二十一条第四项" not in limits
    assert reverse("portal:track") in text
    for said in ("按照收到申请的先后顺序办理", "以提交之日为收到申请之日", "第二十五条", "减免"):
        assert said in text, said


def test_a_new_telephone_makes_a_new_edition_with_its_difference(
    citizen: Client, press: Press
) -> None:
    first = press.published()
    guides.introduce(press.office.organ, telephone=NEW_PHONE)
    assert PHONE in page(citizen, "guide", press.office.organ.pk)
    second = press.updated()
    assert NEW_PHONE in page(citizen, "guide", press.office.organ.pk)
    assert PHONE in page(citizen, "edition", first.pk)
    changes = page(citizen, "edition_changes", second.pk)
    assert "<del>" in changes
    assert "<ins>" in changes
    editions = page(citizen, "editions", press.office.organ.pk)
    assert "公开指南第1版" in editions
    assert "电话变更。" in editions


def test_what_is_not_published_is_not_there(citizen: Client, press: Press) -> None:
    edition = press.sent()
    for route in ("edition", "edition_pdf", "edition_docx", "edition_changes", "edition_csv"):
        page(citizen, route, edition.pk, status=404)
    address = reverse("portal:edition", args=[edition.pk])
    assert address not in page(citizen, "editions", press.office.organ.pk)


def test_an_opinion_is_given_without_an_account_and_shown_without_its_name(
    citizen: Client, press: Press
) -> None:
    edition = press.consulting()
    draft = page(citizen, "consultation", edition.pk)
    assert WORDS.heading in draft
    said = {"text": "建议周六开放。", "name": "某居民", "contact": "0000-1112222"}
    address = reverse("portal:opinion", args=[edition.pk])
    assert citizen.post(address, {**said, "text": ""}).status_code == 422
    answer = citizen.post(address, said)
    assert answer.status_code == 302
    assert "您的意见已经收到" in citizen.get(answer["Location"]).content.decode()
    assert "建议周六开放" not in page(citizen, "consultation", edition.pk)
    guides.show_opinion(actor=press.clerk, opinion_id=Opinion.objects.get().pk)
    shown = page(citizen, "consultation", edition.pk)
    assert "建议周六开放" in shown
    assert "某居民" not in shown
    assert "0000-1112222" not in shown


def test_sent_twice_an_opinion_counts_once(citizen: Client, press: Press) -> None:
    edition = press.consulting()
    for _time in range(2):
        citizen.post(
            reverse("portal:opinion", args=[edition.pk]), {"text": "一次。", "once": "same-key"}
        )
    assert Opinion.objects.count() == 1


def test_a_catalogue_edition_falls_silent_where_a_record_was_taken_back(
    citizen: Client, press: Press
) -> None:
    office = press.office
    kept = office.released(content(title="保留的通知"))
    gone = office.released(content(title="撤回的通知", summary="不得再读的概述。"))
    edition = press.published_catalogue()
    before = page(citizen, "edition", edition.pk)
    assert "撤回的通知" in before
    office.confirmed(office.hidden(gone, title_may_show=True))
    assert "保留的通知" in page(citizen, "edition", edition.pk)
    seen = {
        "html": page(citizen, "edition", edition.pk),
        "csv": citizen.get(reverse("portal:edition_csv", args=[edition.pk])).content.decode(),
        "json": citizen.get(reverse("portal:edition_json", args=[edition.pk])).content.decode(),
        "pdf": pdf_text(citizen.get(reverse("portal:edition_pdf", args=[edition.pk])).content),
        "xlsx": _cells(citizen.get(reverse("portal:edition_xlsx", args=[edition.pk])).content),
    }
    for form, text in seen.items():
        assert "撤回的通知" not in text, form
        assert "不得再读" not in text, form
        assert (gone.index_number or "?") in text.replace("\n", ""), form
        assert (kept.index_number or "?") in text.replace("\n", ""), form
    told = json.loads(seen["json"])
    assert told["entries_when_compiled"] == 2


def test_what_is_being_checked_is_not_called_gone(citizen: Client, press: Press) -> None:
    version = press.office.draft(content(title="住房通知", summary="值班电话13800138000"))
    report = look_at_version(version.record, version)
    decide_all(press.office, report)
    press.office.release(press.office.approved(version))
    edition = press.published_catalogue()
    decide_all(press.office, report, Verdict.MUST_GO)
    table = citizen.get(reverse("portal:edition_csv", args=[edition.pk])).content.decode()
    for text in (page(citizen, "edition", edition.pk), table):
        assert "待核" in text
        assert "已不再公开" not in text
        assert "住房通知" not in text


def test_an_edition_keeps_the_words_of_its_day(citizen: Client, press: Press) -> None:
    record = press.office.released(content(title="原来的标题"))
    edition = press.published_catalogue()
    press.office.corrected(record, content(title="更正后的标题"))
    assert "原来的标题" in page(citizen, "edition", edition.pk)
    press.office.corrected(record, content("on_application", title="只列名称"))
    text = page(citizen, "edition", edition.pk)
    assert "原来的标题" not in text
    assert (record.index_number or "?") in text


def test_the_catalogue_is_there_for_programs_and_on_paper(citizen: Client, press: Press) -> None:
    record = press.office.released(
        content("on_application", title="供水管网改造通知", forms=("website", "gazette"))
    )
    told = json.loads(
        citizen.get(reverse("portal:catalogue_json"), {"organ": press.office.organ.pk}).content
    )
    [entry] = told["entries"]
    assert (entry["index_number"], entry["title"]) == (record.index_number, "供水管网改造通知")
    assert (entry["on_application"], entry["time_limit"]) == (True, "on_application")
    assert (entry["forms"], entry["how_obtained"]) == (["website", "gazette"], "made")
    paper = citizen.get(reverse("portal:catalogue_pdf"), {"organ": press.office.organ.pk})
    assert "供水管网改造通知" in pdf_text(paper.content)


def _cells(data: bytes) -> str:
    sheet = load_workbook(BytesIO(data)).active
    assert sheet is not None
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
