"""The pages of cases in a browser: no script or mouse needed.

That no page has a barrier is seen by tests/journeys/visits.py, in every state of a case.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page
from tests.factories import organs
from tests.factories.examined import examined
from tests.interfaces.desk.conftest import Town
from tests.journeys.looking import barriers, look_at, take_picture

from gongkai.applications.models import Case, ReplyFile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _sign_in(page: Page, town: Town, persona: str, base: str) -> None:
    client = town.client(persona)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": base}])


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts of the site."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def _go(page: Page, base: str, route: str, *args: object) -> None:
    page.goto(f"{base}{reverse(f'desk:{route}', args=args)}")


def _send(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_a_case_is_handled_without_scripts(
    plain_page: Page, town: Town, live_server: object, tmp_path: Path
) -> None:
    base, page = str(live_server), plain_page
    case_id = town.case("received")
    _sign_in(page, town, "clerk", base)
    _ask_and_correct(page, base, case_id)
    _send_on(page, base, case_id)
    _draft_two_items(page, base, case_id)
    _add_and_remove_a_file(page, tmp_path)
    for given in ReplyFile.objects.filter(reply__case_id=case_id):
        examined(given.stored_id, given.name)
    page.get_by_role("link", name="提请审查").last.click()
    _send(page, "提请审查")
    assert page.locator("h1 + .gk-desk-jump, h1").first.inner_text().startswith("SQ-")

    _sign_for(page, town, "reviewer", base, "review_reply", case_id)
    _sign_for(page, town, "in_charge", base, "approve_reply", case_id)

    _sign_in(page, town, "clerk", base)
    _go(page, base, "issue_reply", case_id)
    _send(page, "发出答复书")
    _go(page, base, "close_case", case_id)
    _send(page, "办结")
    case = Case.objects.get(pk=case_id)
    assert (case.state, case.outcome_code) == ("closed", "partly_granted")


def _ask_and_correct(page: Page, base: str, case_id: int) -> None:
    _go(page, base, "ask_correction", case_id)
    page.fill("#id_points", "请写明年度。\n请补充证件背面。")
    _send(page, "发出补正告知书")
    _go(page, base, "enter_correction", case_id)
    page.fill("#id_answer", "2025年度。")
    _send(page, "录入")


def _send_on(page: Page, base: str, case_id: int) -> None:
    _go(page, base, "accept", case_id)
    _send(page, "受理")


def _draft_two_items(page: Page, base: str, case_id: int) -> None:
    _go(page, base, "reply", case_id)
    page.select_option("#id_item0_outcome_code", "granted")
    page.get_by_role("button", name="选定并继续").first.click()
    page.fill("#id_item0_where", "随本答复书提供。")
    page.get_by_role("button", name="增加一个答复不同的事项").click()
    page.fill("#id_item1_asked", "评审意见")
    page.select_option("#id_item1_outcome_code", "not_held")
    page.get_by_role("button", name="选定并继续").last.click()
    assert page.input_value("#id_item0_where") == "随本答复书提供。"
    page.fill("#id_item1_search_note", "检索了办公系统和纸质档案。")
    page.get_by_role("button", name="保存并继续添加文件").click()


def _add_and_remove_a_file(page: Page, folder: Path) -> None:
    for name in ("资金使用情况表.txt", "误选.txt"):
        file = folder / name
        file.write_text("资金共计1200万元。", encoding="utf-8")
        page.set_input_files("#id_files", str(file))
        _send(page, "添加")
    page.get_by_role("button", name="移除 误选.txt").click()
    assert page.get_by_text("误选.txt").count() == 0
    assert page.get_by_text("资金使用情况表.txt").count() > 0


def _sign_for(page: Page, town: Town, who: str, base: str, route: str, case_id: int) -> None:
    _sign_in(page, town, who, base)
    _go(page, base, route, case_id)
    page.check("#id_decision_0")
    page.check("#id_files_read")
    page.fill("#id_secret", organs.PASSWORD)
    _send(page, "签署决定")


def test_with_scripts_a_chosen_outcome_brings_its_fields_at_once(
    page: Page, town: Town, live_server: object
) -> None:
    case_id = town.case("accepted")
    _sign_in(page, town, "clerk", str(live_server))
    _go(page, str(live_server), "reply", case_id)

    page.fill("#id_item0_asked", "资金")
    page.focus("#id_item0_outcome_code")
    page.select_option("#id_item0_outcome_code", "refused_internal")

    page.locator("#id_item0_ground_code").wait_for()
    assert page.input_value("#id_item0_asked") == "资金"
    assert page.evaluate("document.activeElement.id") == "id_item0_outcome_code"
    assert barriers(page) == ""


def test_enter_in_a_field_of_the_reply_removes_nothing(
    plain_page: Page, town: Town, live_server: object
) -> None:
    case_id = town.case("drafted")
    _sign_in(plain_page, town, "clerk", str(live_server))
    _go(plain_page, str(live_server), "reply", case_id)
    plain_page.select_option("#id_item0_outcome_code", "not_this_organ")
    plain_page.get_by_role("button", name="选定并继续").first.click()

    plain_page.fill("#id_item0_competent_organ", "云梦市财政局")
    plain_page.press("#id_item0_competent_organ", "Enter")

    assert plain_page.input_value("#id_item0_competent_organ") == "云梦市财政局"
    assert plain_page.locator(".gk-desk-matter").count() == 2


def test_more_time_is_granted_by_keyboard(page: Page, town: Town, live_server: object) -> None:
    case_id = town.case("more_time")
    _sign_in(page, town, "in_charge", str(live_server))
    _go(page, str(live_server), "decide_extension", case_id)
    page.focus("#id_decision_0")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("情况属实，准予延期。")
    page.keyboard.press("Tab")
    page.keyboard.type(organs.PASSWORD)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{reverse('desk:case', args=[case_id])}")
    assert Case.objects.get(pk=case_id).extensions.get().granted is True


def test_the_slip_with_a_new_code_is_printed_without_the_desk_around_it(
    page: Page, town: Town, live_server: object
) -> None:
    case_id = town.case("received")
    _sign_in(page, town, "clerk", str(live_server))
    _go(page, str(live_server), "reissue_code", case_id)
    page.fill("#id_how_identified", "窗口查验身份证原件")
    _send(page, "停用原查询码并生成新码")
    look_at(page, "slip")

    page.emulate_media(media="print")
    take_picture(page, "slip-printed")

    assert page.locator(".gk-desk-slip").is_visible()
    for hidden in (".gk-queues", ".gk-account-bar", ".gk-desk-no-print"):
        assert not page.locator(hidden).first.is_visible(), hidden
