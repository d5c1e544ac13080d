"""A backlog is combed: ordered, sent in as a table, decided, registered, looked at again, counted.

The pages are looked at on the way, in Chinese on a desk's screen and in English on a telephone's.
"""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from playwright.sync_api import FilePayload, Page, expect
from tests.conftest import MOMENT
from tests.factories import combing, records
from tests.factories.combing import row
from tests.journeys.conftest import Windows
from tests.journeys.looking import see
from tests.journeys.steps import Desk
from tests.journeys.world import World

from gongkai.records.models import Record

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TITLE = "2003年以来政府信息清理"
OLD = "关于已公开旧文件的通知"


@pytest.fixture(scope="module")
def published(world: World) -> Record:
    """Return a record of the period that was public an hour before the campaign begins."""
    with time_machine.travel(MOMENT - timedelta(hours=1), tick=True):
        return world.bureau.released(records.content(title=OLD, generated_on=date(2004, 5, 6)))


def test_a_backlog_from_the_order_to_the_figures(
    windows: Windows, world: World, published: Record
) -> None:
    desk = Desk(windows, world)
    guide, clerk = desk.page_of("competent"), desk.page_of("clerk")

    _order(guide)
    _send_in(clerk)
    _decide(clerk)
    _look_again(clerk)
    _count(guide)

    assert records.fresh(published).standing == "hidden"


def _order(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="信息清理").click()
    page.get_by_role("link", name="拟订清理工作").click()
    see(page, "combing_new")
    page.get_by_label("清理工作名称").fill(TITLE)
    page.get_by_label("产生日期自").fill("2003-01-01")
    page.get_by_label("产生日期至（含当日）").fill("2008-04-30")
    page.get_by_label("完成期限").fill("2026-03-20")
    page.get_by_label("对各机关的工作要求").fill("逐件清理。")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已拟订。")).to_be_visible()
    page.get_by_role("link", name="启动清理工作").click()
    page.get_by_role("button", name="启动清理工作").click()
    expect(page.get_by_text("已启动")).to_be_visible()


def _send_in(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="信息清理：2026-03-20 到期").click()
    with page.expect_download() as template:
        page.get_by_role("link", name="下载模板（XLSX）").click()
    assert template.value.suggested_filename == "清理表模板.xlsx"
    wrong = row(3, 生成日期="2004-13-45")
    page.get_by_label("清理表").set_input_files(_file(combing.csv_table([row(1), row(2), wrong])))
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_text("2 行可以导入。")).to_be_visible()
    expect(page.get_by_text("这不是日期。请按 2004-05-06 的格式填写。")).to_be_visible()
    see(page, "combing_table")
    with page.expect_download() as back:
        page.get_by_role("link", name="下载这些行及错误说明（XLSX）").click()
    assert back.value.suggested_filename == "需要更正的行.xlsx"
    page.get_by_role("button", name="导入可用的行").click()
    expect(page.get_by_text("已导入 2 行")).to_be_visible()
    page.get_by_role("link", name="确定公开属性").click()


def _decide(page: Page) -> None:
    page.get_by_label("关于第1号旧文件的通知").check()
    chosen = page.get_by_role("group", name="对所选条目")
    chosen.get_by_label("公开属性").select_option("exempt")
    chosen.get_by_role("button", name="确定", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("依据")
    expect(page.get_by_label("关于第1号旧文件的通知")).to_be_checked()
    chosen.locator("[name=as-ground_code]").select_option(combing.SECRET)
    chosen.locator("[name=as-reason]").fill("经研究确定。")
    chosen.get_by_role("button", name="确定", exact=True).click()
    expect(page.get_by_text("已办理 1 条。")).to_be_visible()
    see(page, "combing_items")
    page.get_by_label("关于第2号旧文件的通知").check()
    chosen.get_by_role("button", name="按建议确定").click()
    expect(page.get_by_text("这里没有条目。")).to_be_visible()
    page.get_by_role("link", name="显示全部").click()
    page.get_by_label("关于第2号旧文件的通知").check()
    chosen.get_by_role("button", name="登记已定类别的").click()
    page.get_by_role("link", name="关于第2号旧文件的通知").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("关于第2号旧文件的通知")


def _look_again(page: Page) -> None:
    page.get_by_role("link", name="信息清理：2026-03-20 到期").click()
    see(page, "combing_organ")
    page.get_by_role("link", name="复核 1 条已公开信息").click()
    page.get_by_label(OLD).check()
    page.get_by_text("不应公开：立即撤回").click()
    page.locator("[name=reason]").select_option("privacy")
    see(page, "combing_public")
    page.get_by_label(OLD).check()
    page.get_by_text("不应公开：立即撤回").click()
    page.locator("[name=reason]").select_option("privacy")
    page.get_by_role("button", name="执行").click()
    expect(page.get_by_text("已立即撤下 1 条")).to_be_visible()


def _count(page: Page) -> None:
    page.goto("/desk/combing/")
    see(page, "combing")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("img", name="未定类别和未发布的条目数")).to_be_visible()
    counted = "云梦市水务局 2 0 1 0 1 1 0 1 1 1 0"
    expect(page.get_by_role("row", name=counted)).to_be_visible()
    see(page, "combing_campaign")
    with page.expect_download() as figures:
        page.get_by_role("link", name="XLSX").click()
    assert figures.value.suggested_filename == f"{TITLE}.xlsx"


def _site(address: str) -> str:
    return "/".join(address.split("/")[:3])


def _file(table: BytesIO) -> FilePayload:
    return FilePayload(name="清理.csv", mimeType="text/csv", buffer=table.getvalue())
