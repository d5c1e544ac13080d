"""Applying and following in a browser: no barrier on any page, no script and no mouse needed."""

from collections.abc import Callable, Iterator
from typing import Literal

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.amount import THOROUGH, WINDOWS
from tests.factories import organs, records
from tests.factories.applications import Desk, a_desk
from tests.factories.records import content
from tests.interfaces.portal.applicants import PNG
from tests.interfaces.portal.conftest import with_offices
from tests.journeys.looking import SHOTS, barriers, is_too_wide, take_picture

from gongkai.applications.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKED = "东湖片区危旧房改造资金使用情况"
PROOF: FilePayload = {"name": "身份证正面.png", "mimeType": "image/png", "buffer": PNG}
MOST_STOPS = 60
SEEN_BY_JOURNEYS = frozenset(
    (
        *("apply-start", "apply-1-kind", "apply-2-who", "apply-3-contact", "apply-4-public"),
        *("apply-5-how", "receipt", "apply-sent"),
        *("case-correct", "case-correct-form", "case-withdraw"),
    )
)
"""Pages that are seen with the same content in tests/journeys/visits.py; here thoroughly only."""


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: refused by the policy, not found, broken scripts."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert heard == []


@pytest.fixture
def desk() -> Desk:
    """An organ that publishes and takes applications."""
    records.load_tables()
    organ = organs.an_organ("云梦省住房和城乡建设厅")
    with_offices(organ)
    office = records.an_office(organ)
    office.released(content(title=f"{ASKED}公示"))
    office.released(content("on_application", title="东湖片区勘测定界资料"))
    return a_desk(organ)


class Reader:
    """Somebody at a window, who fills in the form in one language and may look it over."""

    def __init__(
        self, page: Page, site: str, desk: Desk, language: str = "zh-hans", *, looks: bool = False
    ) -> None:
        self.page, self.site, self.desk = page, site, desk
        self.language, self.looks = language, looks
        self.faults: list[str] = []

    def open(self, path: str) -> None:
        """Open an address of the site in this language."""
        prefix = {"zh-hans": "", "en": "/en"}[self.language]
        self.page.goto(f"{self.site}{prefix}{path}")

    def form(self, step: str = "") -> str:
        """Return the path of a page of the form."""
        return f"/apply/{self.desk.organ.pk}/{step}"

    def look(self, name: str) -> None:
        """Note the barriers of the page that is open, and whether it is wider than the window."""
        self.page.wait_for_load_state()
        if not self.looks or (name in SEEN_BY_JOURNEYS and not (THOROUGH or SHOTS)):
            return
        width = (self.page.viewport_size or {"width": 0})["width"]
        take_picture(self.page, f"{name}-{self.language}-{width}")
        if found := barriers(self.page):
            self.faults.append(f"{name}: {found}")
        if is_too_wide(self.page):
            self.faults.append(f"{name}: wider than the window")

    def go_on(self) -> None:
        """Save the page and go on."""
        self.page.locator("main form[novalidate] button[type=submit]:not([name])").click()
        self.page.wait_for_load_state()

    def fill(self, **values: str) -> None:
        """Type into the boxes of these names."""
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def choose(self, name: str, value: str) -> None:
        """Choose one of the radio buttons."""
        self.page.wait_for_load_state()
        self.page.locator(f"main [name={name}][value={value}]").check()

    def fill_in(self) -> None:
        """Fill in everything up to the files, and look at each page on the way."""
        self.open(self.form())
        self.look("apply-1-kind")
        self.choose("applicant_kind", "citizen")
        self.go_on()
        self.fill(name="石小禾", identity_number="11010519491231002X")
        self.look("apply-2-who")
        self.choose("identity_kind", "identity_card")
        self.go_on()
        self.fill(address="云梦省泽州市东湖路8号", telephone="0960-5550123")
        self.look("apply-3-contact")
        self.go_on()
        self.fill(asked=ASKED)
        expect(self.page.locator("#offers .portal-records")).to_be_visible()
        self.look("apply-4-what")
        self.go_on()
        self.look("apply-4-public")
        self.page.locator("main a.govuk-button").click()
        self.choose("supply_way", "online")
        self.choose("carrier", "electronic")
        self.look("apply-5-how")
        self.go_on()
        self.add_files()

    def add_files(self) -> None:
        """Add a proof and another file."""
        self.page.locator("main [name=proof]").set_input_files([PROOF, PROOF])
        self.page.locator("main button[name=stay]").click()
        self.look("apply-6-proofs")
        self.go_on()

    def refused(self) -> None:
        """Leave everything out and look at what is said."""
        for step in ("kind", "who", "contact", "what", "how", "proofs"):
            self.open(self.form(f"{step}/"))
            self.go_on()
            self.look(f"apply-refused-{step}")


