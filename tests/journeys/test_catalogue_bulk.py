"""Many records at once, as an organ's people work with them, and an organ that is merged away."""

from io import BytesIO
from pathlib import Path

import pytest
import pytest_django
import time_machine
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.conftest import MOMENT
from tests.factories import records
from tests.factories.organs import PASSWORD
from tests.journeys.conftest import Windows
from tests.journeys.going_out import Watch
from tests.journeys.looking import barriers, take_picture
from tests.journeys.steps import Desk
from tests.journeys.world import World

from gongkai.records.models import Record
from gongkai.records.rules.sheet import COLUMNS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TITLES = ("关于供水管网改造计划的公告", "关于水价听证会的公告", "关于节水型单位名单的公告")
COLUMN = {column.key: place for place, column in enumerate(COLUMNS, 1)}


@pytest.fixture(scope="module")
def desk(windows: Windows, world: World) -> Desk:
    """The organ's people at their desks."""
    return Desk(windows, world)


@pytest.fixture(scope="module")
def watch() -> Watch:
    """Looks at each page once."""
    return Watch()


@pytest.fixture(scope="module")
def drafts(world: World, django_db_blocker: pytest_django.DjangoDbBlocker) -> list[int]:
    """Three drafts that differ in nothing but their names, and one that nobody decided on."""
    said = [records.content(title=title, genre="公告") for title in TITLES]
    with django_db_blocker.unblock(), time_machine.travel(MOMENT, tick=True):
        made = [world.bureau.draft(one).record_id for one in said]
        world.bureau.draft(records.content("undetermined", title="未定事项", genre="公告"))
    return made


@pytest.fixture(scope="module")
def published(world: World, django_db_blocker: pytest_django.DjangoDbBlocker) -> Record:
    """What the organ published before it was merged."""
    with django_db_blocker.unblock(), time_machine.travel(MOMENT, tick=True):
        return world.bureau.released(records.content(title="合并前公开的公告"))


def test_many_records_are_changed_proposed_signed_and_released_at_once(
    desk: Desk, watch: Watch, drafts: list[int], tmp_path: Path
) -> None:
    page = desk.page_of("clerk")
    _keeps_a_view(page, watch)
    _changes_by_spreadsheet(page, watch, tmp_path)
    _proposes_what_is_possible(page, watch)
    _signs(desk.page_of("reviewer"), drafts, "secrecy-review", "保密审查", watch)
    _signs(desk.page_of("leader"), drafts, "approval", "批准", watch)
    _releases(page)
    numbers = Record.objects.filter(pk__in=drafts).values_list("index_number", flat=True)
    assert len({number for number in numbers if number}) == len(TITLES)


def test_an_organ_is_merged_and_its_page_leads_on(
    desk: Desk, windows: Windows, watch: Watch, world: World, published: Record
) -> None:
    page = desk.page_of("administrator")
    bureau = world.bureau.organ
    page.goto(f"/desk/admin/organs/{bureau.pk}/")
    page.get_by_role("link", name="并入其他机关").click()
    watch.look(page)
    page.get_by_label("并入机关").select_option(label="云梦市水文站")
    page.get_by_label("自何日起").fill("2026-03-01")
    page.get_by_label("决定").fill("云政发〔2026〕9号")
    page.get_by_role("button", name="查看移交预览").click()
    expect(page.get_by_text("此项不能撤销")).to_be_visible()
    take_picture(page, "bulk-merge")
    assert barriers(page) == ""
    page.get_by_label("以密码或动态码签署").fill(PASSWORD)
    page.get_by_role("button", name="签署并合并").click()
    expect(page.get_by_text("已合并")).to_be_visible()

    reader = windows.open("citizen")
    reader.goto(f"/organs/{bureau.pk}/")
    expect(reader.get_by_text("本机关已并入其他机关")).to_be_visible()
    watch.look(reader)
    reader.get_by_role("link", name="云梦市水文站").first.click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("云梦市水文站")
    reader.goto(f"/records/{published.pk}/")
    expect(reader.get_by_text("公开时名称：")).to_be_visible()
    expect(reader.get_by_text(published.index_number or "-").first).to_be_visible()


