"""From the form to the delivered letter: an applicant without scripts and four people of the organ.

Walked under both texts of the Regulations in a thorough run, in every other under the one that is
the default; at each step the due date and its day-by-day
explanation are read off the applicant's page.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pypdfium2
import pytest
import time_machine
from django.db import connection
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests.amount import thorough_or
from tests.factories.examined import examined
from tests.factories.organs import PASSWORD
from tests.journeys import applicant
from tests.journeys.applicant import Receipt
from tests.journeys.conftest import Windows, sign_in
from tests.journeys.steps import Desk
from tests.journeys.world import World

from gongkai.applications.models import ReplyFile

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GIVEN = "二次供水设施改造验收表：东河片区验收合格。"


@dataclass(frozen=True)
class Days:
    """Under one text of the Regulations: when the reply is due at each step."""

    regime: str
    confirms: bool
    limit: int
    at_first: str
    after_correction: str
    after_extension: str
    answer_by: str = ""


# Received Monday 16 March 2026; 4 to 6 April are off, 1 to 5 May too, 9 May is worked.
OLD = Days("ogi-2008", False, 15, "2026-04-07", "2026-04-10", "2026-05-06")
# Confirmed on 17 March; corrected on the 20th, from which all 20 working days run anew.
NEW = Days("ogi-2019", True, 20, "2026-04-15", "2026-04-20", "2026-05-20", "2026-03-31")


@pytest.fixture(scope="module")
def desk(windows: Windows, world: World) -> Desk:
    """The organ's people at their desks."""
    return Desk(windows, world)


@pytest.mark.parametrize("days", [OLD, NEW][: thorough_or(2, 1)], ids=lambda days: days.regime)
def test_an_application_from_the_form_to_the_letter(
    days: Days,
    desk: Desk,
    windows: Windows,
    world: World,
    settings: Settings,
    fixed_moment: time_machine.Traveller,
) -> None:
    settings.REGIME = days.regime
    page = windows.without_scripts(f"applicant under {days.regime}")
    receipt = applicant.apply(page, world.bureau.organ.pk)
    if days.confirms:
        assert page.locator(".gk-derivation").count() == 0
        fixed_moment.move_to("2026-03-17 09:30+08:00")
        _do(desk, "clerk", receipt, "confirm-receipt")
    _expect_due(page, receipt, days.at_first, days.limit)

    fixed_moment.move_to("2026-03-17 10:00+08:00")
    _ask_correction(desk, receipt, days)
    fixed_moment.move_to("2026-03-20 10:00+08:00")
    _correct(page, receipt)
    text = _expect_due(page, receipt, days.after_correction, days.limit)
    assert ("等待补正" in text) is not days.confirms

    _accept(desk, receipt, world)
    _extend(desk, receipt, days)
    _expect_due(page, receipt, days.after_extension, days.limit * 2)

    _answer(desk, receipt)
    assert not _reads(page, receipt, "验收表.txt")
    _review_and_issue(desk, receipt)
    _take_the_letter(page, receipt, days)
    _do(desk, "second clerk", receipt, "close")
    assert _reads(page, receipt, "已答复并办结")


def _at_desk(desk: Desk, person: str) -> Page:
    """Return the window of this person, who signs in again on another day."""
    page = desk.page_of(person)
    page.goto("/desk/")
    if "/accounts/login/" in page.url:
        sign_in(page, desk.username_of(person))
    return page


def _open(desk: Desk, person: str, receipt: Receipt) -> Page:
    page = _at_desk(desk, person)
    page.goto(f"/desk/cases/?text={receipt.number}")
    page.get_by_role("main").locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(receipt.number)
    return page


def _move(desk: Desk, person: str, receipt: Receipt, move: str) -> Page:
    page = _open(desk, person, receipt)
    page.locator(f".gk-desk-moves a[href$='/{move}/']").click()
    return page


def _press(page: Page) -> None:
    """Press the one green button of the page, or the warning one."""
    page.locator("main form button.govuk-button:not(.govuk-button--secondary)").first.click()


def _sent(page: Page, receipt: Receipt) -> None:
    _press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(receipt.number)


def _do(desk: Desk, person: str, receipt: Receipt, move: str) -> None:
    _sent(_move(desk, person, receipt, move), receipt)


