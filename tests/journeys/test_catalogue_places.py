"""Disclosures in other forms, deliveries, registers and a round of clean-up, at the desk.

The pages are looked at on the way, in Chinese on a desk's screen and in English on a telephone's.
"""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.factories import records
from tests.factories.registers import a_matter
from tests.journeys.conftest import Windows
from tests.journeys.looking import see
from tests.journeys.steps import Desk
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TITLE, RULE = "关于调整供水时间的通告", "云梦市二次供水收费办法"


@pytest.fixture(scope="module")
def published(world: World) -> int:
    """Return a public record that names the gazette, beside a normative document and a matter."""
    office = world.bureau
    a_matter(office)
    office.released(records.content(title=RULE, is_normative=True, validity="in_force"))
    said = records.content(title=TITLE, forms=("website", "gazette"))
    return office.released(said).pk


def test_another_disclosure_is_entered_with_its_reference(
    windows: Windows, world: World, published: int
) -> None:
    page = Desk(windows, world).page_of("clerk")
    page.goto("/desk/disclosures-to-enter/")
    see(page, "missing_disclosures")
    page.get_by_role("link", name="政府公报").click()
    page.get_by_label("公开日期").fill("2026-03-12")
    page.get_by_role("button", name="录入").click()
    expect(page.get_by_role("alert")).to_contain_text("期号")
    page.get_by_label("期号").fill("2026年第3期")
    page.get_by_label("页码").fill("8")
    see(page, "enter_disclosure")
    page.get_by_label("期号").fill("2026年第3期")
    page.get_by_label("公开日期").fill("2026-03-12")
    page.get_by_label("页码").fill("8")
    page.get_by_role("button", name="录入").click()
    expect(page.get_by_text("政府公报 · 2026年3月12日 · 2026年第3期，第8页")).to_be_visible()
    page.goto(f"/desk/records/{published}/publications/")
    see(page, "publications")
    page.goto(f"/records/{published}/")
    expect(page.get_by_role("cell", name="2026年第3期，第8页")).to_be_visible()


def test_a_library_is_supplied_and_signs_for_it(
    windows: Windows, world: World, published: int, tmp_path: Path
) -> None:
    page = Desk(windows, world).page_of("clerk")
    page.goto("/desk/")
    page.get_by_role("link", name="政府信息查阅场所").click()
    page.get_by_role("link", name="登记查阅场所").click()
    page.get_by_label("公共图书馆").check()
    for label, said in (
        ("场所名称", "云梦市图书馆"),
        ("地址", "云梦市书院路1号"),
        ("开放时间", "周二至周日 9:00—17:00"),
        ("联系电话", "0000-1234567"),
    ):
        page.get_by_label(label).fill(said)
    page.get_by_label("行政机关向该场所提供").check()
    page.get_by_role("button", name="录入").click()
    see(page, "reading_places_desk")
    page.goto("/reading-places/")
    see(page, "portal reading_places")
    page.goto("/desk/deliveries/")
    see(page, "deliveries")
    page.get_by_role("link", name="编制移交清单").click()
    page.get_by_role("button", name="编制").click()
    expect(page.get_by_text("清单已编制。")).to_be_visible()
    with page.expect_download() as package:
        page.get_by_role("link", name="下载移交数据包").click()
    package.value.save_as(tmp_path / "bag.zip")
    with zipfile.ZipFile(tmp_path / "bag.zip") as bag:
        assert bag.testzip() is None
        assert sum(name.endswith("/text.txt") for name in bag.namelist()) == 2
    page.get_by_role("link", name="移交", exact=True).click()
    page.get_by_label("当面移交").check()
    page.get_by_role("button", name="录入").click()
    page.get_by_role("link", name="登记签收").click()
    page.get_by_label("签收人").fill("岑远")
    page.get_by_role("button", name="录入").click()
    expect(page.get_by_text("已登记，移交完成。")).to_be_visible()
    see(page, "delivery")


def test_a_register_reaches_the_public_after_its_reviews(
    windows: Windows, world: World, published: int
) -> None:
    desk = Desk(windows, world)
    organ_id = world.bureau.organ.pk
    page = desk.page_of("clerk")
    page.goto("/desk/registers/")
    see(page, "registers_desk")
    page.get_by_role("link", name="编制新版目录").click()
    page.get_by_role("button", name="编制").click()
    _bring_out(desk, page)
    page.goto(f"/organs/{organ_id}/licensing/")
    expect(page.get_by_role("heading", name="取水许可")).to_be_visible()
    see(page, "portal licensing")


def test_a_clean_up_is_published_and_carried_out(
    windows: Windows, world: World, published: int
) -> None:
    desk = Desk(windows, world)
    page = desk.page_of("clerk")
    page.goto("/desk/clean-up/")
    page.get_by_role("link", name="开展清理").click()
    page.get_by_label("清理名称").fill("2026年规范性文件清理")
    page.get_by_label("完成期限").fill("2026-06-30")
    page.get_by_role("button", name="开展").click()
    page.get_by_role("link", name=f"决定 {RULE}").click()
    page.get_by_label("予以废止").check()
    page.get_by_role("button", name="决定").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("[name=reason]").fill("上位法已废止")
    page.get_by_role("button", name="决定").click()
    see(page, "cleanup_round")
    round_address = page.url
    page.get_by_role("link", name="编制清理结果").click()
    page.get_by_role("button", name="编制").click()
    _bring_out(desk, page)
    page.goto(round_address)
    page.get_by_role("link", name="执行清理结果").click()
    page.get_by_role("button", name="执行").click()
    expect(page.get_by_text("已执行。")).to_be_visible()
    page.goto(f"/organs/{world.bureau.organ.pk}/clean-up/")
    see(page, "portal cleanup")
    page.get_by_role("link", name=RULE).click()
    expect(page.get_by_text("废止", exact=True).first).to_be_visible()


def test_the_rules_column_shows_what_was_chosen(
    windows: Windows, world: World, published: int
) -> None:
    page = Desk(windows, world).page_of("clerk")
    page.goto("/desk/rules-column/")
    see(page, "rules_column_desk")
    page.get_by_role("button", name=f"列入 {RULE}").click()
    page.goto("/rules/")
    expect(page.get_by_role("link", name=RULE)).to_be_visible()
    see(page, "portal rules_column")


def _bring_out(desk: Desk, page: Page) -> None:
    record_id = int(page.url.rstrip("/").rsplit("/", 1)[-1])
    title = page.get_by_role("heading", level=1).inner_text()
    desk.propose(record_id)
    desk.decide("reviewer", "保密审查", title)
    desk.decide("leader", "审批", title)
    desk.release(record_id)
