"""A document with all its elements: filled in, summarised, linked, narrowed by, downloaded.

The pages are looked at on the way, in Chinese on a desk's screen and in English on a telephone's.
"""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.factories import records
from tests.journeys.conftest import Windows
from tests.journeys.looking import see
from tests.journeys.steps import Desk
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

OLD, NEW = "云梦市水库管理暂行办法", "云梦市水库大坝管理办法"
DRAFT = "云梦市水库大坝安全鉴定办法"
TEXT = "第一条 为了加强水库大坝管理，保障大坝安全，制定本办法。\n第二条 自印发之日起施行。"


@pytest.fixture(scope="module")
def public(world: World) -> tuple[int, int]:
    """Return the old document and the new one that replaces it, both public."""
    rule = {"is_normative": True, "validity": "in_force", "genre": "办法"}
    old = records.content(title=OLD, document_number="云水规〔2019〕3号", **rule)
    new = records.content(
        title=NEW,
        assembly="policies",
        service_object="legal_persons",
        how_obtained="made_together",
        lead_organ="云梦市水务局",
        co_makers=("云梦市应急管理局", "云梦市林业局"),
        **rule,
    )
    return world.bureau.released(old).pk, world.bureau.released(new).pk


def test_a_document_with_all_its_elements(
    windows: Windows, world: World, public: tuple[int, int], tmp_path: Path
) -> None:
    old, new = public
    page = Desk(windows, world).page_of("clerk")
    _a_table_of_its_own(page)
    _fill_in(page)
    _replace(page, new)
    reader = windows.open("citizen")
    _read_both(reader, old)
    _narrow(reader, tmp_path)


def _a_table_of_its_own(page: Page) -> None:
    page.goto("/desk/organ/")
    page.get_by_role("link", name="分类表").first.click()
    see(page, "class_table")
    page.get_by_role("button", name="建立本机关的分类表").click()
    page.get_by_role("link", name="增加类别").click()
    page.get_by_label("代码").fill("31")
    page.get_by_label("中文名称").fill("水库和大坝")
    page.get_by_label("法定公开事项").select_option("A01")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("link", name="水库和大坝")).to_be_visible()
    see(page, "class_table_own")
    page.get_by_role("link", name="其他", exact=True).click()
    page.get_by_label("中文名称").fill("其他水利信息")
    page.get_by_label("法定公开事项").select_option("A02")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="其他水利信息")).to_be_visible()


def _fill_in(page: Page) -> None:
    page.goto("/desk/records/new/")
    see(page, "register")
    page.get_by_label("信息名称").fill(DRAFT)
    page.get_by_label("生成日期").fill("2026年3月12日")
    page.get_by_label("正文").fill(TEXT)
    page.get_by_role("group", name="公开属性").get_by_label("主动公开", exact=True).check()
    page.locator("[name=ground_code]").select_option("ogi-2008/vital-interests")
    page.get_by_label("信息分类").select_option("31")
    page.get_by_label("组配分类").select_option("policies")
    page.get_by_label("服务对象").select_option("legal_persons")
    page.locator("[name=genre]").fill("办法")
    page.get_by_label("与其他机关共同制作").check()
    page.locator("[name=lead_organ]").fill("云梦市水务局")
    page.locator("[name=co_makers]").fill("云梦市应急管理局\n云梦市林业局")
    page.get_by_label("规范性文件（须经法制审核）").check()
    page.get_by_label("效力状态").select_option("in_force")
    page.get_by_label("有效期至").fill("2031-03-31")
    page.get_by_role("button", name="由正文拟出内容概述").click()
    summary = page.get_by_label("内容概述")
    expect(summary).to_have_value("为了加强水库大坝管理，保障大坝安全，制定本办法。")
    expect(page.locator("[name=co_makers]")).to_have_value("云梦市应急管理局\n云梦市林业局")
    summary.fill("𠮷" * 140)
    expect(page.get_by_text("还可输入 10 个字")).to_be_visible()
    summary.fill("规定水库大坝的管理。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DRAFT)


def _replace(page: Page, record_id: int) -> None:
    page.goto(f"/desk/records/{record_id}/")
    page.get_by_role("link", name="关联其他文件").click()
    page.get_by_label("索引号、文号或者名称中的词语").fill("云水规[2019] 3")
    page.get_by_role("button", name="查找").click()
    see(page, "links")
    page.locator("[name=kind][value=replaces]").check()
    page.get_by_label(OLD).check()
    page.locator("[name=since_on]").fill("2026-03-16")
    page.locator("[name=sets_validity]").check()
    page.get_by_role("button", name="建立关联").click()
    expect(page.get_by_role("main").get_by_role("link", name=OLD, exact=True)).to_be_visible()


def _read_both(reader: Page, old: int) -> None:
    reader.goto(f"/records/{old}/")
    links = reader.get_by_role("region", name="关联文件")
    expect(links).to_contain_text("被替代，见")
    expect(reader.get_by_text("废止", exact=True).first).to_be_visible()
    links.get_by_role("link", name=NEW).click()
    for said in ("其他水利信息", "政策法规", "面向法人", "云梦市应急管理局", "联合制作单位"):
        expect(reader.get_by_role("main")).to_contain_text(said)
    see(reader, "record")


def _narrow(reader: Page, tmp_path: Path) -> None:
    reader.goto("/catalogue/")
    for kind, value in (("组配分类", "政策法规"), ("体裁分类", "办法"), ("效力状态", "现行有效")):
        group = reader.locator("details", has=reader.get_by_text(kind, exact=True)).first
        if group.get_attribute("open") is None:
            group.locator("summary").first.click()
        group.get_by_role("link", name=value, exact=True).click()
    expect(reader.get_by_role("main").get_by_role("link", name=NEW)).to_be_visible()
    expect(reader.get_by_role("main").get_by_role("link", name=OLD)).to_have_count(0)
    see(reader, "catalogue")
    with reader.expect_download() as download:
        reader.get_by_role("link", name="CSV").click()
    path = tmp_path / "目录.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["类别名称"], row["法定公开事项"]) == ("其他水利信息", "A02")
    assert (row["组配分类"], row["牵头机关"]) == ("政策法规", "云梦市水务局")
