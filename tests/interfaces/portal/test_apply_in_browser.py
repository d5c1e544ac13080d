"""Applying and following in a browser: no barrier on any page, no script and no mouse needed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.factories import organs, records
from tests.factories.applications import Desk, a_desk
from tests.factories.records import content
from tests.interfaces.portal.applicants import PNG
from tests.interfaces.portal.conftest import with_offices

from gongkai.applications.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
SHOTS = os.environ.get("GONGKAI_SHOTS")
"""A folder for pictures of the pages, to be looked at."""
ASKED = "东湖片区危旧房改造资金使用情况"
MOST_STOPS = 60


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
    """Somebody at a window, who fills in the form in one language and is looked over."""

    def __init__(self, page: Page, site: str, desk: Desk, language: str) -> None:
        self.page, self.site, self.desk = page, site, desk
        self.language = language
        self.faults: list[str] = []

    def open(self, path: str) -> None:
        """Open an address of the site in this language."""
        self.page.goto(f"{self.site}{self.language}{path}")

    def form(self, step: str = "") -> str:
        """Return the path of a page of the form."""
        return f"/apply/{self.desk.organ.pk}/{step}"

    def look(self, name: str) -> None:
        """Note the barriers of the page that is open, and whether it is wider than the window."""
        if SHOTS:
            width = (self.page.viewport_size or {"width": 0})["width"]
            language = self.language.strip("/") or "zh"
            shot = Path(SHOTS) / f"{name}-{language}-{width}.png"
            self.page.screenshot(path=str(shot), full_page=True)
        found = Axe().run(self.page, options=RULES)
        if found.response["violations"]:
            self.faults.append(f"{name}: {found.generate_report()}")
        if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            self.faults.append(f"{name}: wider than the window")

    def go_on(self) -> None:
        """Save the page and go on."""
        self.page.locator("main form[novalidate] button[type=submit]:not([name])").click()

    def fill(self, **values: str) -> None:
        """Type into the boxes of these names."""
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def choose(self, name: str, value: str) -> None:
        """Choose one of the radio buttons."""
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
        self.page.wait_for_load_state()
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
        file = {"name": "身份证正面.png", "mimeType": "image/png", "buffer": PNG}
        self.page.locator("main [name=proof]").set_input_files([file, file])  # type: ignore[list-item]
        self.page.locator("main button[name=stay]").click()
        self.look("apply-6-proofs")
        self.go_on()

    def refused(self) -> None:
        """Leave everything out and look at what is said."""
        for step in ("kind", "who", "contact", "what", "how", "proofs"):
            self.open(self.form(f"{step}/"))
            self.go_on()
            self.look(f"apply-refused-{step}")


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_on_any_page(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    desk: Desk,
    width: int,
    language: str,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    reader = Reader(page, live_server.url, desk, language)
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


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_where_something_is_missing(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    desk: Desk,
    width: int,
    language: str,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    reader = Reader(page, live_server.url, desk, language)
    reader.open(reader.form("kind/"))
    reader.choose("applicant_kind", "organisation")
    reader.go_on()
    reader.refused()
    reader.open(reader.form("check/"))
    reader.look("apply-refused-check")
    assert reader.faults == [], "\n".join(reader.faults)
