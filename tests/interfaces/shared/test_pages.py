"""What every page carries: tags, languages, the reader's size of text, footer, errors."""

import re

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from gongkai.interfaces.shared import errors


def tags_in(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta name="([A-Z]\w+)" content="([^"]*)">', page))


def test_an_article_carries_the_tags_of_government_sites(
    citizen: Client, settings: Settings
) -> None:
    settings.SITE_NAME, settings.SITE_ID_CODE = "东河市政府信息公开平台", "3700000001"
    settings.SITE_ADDRESS = "https://www.donghe.example"
    assert tags_in(citizen.get("/").content.decode()) == {
        "SiteName": "东河市政府信息公开平台",
        "SiteDomain": "www.donghe.example",
        "SiteIDCode": "3700000001",
        "ColumnName": "政策文件",
        "ColumnDescription": "文件",
        "ColumnKeywords": "文件，通知",
        "ColumnType": "政务公开",
        "ArticleTitle": "关于印发“方案”的通知 &lt;script&gt;",
        "PubDate": "2026-03-12 09:05",
        "ContentSource": "东河市人民政府办公室",
    }


def test_an_empty_tag_is_left_out(citizen: Client, settings: Settings) -> None:
    settings.SITE_ID_CODE = ""
    assert set(tags_in(citizen.get("/apply/").content.decode())) == {"SiteName", "SiteDomain"}


def test_the_footer_names_what_a_government_site_must(citizen: Client, settings: Settings) -> None:
    settings.SITE_SPONSOR, settings.SITE_CONTACT = "东河市人民政府办公室", "0000-12345"
    settings.SITE_ID_CODE, settings.SITE_ICP = "3700000001", "鲁ICP备00000000号"
    settings.SITE_POLICE = "鲁公网安备00000000000000号"
    footer = citizen.get("/").content.decode().split("<footer")[1]
    for said in (
        "主办单位： 东河市人民政府办公室",
        "联系方式： 0000-12345",
        "网站标识码： 3700000001",
        "鲁ICP备00000000号",
        "鲁公网安备00000000000000号",
    ):
        assert said in footer


def test_the_language_switch_stays_on_the_page(citizen: Client) -> None:
    chinese = citizen.get("/apply/?q=%E6%B0%B4&page=2").content.decode()
    assert '<html class="govuk-template" lang="zh-Hans">' in chinese
    assert 'href="/en/apply/?q=%E6%B0%B4&amp;page=2" lang="en"' in chinese
    english = citizen.get("/en/apply/?q=%E6%B0%B4").content.decode()
    assert '<html class="govuk-template" lang="en">' in english
    assert 'href="/apply/?q=%E6%B0%B4" lang="zh-Hans"' in english
    assert "Skip to main content" in english
    assert "跳到主要内容" in chinese


def test_the_browser_does_not_choose_the_language(citizen: Client) -> None:
    page = citizen.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert 'lang="zh-Hans"' in page.split("<head>")[0]


def test_from_a_missing_page_the_switch_leads_home(citizen: Client) -> None:
    response = citizen.get("/nowhere/")
    assert response.status_code == 404
    assert 'class="gk-header__link" href="/en/"' in response.content.decode()


def test_large_text_is_kept_and_comes_back_to_the_page(citizen: Client) -> None:
    page = citizen.get("/apply/?q=1").content.decode()
    assert "/text-size/large/?next=%2Fapply%2F%3Fq%3D1" in page
    response = citizen.get("/text-size/large/?next=/apply/%3Fq%3D1")
    assert response["Location"] == "/apply/?q=1"
    large = citizen.get("/apply/").content.decode()
    assert 'class="govuk-template gk-large"' in large
    assert "标准字号" in large
    citizen.get("/text-size/normal/")
    assert "gk-large" not in citizen.get("/apply/").content.decode()


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "javascript:x", ""])
def test_the_size_link_never_leads_away(citizen: Client, wanted: str) -> None:
    assert citizen.get("/text-size/large/", {"next": wanted})["Location"] == "/"


def test_an_unknown_size_is_no_page(citizen: Client) -> None:
    assert citizen.get("/text-size/huge/").status_code == 404


def test_desk_pages_are_not_for_search_engines(citizen: Client) -> None:
    page = citizen.get("/accounts/login/").content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page


def test_a_broken_page_says_so_in_both_languages(citizen: Client) -> None:
    citizen.raise_request_exception = False
    response = citizen.get("/broken/")
    assert response.status_code == 500
    assert "出现故障" in response.content.decode()
    assert "Something went wrong" in response.content.decode()
    assert "RuntimeError" not in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"


def test_a_missing_database_is_said_to_be_passing() -> None:
    def lose_it() -> None:
        raise OperationalError

    try:
        lose_it()
    except OperationalError:
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "服务暂时不可用" in response.content.decode()


def test_error_pages_have_the_status_they_speak_of(citizen: Client) -> None:
    request = citizen.get("/").wsgi_request
    # By the name that Django uses.
    assert errors.bad_request(request, exception=ValueError()).status_code == 400
    assert errors.too_many(request).status_code == 429
    gone = errors.gone(request, "2026年3月12日撤回")
    assert gone.status_code == 410
    assert "2026年3月12日撤回" in gone.content.decode()


def test_an_old_form_is_said_to_be_old(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/apply/", {})
    assert response.status_code == 403
    assert "页面停留时间过长" in response.content.decode()
