"""The lists: a citizen misses something and reports it, the clerk answers; the matrix tells of all.

The pages are looked at on the way, in Chinese on a desk's screen and in English on a telephone's.
"""

from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.conftest import MOMENT
from tests.factories.records import content
from tests.journeys.conftest import Windows
from tests.journeys.looking import see
from tests.journeys.steps import Desk
from tests.journeys.world import World

from gongkai.records.models import Record

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

MISSING = "找不到2025年度部门决算。"
ACCOUNTS = "2025年度部门决算公告"
NO_FEES = "本局不收取行政事业性收费。"


@pytest.fixture(scope="module")
def misplaced(world: World) -> Record:
    """Return what is missed: it was published, but under another item."""
    with time_machine.travel(MOMENT, tick=True):
        return world.bureau.released(content(statutory_item="A09", title=ACCOUNTS))


def test_a_gap_from_the_empty_cell_to_the_answer_and_the_matrix(
    windows: Windows, world: World, misplaced: Record
) -> None:
    desk = Desk(windows, world)
    reader, clerk, guide = (
        windows.open("reader"),
        desk.page_of("clerk"),
        desk.page_of("competent"),
    )

    number, code = _report(reader, world.bureau.organ.pk)
    _promise(clerk, number)
    _publish(clerk, number, misplaced.index_number or "")
    _read(windows.without_scripts("another reader"), number, code)
    _state(clerk)
    _confirm(guide)
    _order(guide)
    _count(guide)
    _sees_the_rest(reader, world.bureau.organ.pk)


def _report(page: Page, organ_id: int) -> tuple[str, str]:
    page.goto(f"/organs/{organ_id}/")
    cell = page.locator("li.portal-obligation", has_text="财政预算、决算报告")
    expect(cell).to_contain_text("尚未公开内容")
    cell.get_by_role("link", name="反映信息缺漏").click()
    see(page, "report_gap")
    expect(page.get_by_label("您查找的事项")).to_have_value("A04")
    page.get_by_label("电子邮箱").fill("没有邮箱")
    page.get_by_label("缺少的内容").fill(MISSING)
    page.get_by_role("button", name="提交反映").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("缺少的内容")).to_have_value(MISSING)
    page.get_by_label("电子邮箱").fill("")
    page.get_by_role("button", name="提交反映").click()
    expect(page.get_by_role("heading", name="反映已提交")).to_be_visible()
    see(page, "gap_sent")
    shown = page.locator(".portal-receipt__code")
    return shown.nth(0).inner_text(), shown.nth(1).inner_text()


def _promise(page: Page, number: str) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="信息缺漏反映").click()
    see(page, "gap_reports")
    page.get_by_role("link", name=number).click()
    expect(page.get_by_text(MISSING)).to_be_visible()
    see(page, "desk_gap_report")
    page.get_by_role("link", name="答复反映").click()
    see(page, "answer_gap")
    page.get_by_label("将于某日前公开").check()
    page.get_by_label("最迟公开日期（含当日）").fill("2026-03-31")
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_text("已承诺公开")).to_be_visible()


def _publish(page: Page, number: str, index_number: str) -> None:
    page.goto("/desk/gap-reports/?state=promised")
    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="答复反映").click()
    page.get_by_label("现已公开", exact=True).check()
    page.get_by_label("现已公开信息的索引号").fill(index_number)
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_role("link", name=ACCOUNTS)).to_be_visible()


def _read(page: Page, number: str, code: str) -> None:
    page.goto("/gap-reports/")
    page.get_by_label("反映编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="打开反映").click()
    expect(page.get_by_role("heading", name="机关已答复")).to_be_visible()
    expect(page.get_by_text("2026年3月31日")).to_be_visible()
    page.get_by_role("link", name=ACCOUNTS).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ACCOUNTS)


def _state(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="主动公开事项矩阵").click()
    page.get_by_role("link", name="云梦市水务局", exact=True).click()
    row = page.get_by_role("row").filter(has_text="A05")
    row.get_by_role("link", name="不产生此类信息").click()
    page.get_by_label("本机关为何不产生此类信息").fill(NO_FEES)
    see(page, "inapplicable")
    page.get_by_label("本机关为何不产生此类信息").fill(NO_FEES)
    page.get_by_role("button", name="申明").click()
    expect(page.get_by_text("经主管部门确认后生效")).to_be_visible()


def _confirm(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="申明不适用的事项").click()
    see(page, "inapplicable_items")
    page.get_by_role("link", name="作出决定").click()
    page.get_by_label("确认：该机关不产生此类信息").check()
    page.get_by_role("button", name="作出决定").click()
    expect(page.get_by_text("已作出决定。")).to_be_visible()


def _order(page: Page) -> None:
    page.goto("/desk/matrix/")
    page.get_by_role("link", name="云梦市水务局", exact=True).click()
    see(page, "matrix_organ")
    row = page.get_by_role("row").filter(has_text="A03")
    row.get_by_role("link", name="调整更新周期").click()
    page.get_by_label("每季度").check()
    page.get_by_label("本地区所有同类机关").check()
    page.get_by_role("textbox", name="理由").fill("按季发布统计信息。")
    page.get_by_role("button", name="确定更新周期").click()
    expect(page.get_by_text("更新周期自今日起适用。")).to_be_visible()


def _count(page: Page) -> None:
    page.goto("/desk/matrix/")
    page.get_by_label("含有此状态的事项").select_option("filled")
    page.get_by_role("button", name="筛选").click()
    table = page.get_by_role("region", name="主动公开事项矩阵")
    expect(table.get_by_role("row")).to_have_count(3)
    see(page, "matrix")
    with page.expect_download() as file:
        page.get_by_role("link", name="XLSX").click()
    book = load_workbook(BytesIO(Path(file.value.path()).read_bytes()))
    titles = {row[12].value for row in book.worksheets[1].iter_rows()}
    assert ACCOUNTS in titles


def _sees_the_rest(page: Page, organ_id: int) -> None:
    page.goto(f"/organs/{organ_id}/")
    expect(page.get_by_text(NO_FEES)).to_be_visible()
    expect(page.get_by_text(MISSING)).to_have_count(0)
    see(page, "organ")
    page.get_by_role("link", name="各机关公开情况").click()
    see(page, "coverage")
    row = page.get_by_role("row").filter(has_text="云梦市水务局")
    expect(row.get_by_role("cell").nth(4)).to_have_text("1")
    page.goto("/gap-reports/report/")
    see(page, "gap_report")