@pytest.mark.parametrize(("language", "width"), WINDOWS if THOROUGH else WINDOWS[:1])
def test_no_barrier_on_any_page(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    desk: Desk,
    width: int,
    language: str,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    reader = Reader(page, live_server.url, desk, language, looks=True)
    reader.open("/apply/")
    reader.look("apply-start")
    reader.open(f"/apply/?organ={desk.organ.pk}")
    reader.look("apply-start-organ")
    reader.open(f"/apply/form/?organ={desk.organ.pk}")
    reader.look("apply-paper")
    reader.fill_in()
    reader.look("apply-7-check")
    reader.open(reader.form())
    reader.look("apply-resume")
    reader.open(reader.form("check/"))
    page.locator("main form:not(.portal-leave) button").click()
    reader.look("receipt")
    given = Case.objects.get()
    reader.open(reader.form())
    reader.look("apply-sent")
    desk.asked_to_correct(given.pk, "请写明所需信息的年度。", "请补充授权委托书。")
    reader.open("/track/case/")
    reader.look("case-correct")
    page.locator("main a.govuk-button").click()
    reader.look("case-correct-form")
    reader.go_on()
    reader.look("case-correct-refused")
    desk.corrected(given.pk)
    desk.accepted(given.pk)
    reader.open("/track/case/withdraw/")
    reader.look("case-withdraw")
    desk.replied(given.pk)
    reader.open("/track/case/")
    reader.look("case-answered")
    page.locator(".portal-case-close button").click()
    reader.look("track-closed")
    reader.fill(number="SQ", code="x")
    reader.go_on()
    reader.look("track-wrong")
    assert reader.faults == [], "\n".join(reader.faults)


@pytest.mark.parametrize(("language", "width"), WINDOWS if THOROUGH else WINDOWS[1:])
def test_no_barrier_where_something_is_missing(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    desk: Desk,
    width: int,
    language: str,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    reader = Reader(page, live_server.url, desk, language, looks=True)
    reader.open(reader.form("kind/"))
    reader.choose("applicant_kind", "organisation")
    reader.go_on()
    reader.refused()
    reader.open(reader.form("check/"))
    reader.look("apply-refused-check")
    assert reader.faults == [], "\n".join(reader.faults)


FOCUS_IS_SEEN = """
() => {
  const node = document.activeElement;
  const look = (of) => {
    const style = getComputedStyle(of);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor].join();
  };
  const label = node.labels?.[0];
  const before = label ? getComputedStyle(label, "::before") : null;
  const ring = () => look(node) + (before ? before.outlineWidth + before.boxShadow : "");
  const focused = ring();
  node.blur();
  const plain = ring();
  node.focus();
  return focused !== plain;
}
"""


class Keyboard:
    """Somebody who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, wanted: Locator) -> None:
        """Press Tab until this has the focus; every stop on the way must be seen."""
        expect(wanted).to_have_count(1)
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(FOCUS_IS_SEEN), self.page.url
            if wanted.evaluate("node => node === document.activeElement"):
                return
        pytest.fail(f"Tab never comes to {wanted} on {self.page.url}")

    def type(self, name: str, text: str) -> None:
        """Type into the box of this name."""
        self.to(self.page.locator(f"main [name={name}]"))
        self.page.keyboard.type(text)

    def choose(self, name: str) -> None:
        """Choose the first radio button of a group."""
        self.to(self.page.locator(f"main [name={name}]").first)
        self.page.keyboard.press("Space")

    def press(self, role: Literal["button", "link"], name: str) -> None:
        """Press a button or follow a link."""
        self.to(self.page.get_by_role("main").get_by_role(role, name=name, exact=True))
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()


def test_with_the_keyboard_alone(page: Page, live_server: LiveServer, desk: Desk) -> None:
    keyboard = Keyboard(page)
    page.goto(f"{live_server}/apply/?organ={desk.organ.pk}")
    keyboard.press("link", "在线申请")
    keyboard.press("button", "保存并继续")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    keyboard.press("link", "请选择申请人是公民，还是法人或者其他组织。")
    expect(page.locator("#id_applicant_kind_0")).to_be_focused()
    page.keyboard.press("Space")
    keyboard.press("button", "保存并继续")
    keyboard.type("name", "石小禾")
    keyboard.choose("identity_kind")
    keyboard.type("identity_number", "11010519491231002X")
    # Enter in a box sends the page on, as everybody expects.
    page.keyboard.press("Enter")
    keyboard.type("address", "云梦省泽州市东湖路8号")
    keyboard.type("telephone", "0960-5550123")
    keyboard.press("button", "保存并继续")
    keyboard.type("asked", ASKED)
    keyboard.press("button", "保存并继续")
    keyboard.press("link", "继续申请")
    keyboard.choose("supply_way")
    keyboard.choose("carrier")
    keyboard.press("button", "保存并继续")
    keyboard.to(page.locator("main [name=proof]"))
    page.locator("main [name=proof]").set_input_files([PROOF])
    keyboard.press("button", "保存并继续")
    keyboard.press("button", "提交申请")
    expect(page.locator(".portal-receipt__code")).to_have_count(2)
    number, code = page.locator(".portal-receipt__code").all_inner_texts()
    page.goto(f"{live_server}/track/")
    keyboard.type("number", number)
    keyboard.type("code", code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已收到")
    keyboard.press("link", "撤回申请")
    keyboard.press("button", "撤回申请")
    expect(page.get_by_role("heading", level=1)).to_contain_text("撤回")
    assert Case.objects.get().state == "withdrawn"


def test_without_scripts(
    new_context: Callable[..., BrowserContext], live_server: LiveServer, desk: Desk
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    reader = Reader(page, live_server.url, desk)
    reader.open(reader.form())
    reader.choose("applicant_kind", "organisation")
    reader.go_on()
    reader.go_on()
    expect(page.get_by_role("alert")).to_contain_text("请填写法定代表人姓名。")
    reader.choose("report_kind", "company")
    reader.fill(name="云梦青禾农业有限公司", legal_representative="丁一禾")
    reader.choose("identity_kind", "credit_code")
    reader.fill(identity_number="91110000600037341L")
    reader.go_on()
    reader.fill(contact_person="米多", address="东湖路8号", telephone="0960-5550123")
    reader.go_on()
    reader.fill(asked=ASKED)
    reader.go_on()
    expect(page.get_by_role("heading", level=1)).to_have_text("是否为以下信息？")
    page.get_by_role("link", name="继续申请").click()
    reader.choose("supply_way", "post")
    reader.choose("carrier", "paper")
    reader.go_on()
    page.locator("main [name=proof]").set_input_files([PROOF])
    page.locator("main button[name=stay]").click()
    page.get_by_role("button", name="移除").click()
    page.locator("main [name=proof]").set_input_files([PROOF])
    reader.go_on()
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator(".portal-receipt__code")).to_have_count(2)
    desk.asked_to_correct(Case.objects.get().pk)
    page.get_by_role("link", name="查看办理进度").click()
    page.get_by_role("link", name="现在补正").click()
    reader.fill(answer="2025年度。")
    reader.go_on()
    expect(page.get_by_text("补正内容已收到。")).to_be_visible()
    page.get_by_text("为什么是这一天").click()
    expect(page.get_by_role("table", name="逐日计算")).to_be_visible()
    assert _downloaded(page, "收件回执").startswith(b"%PDF")
    page.get_by_role("button", name="关闭查询").click()
    expect(page.get_by_text("本浏览器中的查询已关闭。")).to_be_visible()


def _downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=link).click()
    return started.value.path().read_bytes()


def test_a_second_click_sends_nothing_twice(
    page: Page, live_server: LiveServer, desk: Desk
) -> None:
    reader = Reader(page, live_server.url, desk)
    reader.fill_in()
    page.locator("main form:not(.portal-leave) button").dblclick()
    expect(page.locator(".portal-receipt__code")).to_have_count(2)
    assert Case.objects.count() == 1
    first = page.locator(".portal-receipt__code").all_inner_texts()
    page.reload()
    assert page.locator(".portal-receipt__code").all_inner_texts() == first
    page.go_back()
    expect(page.locator(".portal-receipt__code")).to_have_count(2)
    assert Case.objects.count() == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_form_and_receipt_are_one_sheet_of_paper_each(
    page: Page, live_server: LiveServer, desk: Desk, language: str
) -> None:
    reader = Reader(page, live_server.url, desk, language)
    reader.open(f"/apply/form/?organ={desk.organ.pk}")
    assert _sheets(page) == 1
    reader.fill_in()
    page.locator("main form:not(.portal-leave) button").click()
    expect(page.locator(".portal-receipt__code")).to_have_count(2)
    assert _sheets(page) == 1


def _sheets(page: Page) -> int:
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    return len(printed)
