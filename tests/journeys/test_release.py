"""Files from the upload to their readers, through the release gate and redaction."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from tests.journeys import applicant, citizen
from tests.journeys.applicant import Receipt
from tests.journeys.conftest import Windows, sign_in
from tests.journeys.going_out import (
    BOOK,
    HIDDEN,
    IN_THE_BOOK,
    IN_THE_LETTER,
    LETTER,
    Watch,
    a_book,
    a_letter,
    assert_not_in,
    attach,
    card,
    decide_all,
    draw,
    open_review,
    place_of,
    press,
    propose_layer,
    sign_layer,
    type_area,
    withhold_kinds,
    withhold_term,
    work,
)
from tests.journeys.keys import tab_to
from tests.journeys.steps import Desk, Document
from tests.journeys.test_application import _accept, _do, _move, _press, _review_and_issue
from tests.journeys.world import World
from tests.modules.release.redaction.papers import ADDRESS, IDENTITY_NUMBER, MOBILE, NAME

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NOTICE = Document(title="关于二次供水改造补助发放情况的公告", text="补助已发放，详见附件。")
FOR_ALL = Document(title="关于东河片区二次供水改造补助情况的说明", text="告知书见附件。")
REASON = "值班电话，已对外公布。"
FOUND = re.compile("发现.*及处理决定")
TALL = {"width": 1280, "height": 1500}


@pytest.fixture(scope="module")
def desk(windows: Windows, world: World) -> Desk:
    """The organ's people at their desks; the clerk's window shows a page of paper whole."""
    desk = Desk(windows, world)
    desk.page_of("clerk").set_viewport_size(TALL)
    return desk


@pytest.fixture(scope="module")
def watch() -> Watch:
    """Looks at each page once."""
    return Watch()


@pytest.fixture(scope="module")
def drawer(windows: Windows, desk: Desk) -> Page:
    """The window of the clerk who handles the case, in which no script runs."""
    page = windows.without_scripts("second clerk")
    sign_in(page, desk.username_of("second clerk"))
    return page


def test_attachments_are_examined_cleaned_redacted_published_and_withdrawn(
    desk: Desk, windows: Windows, watch: Watch, tmp_path: Path
) -> None:
    letter = a_letter(tmp_path)
    record_id = desk.register(NOTICE)
    page = desk.page_of("clerk")
    _attach_both(page, record_id, watch, letter, a_book())
    _is_held_back(page, record_id)
    _sees_each_in_its_place(page, watch)
    _cleans_the_book(page)
    _redacts_the_letter(desk, record_id, letter["buffer"], watch)
    _decides_by_keyboard(page, record_id)
    desk.propose(record_id)
    _reviewer_sees_the_decision(desk.page_of("reviewer"), record_id, watch)
    desk.review(NOTICE)
    desk.release(record_id)

    reader = windows.without_scripts("reader")
    files = _reads_both(reader, windows.open("citizen"), watch, tmp_path)
    desk.withdraw(record_id)
    assert {citizen.ask(reader, file).status for file in files} == {citizen.GONE}


def _attach_both(page: Page, record_id: int, watch: Watch, *files: FilePayload) -> None:
    page.goto(f"/desk/records/{record_id}/")
    page.get_by_role("link", name="添加或修改附件").click()
    watch.look(page)
    attach(page, *files)
    expect(page.get_by_role("link", name=LETTER)).to_be_visible()
    work()


def _is_held_back(page: Page, record_id: int) -> None:
    page.goto(f"/desk/records/{record_id}/")
    page.get_by_role("link", name="提请审查").click()
    page.get_by_role("button", name="提请审查").click()
    expect(page.get_by_role("alert")).to_contain_text("公开审查关口暂不放行")
    page.get_by_role("link", name=FOUND).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("放行前审查：向社会公开")


def _sees_each_in_its_place(page: Page, watch: Watch) -> None:
    watch.look(page)
    main = page.get_by_role("main")
    for value in (IDENTITY_NUMBER, MOBILE, ADDRESS, *HIDDEN.values()):
        expect(main).not_to_contain_text(value)
    listed = page.url
    main.locator("li", has_text="底册").filter(has_text="002X").get_by_role("link").click()
    expect(page.locator(".gk-desk-cells mark")).to_have_count(1)
    cells = page.locator(".gk-desk-cells")
    expect(cells).to_contain_text("公民身份号码")
    expect(cells).not_to_contain_text(HIDDEN["姓名"])
    expect(page.get_by_text("底册").first).to_be_visible()
    watch.look(page)
    page.goto(listed)
    main.locator("li", has_text="0038").get_by_role("link").click()
    picture = page.locator(".gk-desk-picture img")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("node => node.naturalWidth") > 0
    page.goto(listed)


def _cleans_the_book(page: Page) -> None:
    page.get_by_role("button", name=f"以净化副本替换 {BOOK}").click()
    expect(page.get_by_text("已去除：")).to_contain_text("隐藏工作表")
    work()


def _redacts_the_letter(desk: Desk, record_id: int, letter: bytes, watch: Watch) -> None:
    page, reviewer = desk.page_of("clerk"), desk.page_of("reviewer")
    page.goto(f"/desk/gate/record/{record_id}/public/")
    page.get_by_role("button", name=f"区分处理（遮盖） {LETTER}").click()
    work()
    page.get_by_role("link", name="刷新查看").click()
    watch.look(page)
    press(page, "public", "开始")
    draw(page, place_of(ADDRESS, letter))
    watch.look(page)
    withhold_kinds(page, "公民身份号码", "手机号码")
    propose_layer(page, "public")
    open_review(reviewer, LETTER, pages=2)
    watch.look(reviewer)
    sign_layer(reviewer)
    expect(reviewer.get_by_text("已批准。")).to_be_visible()
    page.reload()
    press(page, "public", "作为信息的附件")
    expect(page.get_by_text("该文件现在是信息的附件。")).to_be_visible()


def _decides_by_keyboard(page: Page, record_id: int) -> None:
    """Only the telephone is left: what every reader of the redaction looked at is decided."""
    page.goto(f"/desk/records/{record_id}/")
    page.get_by_role("link", name=FOUND).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 项检查发现待处理")).to_be_visible()
    waiting = page.get_by_role("main").locator("li", has_text="1********00")
    tab_to(page, waiting.get_by_role("checkbox"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("可以放行"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("[name=reason]"))
    page.keyboard.type(REASON)
    tab_to(page, page.get_by_role("button", name="作出决定", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有问题，可以发布。")).to_be_visible()


def _reviewer_sees_the_decision(page: Page, record_id: int, watch: Watch) -> None:
    page.goto(f"/desk/records/{record_id}/secrecy-review/")
    gate = page.locator("section[aria-labelledby=gate]")
    expect(gate).to_contain_text(REASON)
    expect(gate).to_contain_text("可以放行")
    watch.look(page)


def _reads_both(reader: Page, citizen_page: Page, watch: Watch, folder: Path) -> list[str]:
    """Return the addresses of both files and of the text that is left of the redacted one."""
    citizen.find(reader, IN_THE_BOOK, NOTICE.title)
    citizen.find(reader, IN_THE_LETTER, NOTICE.title)
    attached = reader.locator("section[aria-labelledby=attachments]")
    for title in (BOOK, LETTER):
        link = attached.get_by_role("link", name=title.rpartition(".")[0]).first
        with reader.expect_download() as coming:
            link.click()
        taken = Path(coming.value.path()).read_bytes()
        removed = (IDENTITY_NUMBER, MOBILE, ADDRESS, *HIDDEN.values())
        assert_not_in(folder, taken, *removed)
    citizen_page.goto(reader.url)
    watch.look(citizen_page)
    addresses = [link.get_attribute("href") or "" for link in attached.get_by_role("link").all()]
    attached.get_by_role("link", name="阅读此文件的文字").click()
    expect(reader.get_by_role("main")).to_contain_text(IN_THE_LETTER)
    expect(reader.get_by_role("main")).not_to_contain_text(ADDRESS)
    citizen_page.goto(reader.url)
    watch.look(citizen_page)
    assert len(addresses) == 3
    assert {citizen.ask(reader, address).status for address in addresses} == {200}
    return addresses


def test_a_paper_is_redacted_for_its_applicant_and_more_strictly_for_the_public(
    desk: Desk, drawer: Page, windows: Windows, world: World, watch: Watch, tmp_path: Path
) -> None:
    letter = a_letter(tmp_path)
    home = windows.without_scripts("applicant")
    receipt = applicant.apply(home, world.bureau.organ.pk)
    _accept(desk, receipt, world)
    _put_with_the_reply(desk, drawer, receipt, letter)
    material = _redact_for_the_applicant(desk, drawer, letter["buffer"], watch)
    _give(desk, drawer, receipt)
    applicant.follow(home, receipt)
    _take(home, LETTER, tmp_path, there=(MOBILE, NAME), gone=(IDENTITY_NUMBER, ADDRESS))
    applicant.follow(windows.open("follower"), receipt)
    watch.look(windows.open("follower"))

    _fewer_boxes_are_refused(desk, drawer, material)
    _more_boxes_are_approved(desk, drawer, material, letter["buffer"])
    _make_public(desk, drawer, receipt, material)
    reader = windows.without_scripts("reader")
    citizen.find(reader, IN_THE_LETTER, FOR_ALL.title)
    gone = (IDENTITY_NUMBER, ADDRESS, MOBILE, NAME)
    _take(reader, LETTER.rpartition(".")[0], tmp_path, there=(IN_THE_LETTER,), gone=gone)


def _put_with_the_reply(desk: Desk, drawer: Page, receipt: Receipt, letter: FilePayload) -> None:
    page = _move(desk, "second clerk", receipt, "reply")
    page.locator("fieldset select[name$=outcome_code]").first.select_option("granted")
    page.locator("button[name=do][value=choose]").first.click()
    page.locator("fieldset textarea[name$=where]").first.fill("随本答复书提供《补助告知书》。")
    _press(page)
    drawer.goto(page.url)
    drawer.locator("main input[type=file]").set_input_files([letter])
    drawer.locator("main form:has(input[type=file]) button[type=submit]").click()
    expect(drawer.get_by_role("main").get_by_role("link", name=LETTER)).to_be_visible()
    work()
    page = _move(desk, "second clerk", receipt, "propose")
    _press(page)
    expect(page.get_by_role("alert")).to_contain_text("公开审查关口暂不放行")
    drawer.goto(page.get_by_role("link", name=FOUND).get_attribute("href") or "")
    expect(drawer.get_by_role("heading", level=1)).to_contain_text("放行前审查：向申请人")


def _redact_for_the_applicant(desk: Desk, drawer: Page, letter: bytes, watch: Watch) -> str:
    """Return the address of the material."""
    drawer.get_by_role("button", name=f"区分处理（遮盖） {LETTER}").click()
    material = drawer.url
    work()
    drawer.reload()
    press(drawer, "applicant", "开始")
    type_area(drawer, place_of(ADDRESS, letter))
    withhold_kinds(drawer, "公民身份号码")
    propose_layer(drawer, "applicant")
    reviewer = desk.page_of("reviewer")
    open_review(reviewer, LETTER, pages=2)
    sign_layer(reviewer)
    expect(reviewer.get_by_text("已批准。")).to_be_visible()
    watch.look(reviewer)
    drawer.goto(material)
    press(drawer, "applicant", "随答复提供")
    expect(drawer.get_by_text("该文件现在随答复提供。")).to_be_visible()
    return material


def _give(desk: Desk, drawer: Page, receipt: Receipt) -> None:
    drawer.get_by_role("link", name=FOUND).click()
    decide_all(drawer, "本户联系电话，告知书当事人同意提供。")
    _do(desk, "second clerk", receipt, "propose")
    _review_and_issue(desk, receipt)


def _take(
    page: Page, link: str, folder: Path, *, there: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    """Download a redacted file and read the text that is left of it, without scripts."""
    assert_not_in(folder, applicant.download(page, link), *gone)
    page.get_by_role("link", name="阅读此文件的文字").click()
    for words in there:
        expect(page.get_by_role("main")).to_contain_text(words)
    for words in gone:
        expect(page.get_by_role("main")).not_to_contain_text(words)


def _fewer_boxes_are_refused(desk: Desk, drawer: Page, material: str) -> None:
    drawer.goto(material)
    press(drawer, "public", "开始")
    # It begins with what the applicant was not given.
    expect(drawer.locator("rect.gk-redact__box")).to_have_count(2)
    drawer.locator("[name=box]").first.check()
    drawer.get_by_role("button", name="移除勾选的遮盖框").click()
    expect(drawer.locator("rect.gk-redact__box")).to_have_count(1)
    propose_layer(drawer, "public")
    reviewer = desk.page_of("reviewer")
    open_review(reviewer, LETTER, pages=2)
    sign_layer(reviewer)
    expect(reviewer.get_by_role("alert")).to_contain_text("供公众的版本会露出")
    sign_layer(reviewer, agrees=False, opinion="还须遮盖姓名和电话。")
    expect(reviewer.get_by_text("已附意见退回。")).to_be_visible()


def _more_boxes_are_approved(desk: Desk, drawer: Page, material: str, letter: bytes) -> None:
    drawer.goto("/desk/")
    drawer.locator("section[aria-labelledby=layers]").get_by_role("link", name=LETTER).click()
    assert drawer.url == material
    expect(drawer.get_by_text("还须遮盖姓名和电话。")).to_be_visible()
    drawer.locator(card(drawer, "public")).get_by_role("link", name="遮盖").click()
    type_area(drawer, place_of(ADDRESS, letter))
    withhold_kinds(drawer, "公民身份号码", "手机号码")
    withhold_term(drawer, NAME)
    propose_layer(drawer, "public")
    reviewer = desk.page_of("reviewer")
    open_review(reviewer, LETTER, pages=2)
    sign_layer(reviewer)
    expect(reviewer.get_by_text("已批准。")).to_be_visible()


def _make_public(desk: Desk, drawer: Page, receipt: Receipt, material: str) -> None:
    """Register what was given for all, attach the public's layer, and bring it out."""
    page = _move(desk, "second clerk", receipt, "for-all")
    page.locator("[name=title]").fill(FOR_ALL.title)
    page.locator("[name=summary]").fill("说明改造补助的发放情况。")
    page.locator("[name=text]").fill(FOR_ALL.text)
    page.locator("[name=generated_on]").fill("2026年3月12日")
    _press(page)
    record = page.url
    page.goto(f"{record}edit/")
    page.get_by_role("group", name="公开属性").get_by_label("主动公开", exact=True).check()
    page.get_by_role("group", name="公开时限").get_by_label("长期公开").check()
    page.locator("[name=ground_code]").select_option(FOR_ALL.ground)
    page.get_by_role("button", name="保存草稿").click()
    drawer.goto(material)
    press(drawer, "public", "作为信息的附件")
    expect(drawer.get_by_text("该文件现在是信息的附件。")).to_be_visible()
    drawer.get_by_role("link", name=FOUND).click()
    # What the reviewer of the redaction looked at by eye is decided wherever the file goes.
    expect(drawer.get_by_text("没有问题，可以发布。")).to_be_visible()
    record_id = int(record.rstrip("/").rsplit("/", 1)[-1])
    desk.propose(record_id)
    desk.review(FOR_ALL)
    desk.release(record_id)
