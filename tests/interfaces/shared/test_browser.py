"""The shared parts in a browser: no barrier found by axe, no script needed, keyboard enough."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.amount import WINDOWS, thorough_or
from tests.factories.organs import PASSWORD
from tests.journeys.looking import look_at, take_picture

from gongkai.organs.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1280, 390)
PAGES = {
    "record": "/",
    "form": "/apply/",
    "login": "/accounts/login/",
    "missing": "/nowhere/",
}


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: refused by the policy, not found, broken scripts."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert [said for said in heard if "404 (Not Found)" not in said] == []


@pytest.mark.parametrize(("language", "width"), WINDOWS[-thorough_or(4, 1) :])
@pytest.mark.parametrize("name", PAGES)
def test_pages_have_no_barrier(
    page: Page, live_server: object, complaints: list[str], name: str, width: int, language: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    prefix = {"zh-hans": "", "en": "/en"}[language]
    page.goto(f"{live_server}{prefix}{PAGES[name]}")
    look_at(page, f"{name}-{width}-{language}")
    assert "govuk-frontend-supported" in (page.locator("body").get_attribute("class") or "")


@pytest.mark.parametrize("width", WIDTHS)
def test_errors_and_large_text_have_no_barrier(
    page: Page, live_server: object, complaints: list[str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server}/apply/")
    page.get_by_role("link", name="大字版").click()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写“申请人姓名”。")
    expect(page).to_have_title("错误： 申请 – 政府信息公开平台")
    look_at(page, f"errors-{width}-large")
    page.get_by_role("link", name="请选择“获取方式”。").click()
    expect(page.get_by_label("纸面")).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_desk_has_no_barrier(
    page: Page, live_server: object, complaints: list[str], clerk: Person, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server}/desk/")
    page.get_by_label("用户名").fill(clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="待审查的信息")).to_be_visible()
    look_at(page, f"desk-{width}")


def test_everything_works_without_scripts(
    new_context: Callable[..., BrowserContext], live_server: object
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server}/")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("link", name="简体中文")).to_be_visible()
    page.goto(f"{live_server}/apply/")
    page.get_by_label("申请人姓名").fill("堃喆")
    page.get_by_label("形成日期").fill("2026年3月12日")
    page.get_by_label("内容描述").fill("老旧小区改造计划")
    page.get_by_label("所在地").select_option(label="东城区")
    page.get_by_label("电子邮件").check()
    page.get_by_label("我确认以上信息真实").check()
    page.get_by_role("button", name="提交申请").click()
    assert page.url.endswith("/made/1/")


def test_the_keyboard_is_enough(page: Page, live_server: object, complaints: list[str]) -> None:
    page.goto(f"{live_server}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main-content")
    page.goto(f"{live_server}/apply/")
    page.get_by_label("申请人姓名").focus()
    page.keyboard.type("甲")
    page.keyboard.press("Tab")
    page.keyboard.type("20260312")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("请填写“内容描述”。")
    expect(page.get_by_label("形成日期")).to_have_value("20260312")


def test_print_is_a_document(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/")
    page.emulate_media(media="print")
    for hidden in (".gk-header__tools", ".gk-navigation", ".govuk-pagination"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.set_viewport_size({"width": 700, "height": 900})
    take_picture(page, "print")
