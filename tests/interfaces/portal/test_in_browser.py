"""The portal in a browser: no barrier, no sideways scrolling, no script and no mouse needed."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.amount import WINDOWS, is_examined
from tests.factories import organs, records
from tests.factories.records import content
from tests.interfaces.portal.conftest import with_offices
from tests.journeys.looking import barriers, is_too_wide, take_picture

from gongkai.records.models import Record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "云梦省人民政府办公厅关于" + "转发" * 80 + "镕堃喆㛃" + "x" * 40
TEXT = "\n".join(f"## 第{n}章\n第{n}条 保障住房。\n{'unbroken' * 30}" for n in ("一", "二", "三"))


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: refused by the policy, not found, broken scripts."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert [said for said in heard if "404 (" not in said and "410 (" not in said] == []


@pytest.fixture
def record() -> Record:
    """A corrected record with a very long title, beside a ★ entry and a withdrawn one."""
    records.load_tables()
    organ = organs.an_organ("云梦省住房和城乡建设厅")
    with_offices(organ)
    office = records.an_office(organ)
    listed = office.released(content("on_application", title="住房地块勘测资料"))
    taken = office.released(content(title="撤回的通知"))
    said = content(title=LONG, text=TEXT, theme_code="0904", is_normative=True, validity="in_force")
    found = office.released(said)
    found = office.corrected(found, content(title=LONG, text=f"{TEXT}\n第四条 附则。"))
    office.hidden(taken)
    assert (listed.pk, taken.pk) == (found.pk - 2, found.pk - 1)
    return found


def _addresses(record: Record) -> dict[str, str]:
    """Return the pages on which this record or a question makes a difference; journeys see all."""
    one = f"/records/{record.pk}/"
    return {
        "home": "/",
        "organ": f"/organs/{record.organ_id}/",
        "catalogue": "/catalogue/?year=2026&page=x",
        "search": "/search/?q=住房",
        "record": one,
        "print": f"{one}print/",
        "versions": f"{one}versions/",
        "version": f"{one}versions/1/",
        "compare": f"{one}compare/",
        "listed": f"/records/{record.pk - 2}/",
        "changes": "/changes/",
        "check": "/check-a-copy/?digest=zz",
        "check-unknown": f"/check-a-copy/?digest={'ab' * 32}",
        "apply": f"/apply/?record={record.pk - 2}",
        "complain": f"/complain/?organ={record.organ_id}",
        "missing": "/nowhere/",
    }


@pytest.mark.parametrize(("language", "width"), WINDOWS)
def test_no_barrier_on_any_page(
    page: Page,
    live_server: object,
    complaints: list[str],
    record: Record,
    width: int,
    language: str,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    prefix = {"zh-hans": "", "en": "/en"}[language]
    faults = {}
    for name, address in _addresses(record).items():
        if not is_examined(name, (language, width)):
            continue
        page.goto(f"{live_server}{prefix}{address}")
        take_picture(page, f"{name}-{language}-{width}")
        if found := barriers(page):
            faults[name] = found
        if is_too_wide(page):
            faults[f"{name}: wide"] = page.url
    assert not faults, "\n".join(f"{name}: {said}" for name, said in faults.items())


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_derivation_of_a_date_fits_a_narrow_screen(
    page: Page, live_server: object, record: Record, language: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{live_server}{language}/deadline/?received=2026-02-10&limit=own&days=15")
    assert page.locator(".gk-derivation tbody tr").count() > 15
    hidden = page.locator(".gk-table").evaluate("region => region.scrollWidth - region.clientWidth")
    assert hidden == 0


def test_a_citizen_finds_reads_and_downloads_without_script_or_mouse(
    new_context: Callable[..., BrowserContext], live_server: object, record: Record
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server}/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("镕堃")
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="云梦省人民政府办公厅关于")
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("镕堃喆㛃")
    download = page.get_by_role("link", name="下载正文")
    download.focus()
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    assert started.value.suggested_filename.endswith(".txt")
    assert "第四条 附则。" in started.value.path().read_text(encoding="utf-8")


def test_the_way_to_the_other_language_stays_on_the_page(
    page: Page, live_server: object, record: Record
) -> None:
    page.goto(f"{live_server}/catalogue/?year=2026")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{live_server}/en/catalogue/?year=2026")
    expect(page.get_by_role("heading", level=1)).to_have_text("Catalogue of information")


def test_suggestions_come_while_typing(page: Page, live_server: object, record: Record) -> None:
    page.goto(f"{live_server}/search/")
    page.get_by_role("searchbox").press_sequentially("住房地块", delay=20)
    suggestion = page.locator("#search-suggestions").get_by_role("link")
    expect(suggestion.first).to_have_text("住房地块勘测资料")
    suggestion.first.click()
    expect(page.get_by_role("searchbox")).to_have_value("住房地块勘测资料")
