"""Searching as a citizen does it: found, marked, narrowed; hostile words are only words."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.records import Office, content


def _body(client: Client, words: str, address: str = "/search/", **more: str) -> str:
    response = client.get(address, {"q": words, **more})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def shelf(office: Office) -> Office:
    """A notice, a ★ entry and a draft."""
    said = content(title="云梦省保障性住房管理办法", document_number="云建发〔2026〕18号")
    office.released(said)
    office.released(content("on_application", title="住房地块勘测资料", text="勘测正文标记"))
    office.draft(content(title="住房草稿标记"))
    return office


def test_words_are_found_and_marked(citizen: Client, shelf: Office) -> None:
    page = _body(citizen, "住房")
    assert "云梦省保障性<mark>住房</mark>管理办法" in page
    assert "找到 2 条" in page
    assert "草稿标记" not in page


@pytest.mark.parametrize("typed", ["云建发〔2026〕18号", "云建发[2026]18号", "云建发 (2026) 18号"])
def test_a_document_number_is_found_however_typed(
    citizen: Client, shelf: Office, typed: str
) -> None:
    page = _body(citizen, typed)
    assert "该编号对应：" in page
    assert "管理办法" in page


def test_a_listed_record_is_not_found_by_its_text(citizen: Client, shelf: Office) -> None:
    assert "勘测资料" not in _body(citizen, "勘测正文标记").split("portal-records", 1)[-1]


def test_an_empty_answer_helps(citizen: Client, shelf: Office) -> None:
    page = _body(citizen, "鬯鬱鬱")
    assert "没有找到相关信息" in page
    assert "/apply/" in page


def test_without_words_it_says_how_to_ask(citizen: Client, shelf: Office) -> None:
    assert "可以检索的内容" in _body(citizen, "")


@pytest.mark.parametrize(
    "words",
    ["'", '"', "住房 & | ! ( ) :*", "\0", "%_", "的", "a", "住" * 5000, "<script>alert(1)</script>",
     "😀", "\uff11\uff12", "--; DROP TABLE"],
)  # fmt: skip
def test_hostile_words_are_only_words(citizen: Client, shelf: Office, words: str) -> None:
    for address in ("/search/", "/en/search/", "/search/suggestions/"):
        assert "<script>alert" not in _body(citizen, words, address)


@pytest.mark.parametrize(
    "more", [{"page": "abc"}, {"page": "999999999"}, {"year": "x"}, {"organ": "-1"}]
)
def test_a_hostile_address_is_answered(
    citizen: Client, shelf: Office, more: dict[str, str]
) -> None:
    _body(citizen, "住房", **more)


@pytest.mark.django_db
def test_an_address_of_too_many_parts_is_a_bad_request(citizen: Client) -> None:
    answer = citizen.get("/search/", {f"n{n}": "1" for n in range(1001)})
    assert answer.status_code == 400
    assert "无法识别该请求" in answer.content.decode()


def test_too_long_a_question_is_cut_and_said(citizen: Client, shelf: Office) -> None:
    assert "仅使用了前 200 个" in _body(citizen, "住房" * 200)


def test_the_answer_is_narrowed_and_ordered(citizen: Client, shelf: Office) -> None:
    page = _body(citizen, "住房", organ=str(shelf.organ.pk), order="newest")
    assert "机关: 云梦省住房和城乡建设厅" in page
    assert 'aria-current="true">按时间</a>' in page
    assert f'<input type="hidden" name="organ" value="{shelf.organ.pk}">' in page


def test_suggestions_are_a_fragment_of_titles(citizen: Client, shelf: Office) -> None:
    page = _body(citizen, "保障性住", "/search/suggestions/")
    assert page.lstrip().startswith("<p")
    assert "云梦省保障性住房管理办法" in page
    assert _body(citizen, "", "/search/suggestions/").strip() == ""
    assert "草稿标记" not in _body(citizen, "住房草稿", "/search/suggestions/")


def test_a_withdrawn_record_is_found_no_more(citizen: Client, office: Office) -> None:
    record = office.released(content(title="将撤回的住房通知"))
    office.hidden(record)
    for address in ("/search/", "/search/suggestions/", "/en/search/"):
        assert "将撤回的" not in _body(citizen, "将撤回的住房", address).replace(
            'value="将撤回的住房"', ""
        ).replace("将撤回的住房 –", "")


def test_english_pages_name_organs_in_english(citizen: Client, shelf: Office) -> None:
    page = _body(citizen, "住房", "/en/search/")
    assert "2 found" in page
    assert 'lang="zh-Hans">云梦省保障性<mark>' in page


def test_the_number_of_queries_does_not_grow(citizen: Client, office: Office) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            _body(citizen, "住房")
        return len(asked)

    for n in range(2):
        office.released(content(title=f"住房通知第{n}号"))
    few = queries()
    for n in range(2, 12):
        office.released(content(title=f"住房通知第{n}号"))
    many = queries()
    assert many == few
    assert many <= 8