def _ask_correction(desk: Desk, receipt: Receipt, days: Days) -> None:
    page = _move(desk, "clerk", receipt, "ask-correction")
    page.locator("[name=points]").fill("请写明所指片区的范围。\n请说明是否需要验收照片。")
    if days.answer_by:
        page.locator("[name=answer_by]").fill(days.answer_by)
    _sent(page, receipt)


def _correct(page: Page, receipt: Receipt) -> None:
    applicant.follow(page, receipt)
    expect(page.get_by_text("请写明所指片区的范围。")).to_be_visible()
    applicant.correct(page, "东河以东、明德路以西；不需要照片。")
    expect(page.locator(".portal-number").first).to_have_text(receipt.number)


def _accept(desk: Desk, receipt: Receipt, world: World) -> None:
    page = _move(desk, "clerk", receipt, "accept")
    colleague = str(world.people["second clerk"].pk)
    page.locator(f"[name=assigned_to][value='{colleague}']").check()
    _sent(page, receipt)


def _extend(desk: Desk, receipt: Receipt, days: Days) -> None:
    page = _move(desk, "second clerk", receipt, "more-time")
    page.locator("[name=working_days]").fill(str(days.limit))
    page.locator("[name=reason]").fill("验收档案由三个科室分别保存，需要逐项核对。")
    _sent(page, receipt)
    page = _move(desk, "leader", receipt, "decide")
    page.locator("[name=decision]").first.check()
    page.locator("[name=secret]").fill(PASSWORD)
    _sent(page, receipt)


def _answer(desk: Desk, receipt: Receipt) -> None:
    page = _move(desk, "second clerk", receipt, "reply")
    page.locator("fieldset select[name$=outcome_code]").first.select_option("granted")
    page.locator("button[name=do][value=choose]").first.click()
    where = page.locator("fieldset textarea[name$=where]").first
    where.fill("随本答复书提供《东河片区二次供水设施改造验收表》。")
    _press(page)
    file = {"name": "验收表.txt", "mimeType": "text/plain", "buffer": GIVEN.encode()}
    # The script that sends files takes over once it is loaded.
    page.wait_for_load_state()
    page.locator("main input[type=file]").set_input_files([file])
    expect(page.get_by_role("checkbox", name="验收表.txt")).to_be_checked()
    page.locator("main form:has(input[type=file]) button[type=submit]").click()
    expect(page.get_by_role("main").get_by_role("link", name="验收表.txt")).to_be_visible()
    _work_off_the_queue()
    _do(desk, "second clerk", receipt, "propose")


def _work_off_the_queue() -> None:
    # On a connection of its own: what the test's own writes is never committed.
    with ThreadPoolExecutor(1) as worker:
        worker.submit(_examine_files).result()


def _examine_files() -> None:
    for given in ReplyFile.objects.all():
        examined(given.stored_id, given.name)
    connection.close()


def _review_and_issue(desk: Desk, receipt: Receipt) -> None:
    for person, step in (("reviewer", "secrecy-review"), ("leader", "approval")):
        page = _at_desk(desk, person)
        page.get_by_role("main").locator("tbody a[href*='/cases/']").first.click()
        if not page.url.endswith(f"/{step}/"):
            page.locator(f".gk-desk-moves a[href$='/{step}/']").click()
        page.get_by_label("同意", exact=True).check()
        if page.locator("[name=files_read]").count():
            page.locator("[name=files_read]").check()
        page.locator("[name=secret]").fill(PASSWORD)
        _press(page)
        expect(page.locator(".govuk-error-summary")).to_have_count(0)
    _do(desk, "second clerk", receipt, "issue")


def _take_the_letter(page: Page, receipt: Receipt, days: Days) -> None:
    applicant.follow(page, receipt)
    assert applicant.download(page, "验收表.txt").decode() == GIVEN
    letter = pypdfium2.PdfDocument(applicant.download(page, "答复书"))
    text = "".join("".join(p.get_textpage().get_text_range().split()) for p in letter)
    for fact in (applicant.NAME, receipt.number, "云梦市水务局", "予以公开", "验收表.txt"):
        assert fact in text
    assert ("711" in text) is days.confirms
    assert "行政复议" in text


def _expect_due(page: Page, receipt: Receipt, due: str, counted: int) -> str:
    applicant.follow(page, receipt)
    last, numbered, text = applicant.due_on_page(page)
    assert (last, len(numbered)) == (due, counted)
    return text


def _reads(page: Page, receipt: Receipt, words: str) -> bool:
    applicant.follow(page, receipt)
    return words in page.get_by_role("main").inner_text()
