"""Without scripts every page says the same, and everything at the desk can be done."""

import pytest
from playwright.sync_api import Page, expect
from tests.amount import thorough_or
from tests.journeys.conftest import Windows, sign_in
from tests.journeys.visits import VISITS
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PUBLIC = [name for name in VISITS if name.startswith("portal: ")][:: thorough_or(1, 3)]
HIDDEN_CONTENT = "main [hidden], main .govuk-\\!-display-none"


@pytest.fixture
def reader(windows: Windows, full_world: World) -> Page:
    """A window in which no script runs; the same one for all tests of this file."""
    return windows.without_scripts("reader")


@pytest.fixture
def clerk(windows: Windows, full_world: World) -> Page:
    """The clerk's window, signed in, without scripts."""
    page = windows.without_scripts("clerk")
    if page.url == "about:blank":
        sign_in(page, full_world.people["clerk"].username)
    return page


def _words(page: Page) -> list[str]:
    # Scripts may add words of their own to a form, but none may be missing without them.
    return [line for line in page.inner_text("body").splitlines() if line.strip()]


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_says_the_same(
    windows: Windows, reader: Page, full_world: World, name: str
) -> None:
    address = VISITS[name].address(full_world, "zh-hans")
    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == VISITS[name].status
    scripted = windows.open("citizen")
    scripted.goto(address)

    assert set(_words(scripted)) <= set(_words(reader))
    expect(reader.locator(HIDDEN_CONTENT)).to_have_count(0)


def test_searching_choosing_a_filter_and_paging(reader: Page) -> None:
    reader.goto("/")
    reader.get_by_role("searchbox").fill("通知")
    reader.get_by_role("button", name="检索").click()
    reader.get_by_role("link", name="2026", exact=True).first.click()
    expect(reader.get_by_role("status").filter(has_text="找到")).to_be_visible()
    assert "year=2026" in reader.url


def test_counting_a_deadline(reader: Page) -> None:
    reader.goto("/deadline/")
    reader.get_by_label("收到日期").fill("2026年2月10日")
    reader.get_by_role("button", name="计算").click()
    expect(reader.get_by_text("为什么是这一天？").first).to_be_visible()
    expect(reader.get_by_role("main")).to_contain_text("2026年3月")


def test_choosing_large_text_and_the_other_language(reader: Page) -> None:
    reader.goto("/organs/")
    reader.get_by_role("link", name="大字版").click()
    expect(reader.locator("html.gk-large")).to_have_count(1)
    reader.get_by_role("link", name="English").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Organs")
    reader.get_by_role("link", name="Normal text").click()
    expect(reader.locator("html.gk-large")).to_have_count(0)


def test_the_clerk_edits_and_what_is_missing_is_said(clerk: Page, full_world: World) -> None:
    record_id = full_world.records["undetermined"]
    clerk.goto(f"/desk/records/{record_id}/edit/")
    clerk.get_by_label("内容概述").fill("")
    clerk.get_by_role("button", name="保存草稿").click()
    expect(clerk.get_by_role("alert")).to_contain_text("内容概述")

    clerk.get_by_label("内容概述").fill("补充的概述。")
    clerk.get_by_role("group", name="公开属性").get_by_label("主动公开").check()
    clerk.locator("[name=ground_code]").select_option("ogi-2008/vital-interests")
    clerk.get_by_role("button", name="保存草稿").click()
    expect(clerk.get_by_text("已保存为草稿。")).to_be_visible()
    expect(clerk.get_by_text("补充的概述。")).to_be_visible()


def test_the_clerk_filters_the_records(clerk: Page) -> None:
    clerk.goto("/desk/records/")
    everything = clerk.locator("tbody tr").count()
    clerk.get_by_label("公开属性").select_option(label="依申请公开")
    clerk.get_by_role("button", name="筛选").click()
    expect(clerk.locator("tbody tr")).to_have_count(1)
    assert everything > 1