def _filtered(page: Page) -> None:
    page.goto("/desk/records/?genre=" + "公告")
    expect(page.get_by_role("status")).to_have_text("4 条信息 · 显示全部")


def _keeps_a_view(page: Page, watch: Watch) -> None:
    page.goto("/desk/records/")
    page.get_by_text("更多筛选条件").click()
    page.get_by_label("体裁").fill("公告")
    page.get_by_role("button", name="筛选").click()
    take_picture(page, "bulk-list")
    watch.look(page)
    page.get_by_role("link", name="保存此视图").click()
    watch.look(page)
    page.get_by_label("视图名称").fill("本年公告")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("navigation", name="已存视图").get_by_role("link").nth(1).click()
    watch.look(page)
    page.get_by_label("谁可以看到").select_option(index=1)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("navigation", name="已存视图")).to_contain_text("本年公告")


def _changes_by_spreadsheet(page: Page, watch: Watch, folder: Path) -> None:
    _filtered(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 XLSX").click()
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    for line in range(2, 6):
        book.worksheets[0].cell(line, COLUMN["keywords"]).value = "水务 公告"
    book.worksheets[0].cell(2, COLUMN["effective_on"]).value = "不是日期"
    book.save(folder / "改好的目录.xlsx")
    page.get_by_role("link", name="批量办理").first.click()
    watch.look(page)
    page.get_by_role("main").get_by_role("link", name="上传修改后的表格").click()
    watch.look(page)
    page.get_by_label("表格").set_input_files(folder / "改好的目录.xlsx")
    page.get_by_role("button", name="与现有信息核对").click()
    take_picture(page, "bulk-preview")
    watch.look(page)
    page.get_by_role("button", name="确认办理 3 条").click()
    expect(page.get_by_text("已办理 3 条信息。")).to_be_visible()
    page.get_by_role("button", name="整体撤销").click()
    expect(page.get_by_text("已整体撤销")).to_be_visible()


def _proposes_what_is_possible(page: Page, watch: Watch) -> None:
    _filtered(page)
    page.get_by_label("对所选信息").select_option("propose")
    page.get_by_label("本目录全部 4 条").check()
    page.get_by_role("button", name="查看办理预览").click()
    assert barriers(page) == ""
    page.locator("[name=note]").fill("请一并审查。")
    page.get_by_role("button", name="查看办理预览").click()
    take_picture(page, "bulk-propose")
    page.get_by_role("button", name="确认办理 3 条").click()
    expect(page.get_by_text("已办理 3 条信息。")).to_be_visible()


def _signs(page: Page, drafts: list[int], step: str, name: str, watch: Watch) -> None:
    for record_id in drafts:
        page.goto(f"/desk/records/{record_id}/{step}/")
    _filtered(page)
    for title in TITLES:
        page.get_by_label(f"选择 {title}").check()
    page.get_by_label("对所选信息").select_option(label=name)
    page.get_by_role("button", name="查看办理预览").click()
    take_picture(page, f"bulk-{step}")
    page.get_by_label("意见").fill("审查无误。")
    page.get_by_label("以密码或动态码签署").fill(PASSWORD)
    page.get_by_role("button", name="确认办理 3 条").click()
    expect(page.get_by_text("已办理 3 条信息。")).to_be_visible()


def _releases(page: Page) -> None:
    _filtered(page)
    for title in TITLES:
        page.get_by_label(f"选择 {title}").check()
    page.get_by_label("对所选信息").select_option("release")
    page.get_by_role("button", name="查看办理预览").click()
    page.get_by_role("button", name="确认办理 3 条").click()
    expect(page.get_by_text("已办理 3 条信息。")).to_be_visible()
    take_picture(page, "bulk-done")
