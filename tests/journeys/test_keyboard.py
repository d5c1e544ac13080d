"""With the keyboard alone: sign in, register, search; the focus is always seen."""

import pytest
from playwright.sync_api import Page, expect
from tests.factories.organs import PASSWORD
from tests.journeys.conftest import Windows
from tests.journeys.keys import tab_to
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def page(windows: Windows, world: World) -> Page:
    """The window of somebody without a mouse; the same one for all tests of this file."""
    return windows.open("keyboard")


def _sign_in(page: Page, world: World) -> None:
    page.goto("/desk/")
    tab_to(page, page.get_by_label("用户名"))
    page.keyboard.type(world.people["clerk"].username)
    tab_to(page, page.get_by_label("密码"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")


def test_the_first_stop_leads_past_everything_to_the_content(page: Page) -> None:
    page.goto("/organs/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.locator("main a, main input, main select, main button").first
    expect(focused).to_be_focused()


def test_searching(page: Page) -> None:
    page.goto("/")
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("云水发")
    tab_to(page, page.get_by_role("button", name="检索"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("检索")
    expect(page.get_by_role("searchbox")).to_have_value("云水发")


def test_signing_in_and_registering(page: Page, world: World) -> None:
    _sign_in(page, world)
    tab_to(page, page.get_by_role("link", name="登记信息"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("登记信息")
    tab_to(page, page.get_by_label("信息名称"))
    page.keyboard.type("关于节约用水的通知")
    tab_to(page, page.get_by_role("button", name="保存草稿"))
    page.keyboard.press("Enter")

    # What is missing is said in one place, which has the focus; its links lead to the fields.
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title().startswith("错误：")
    expect(page.get_by_label("信息名称")).to_have_value("关于节约用水的通知")
    tab_to(page, page.get_by_role("alert").get_by_role("link", name="生成日期"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("生成日期")).to_be_focused()

    page.keyboard.type("20260312")
    tab_to(page, page.get_by_label("内容概述"))
    page.keyboard.type("倡导节约用水。")
    tab_to(page, page.get_by_label("正文"))
    page.keyboard.type("节约用水。")
    tab_to(page, page.get_by_role("group", name="公开属性").get_by_label("待定"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.locator("[name=ground_code]"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="保存草稿"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("关于节约用水的通知")
    expect(page.get_by_role("main").get_by_text("主动公开").first).to_be_visible()


def test_what_is_folded_opens_and_closes(page: Page) -> None:
    page.goto("/deadline/?received=2026-02-10&limit=own&days=15")
    summary = page.locator("main summary").first
    tab_to(page, summary)
    was_open = summary.evaluate("node => node.parentElement.open")
    page.keyboard.press("Enter")
    assert summary.evaluate("node => node.parentElement.open") is not was_open
