"""The chain of review: returned, answered, compared, referred, taken over, and answered for."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.factories.organs import PASSWORD
from tests.journeys.conftest import Windows
from tests.journeys.going_out import Watch
from tests.journeys.looking import is_too_wide, take_picture
from tests.journeys.steps import RETURN, Desk, Document
from tests.journeys.world import World

NARROW: ViewportSize = {"width": 390, "height": 844}
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

RULES = Document(
    title="云梦市二次供水管理办法",
    text="第一条 为规范二次供水，制定本办法。\n联系人住址：东河路九号\n第三条 自印发之日起施行。",
    is_normative=True,
)
CORRECTED = RULES.text.replace("联系人住址：东河路九号", "第二条 水务局负责监督管理。")
WHY_SECRET, ANSWERED = "第二行有个人住址，请删去。", "已删去住址，补写第二条。"
QUESTION, DETERMINED = "管网位置说明能否公开？", "不含坐标，可以公开。"
WHY_LATER, SAME = "施行日期请再与法规处核对。", "已核对，日期无误，内容未改。"


@pytest.fixture(scope="module")
def desk(windows: Windows, world: World) -> Desk:
    """The organ's people at their desks."""
    return Desk(windows, world)


@pytest.fixture(scope="module")
def watch() -> Watch:
    """Looks at each page once, in both languages."""
    return Watch()


def test_a_record_is_returned_answered_compared_and_reviewed_once(desk: Desk, watch: Watch) -> None:
    record_id = desk.register(RULES)
    desk.propose(record_id)
    _return(desk.page_of("reviewer"), f"/desk/records/{record_id}/secrecy-review/", WHY_SECRET)
    _correct(desk.page_of("clerk"), record_id, watch)
    _compare(desk.page_of("reviewer"), record_id, watch)
    _refer(desk, record_id, watch)
    desk.decide("reviewer", "保密审查", RULES.title)
    desk.decide("legal", "法制审核", RULES.title)
    _return(desk.page_of("leader"), f"/desk/records/{record_id}/approval/", WHY_LATER)
    _propose(desk.page_of("clerk"), record_id, SAME)
    expect(desk.page_of("clerk").get_by_text("相同内容此前已经审查")).to_be_visible()
    _counts_again(desk.page_of("reviewer"), record_id, watch)
    _approve(desk.page_of("leader"), record_id)
    desk.release(record_id)
    _is_answered_for(desk, record_id, watch)


def _look(page: Page, watch: Watch, name: str) -> None:
    """Look at the page in both languages, then at its width on a telephone."""
    watch.look(page)
    take_picture(page, name)
    wide = page.viewport_size
    page.set_viewport_size(NARROW)
    assert not is_too_wide(page), name
    take_picture(page, f"{name}-390")
    if wide is not None:
        page.set_viewport_size(wide)


def _return(page: Page, address: str, why: str) -> None:
    page.goto(address)
    page.get_by_role("radio", name=RETURN).check()
    page.get_by_label("意见").fill(why)
    page.get_by_label("以密码或动态码签署").fill(PASSWORD)
    page.get_by_role("button", name="签署决定").click()
    expect(page.get_by_text("已连同意见退回经办人。")).to_be_visible()


def _correct(page: Page, record_id: int, watch: Watch) -> None:
    page.goto(f"/desk/records/{record_id}/edit/")
    expect(page.locator("section[aria-labelledby=returns]")).to_contain_text(WHY_SECRET)
    page.get_by_label("正文").fill(CORRECTED)
    page.get_by_role("button", name="保存草稿").click()
    page.goto(f"/desk/records/{record_id}/propose/")
    watch.look(page)
    _propose(page, record_id, ANSWERED)


def _propose(page: Page, record_id: int, answer: str) -> None:
    page.goto(f"/desk/records/{record_id}/propose/")
    page.get_by_label("对退回理由的答复").fill(answer)
    page.get_by_role("button", name="提请审查").click()
    expect(page.get_by_text("已提请").first).to_be_visible()


