"""From the clerk's form to the tombstone: five people at the desk, one reader without scripts."""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys import citizen
from tests.journeys.conftest import Windows
from tests.journeys.steps import Desk, Document
from tests.journeys.world import LONG_TITLE, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FIRST_TEXT = "第一条　为了规范二次供水，制定本办法。\n第二条　本办法适用于城区𬭚湖片区。"
SECOND_TEXT = "第一条　为了规范二次供水，制定本办法。\n第二条　本办法适用于全市。"
RULES = Document(title=LONG_TITLE, text=FIRST_TEXT, is_normative=True)


@pytest.fixture(scope="module")
def desk(windows: Windows, world: World) -> Desk:
    """The organ's people at their desks."""
    return Desk(windows, world)


@pytest.fixture(scope="module")
def reader(windows: Windows, world: World) -> Page:
    """The window of a reader in which no script runs."""
    return windows.without_scripts("reader")


def test_a_document_from_the_form_to_its_readers_its_correction_and_its_end(
    desk: Desk, reader: Page, world: World
) -> None:
    record_id = desk.register(RULES)
    desk.propose(record_id)
    assert citizen.ask(reader, f"/records/{record_id}/").status == 404

    _sign_with_a_wrong_password_first(desk)
    desk.decide("legal", "法制审核", RULES.title)
    desk.decide("leader", "审批", RULES.title)
    desk.release(record_id)

    number = _read(reader, FIRST_TEXT)
    _correct(desk, record_id)
    _read(reader, SECOND_TEXT)
    _compare(reader)
    _withdraw(desk, reader, world, record_id, number)


def _sign_with_a_wrong_password_first(desk: Desk) -> None:
    page = desk.decide("reviewer", "保密审查", RULES.title, secret="not-my-password")

    expect(page.get_by_role("alert")).to_contain_text("密码")
    expect(page.get_by_label("同意")).to_be_checked()
    expect(page.get_by_label("意见")).to_have_value("审查无误。")
    expect(page.get_by_label("以密码或动态码签署")).to_have_value("")

    desk.sign(page)
    expect(page.get_by_text("已签署，下一环节人员将在待办中看到。")).to_be_visible()


def _read(reader: Page, text: str) -> str:
    citizen.find(reader, "供水设施改造 管理办法", RULES.title)
    expect(reader.get_by_text("云水发〔2026〕7号")).to_be_visible()
    taken = citizen.download(reader)
    assert text in taken.text
    assert taken.digest == citizen.shown_digest(reader)
    number = reader.locator(".portal-header-block .portal-number").first.text_content() or ""
    assert taken.name == f"{number} {RULES.title}.txt"
    reader.get_by_role("link", name="打印版").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(RULES.title)
    expect(reader.get_by_text(text.splitlines()[1].removeprefix("第二条　"))).to_be_visible()
    return number


def _correct(desk: Desk, record_id: int) -> None:
    desk.begin_correction(record_id, text=SECOND_TEXT, note="适用范围扩大到全市。")
    desk.propose(record_id)
    page = desk.decide("reviewer", "保密审查", RULES.title, secret="not-my-password")
    # Who signs a correction sees what it changes.
    expect(page.locator("del", has_text="𬭚湖片区")).to_be_visible()
    desk.sign(page)
    desk.decide("legal", "法制审核", RULES.title)
    desk.decide("leader", "审批", RULES.title)
    desk.release(record_id)


def _compare(reader: Page) -> None:
    reader.get_by_role("link", name="返回信息页").click()
    reader.get_by_role("link", name="共 2 个版本").click()
    expect(reader.get_by_text("适用范围扩大到全市。")).to_be_visible()
    reader.get_by_role("button", name="比较所选两个版本").click()
    expect(reader.get_by_role("cell", name="本办法适用于城区𬭚湖片区。")).to_be_visible()
    expect(reader.get_by_role("cell", name="本办法适用于全市。")).to_be_visible()


def _withdraw(desk: Desk, reader: Page, world: World, record_id: int, number: str) -> None:
    own = citizen.of_the_record(record_id)
    places = citizen.where_traces_would_be(
        "二次供水 改造", number, RULES.number, "𬭚湖片区", organ_id=world.bureau.organ.pk
    )
    address = f"/records/{record_id}/"
    assert {citizen.ask(reader, here).status for here in own} == {200}
    assert len(citizen.traces(reader, places, RULES.title, address)) > 10

    desk.withdraw(record_id)

    # The very next request, and then everything else.
    assert citizen.ask(reader, address).status == citizen.GONE
    assert {citizen.ask(reader, here).status for here in own} == {citizen.GONE}
    assert citizen.traces(reader, places, RULES.title) == []
    assert citizen.traces(reader, own, RULES.title, "二次供水", "𬭚湖片区") == []

    desk.confirm_withdrawal(RULES.title)

    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == citizen.GONE
    expect(reader.get_by_role("heading", level=1)).to_have_text("该信息已撤回")
    expect(reader.get_by_text(number)).to_be_visible()
    expect(reader.get_by_text("2026年3月16日")).to_be_visible()
    assert citizen.traces(reader, [*own, *places], RULES.title) == []


def test_what_was_withdrawn_by_mistake_is_restored_by_a_second_person(
    desk: Desk, reader: Page
) -> None:
    document = Document(title="关于城区夜间抢修停水的公告", text="今夜停水。", number="")
    record_id = desk.bring_out(document)
    desk.withdraw(record_id)
    assert citizen.ask(reader, f"/records/{record_id}/").status == citizen.GONE
    # Who withdrew it does not put it back.
    assert citizen.ask(desk.page_of("clerk"), f"/desk/records/{record_id}/restore/").status == 403

    desk.restore(document.title)

    citizen.find(reader, "夜间停水公告", document.title)
    assert "今夜停水。" in citizen.download(reader).text


def test_what_is_disclosed_on_application_is_listed_with_a_star_and_without_its_text(
    desk: Desk, reader: Page
) -> None:
    document = Document(
        title="东河水厂改造工程设计图纸目录",
        text="钢筋间距一百五十毫米。",
        category="依申请公开",
        ground="ogi-2008/on-application",
        time_limit="依申请公开",
        number="",
    )
    record_id = desk.bring_out(document, "列目（★）")

    citizen.find(reader, "设计图纸目录", document.title)
    expect(reader.get_by_role("link", name="申请公开本信息")).to_be_visible()
    own = [f"/records/{record_id}/", f"/records/{record_id}/print/", "/catalogue/", "/feed.atom"]
    assert citizen.traces(reader, own, "钢筋间距一百五十毫米") == []
    assert citizen.ask(reader, f"/records/{record_id}/text/").status == 404
    citizen.search(reader, "钢筋间距一百五十毫米")
    expect(reader.get_by_role("heading", name="没有找到相关信息")).to_be_visible()


def test_what_is_exempt_is_held_and_the_public_learns_nothing(
    desk: Desk, reader: Page, world: World
) -> None:
    document = Document(
        title="取水口安全防护工作方案",
        text="守卫轮值。",
        category="不予公开",
        ground="ogi-2008/state-secret",
        reason="涉及重要设施安全，定为国家秘密。",
        number="",
    )
    record_id = desk.bring_out(document, "不予公开归档")

    own = citizen.of_the_record(record_id)
    places = citizen.where_traces_would_be("取水口 方案", "轮值", organ_id=world.bureau.organ.pk)
    assert {citizen.ask(reader, here).status for here in own} == {404}
    assert citizen.traces(reader, [*own, *places], document.title, document.text) == []