def _compare(page: Page, record_id: int, watch: Watch) -> None:
    page.goto(f"/desk/records/{record_id}/secrecy-review/")
    since = page.locator("section[aria-labelledby=since]")
    expect(since.locator("del")).to_contain_text("东河路九号")
    expect(since.locator("ins")).to_contain_text("水务局负责监督管理")
    expect(page.locator("section[aria-labelledby=returns]")).to_contain_text(ANSWERED)
    _look(page, watch, "review-since")


def _refer(desk: Desk, record_id: int, watch: Watch) -> None:
    reviewer, above = desk.page_of("reviewer"), desk.page_of("competent")
    reviewer.get_by_role("link", name="不能确定？").click()
    watch.look(reviewer)
    reviewer.get_by_label("报请对象").select_option(index=0)
    reviewer.get_by_label("疑问及理由").fill(QUESTION)
    reviewer.get_by_role("button", name="报请").click()
    expect(reviewer.get_by_text("已报请，待答复后继续审查。")).to_be_visible()
    above.goto("/desk/")
    above.get_by_role("link", name="报请确定事项").click()
    _look(above, watch, "referrals")
    above.get_by_role("main").get_by_role("link", name=RULES.title).click()
    _look(above, watch, "referral")
    address = above.url
    above.get_by_role("link", name="查阅提请公开的内容").click()
    expect(above.get_by_role("heading", level=1)).to_have_text(RULES.title)
    above.goto(address)
    above.get_by_label("可以公开", exact=True).check()
    above.get_by_label("理由").fill(DETERMINED)
    above.get_by_role("button", name="作出认定").click()
    expect(above.get_by_text("已认定，审查员将继续审查。")).to_be_visible()
    reviewer.goto(f"/desk/records/{record_id}/secrecy-review/")
    expect(reviewer.get_by_text(DETERMINED)).to_be_visible()


def _counts_again(page: Page, record_id: int, watch: Watch) -> None:
    page.goto("/desk/")
    again = page.locator("section[aria-labelledby=again]")
    expect(again.get_by_role("link", name=RULES.title, exact=True)).to_be_visible()
    take_picture(page, "counts-again")
    again.get_by_role("link", name="撤销").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("撤销您的审查")
    watch.look(page)
    page.goto(f"/desk/records/{record_id}/")
    expect(page.get_by_text("审查过完全相同的内容").first).to_be_visible()


def _approve(page: Page, record_id: int) -> None:
    page.goto(f"/desk/records/{record_id}/approval/")
    since = page.locator("section[aria-labelledby=since]")
    expect(since).to_contain_text("与您当时所见逐字相同")
    expect(page.locator("section[aria-labelledby=returns]")).to_contain_text(SAME)
    page.get_by_label("同意").check()
    page.get_by_label("以密码或动态码签署").fill(PASSWORD)
    page.get_by_role("button", name="签署决定").click()
    expect(page.get_by_text("已签署")).to_be_visible()


def _is_answered_for(desk: Desk, record_id: int, watch: Watch) -> None:
    leader, above = desk.page_of("leader"), desk.page_of("competent")
    leader.goto(f"/desk/records/{record_id}/")
    leader.get_by_role("link", name="责任记录").click()
    main = leader.get_by_role("main")
    for said in (WHY_SECRET, ANSWERED, QUESTION, DETERMINED, WHY_LATER, SAME, "沿用："):
        expect(main).to_contain_text(said)
    _look(leader, watch, "answered-for")
    above.goto(leader.url)
    expect(above.get_by_role("main")).to_contain_text(WHY_SECRET)
    leader.goto("/desk/")
    leader.get_by_role("link", name="审查责任").click()
    _look(leader, watch, "accountability")
    reviewer_row = leader.locator("tr", has_text="保密审查")
    reviewer_row.get_by_role("link").click()
    expect(leader.get_by_role("main")).to_contain_text("同意 1 项，其中 0 项后来撤回。")
    _look(leader, watch, "signed-by")
    with leader.expect_download() as coming:
        leader.get_by_role("link", name="下载 CSV").click()
    assert coming.value.suggested_filename.endswith(".csv")
