"""The desk in a browser: no script needed; of barriers, what tests/journeys/visits.py misses."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, Page
from tests.amount import WINDOWS
from tests.factories import organs, records
from tests.interfaces.desk.conftest import Town
from tests.journeys.looking import look_at

from gongkai.organs.models import Organ
from gongkai.records.models import Record
from gongkai.review.models import StepKind

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


def _at_approval(town: Town) -> Record:
    record = town.published(text="第一条 总则\n第二条 管理\n第三条 附则")
    said = records.content(
        "voluntary", text="第一条 总则\n第二条 安全管理\n第三条 附则", change_note="更正第二条。"
    )
    clerk = town.client("clerk")
    change = {"change_note": "更正第二条。", "change_kind": "correction"}
    clerk.post(reverse("desk:new_version", args=[record.pk]), change)
    version = record.versions.order_by("-number")[0]
    form = {"title": said.title, "summary": said.summary, "text": said.text, "forms": ["website"]}
    form |= {"generated_on": "2026-03-16", "time_limit": "long_term", "category": "voluntary"}
    form |= {"ground_code": said.ground_code, **change}
    clerk.post(reverse("desk:edit", args=[record.pk]), form)
    version.refresh_from_db()
    town.office.proposed(version)
    version.refresh_from_db()
    town.office.step(version, StepKind.SECRECY)
    return record


@pytest.mark.parametrize(("language", "width"), WINDOWS)
def test_the_approval_of_a_correction_has_no_barrier(
    page: Page, town: Town, live_server: object, language: str, width: int
) -> None:
    record = _at_approval(town)
    page.set_viewport_size({"width": width, "height": 900})
    _sign_in(page, town, "in_charge", str(live_server))
    with translation.override(language):
        address = reverse("desk:approval", args=[record.pk])
    answer = page.goto(f"{live_server}{address}")
    assert answer is not None
    assert answer.status == 200
    look_at(page, f"{language}-{width}-approval-of-a-correction")


def test_information_is_registered_without_scripts(
    plain_page: Page, town: Town, live_server: object
) -> None:
    _sign_in(plain_page, town, "clerk", str(live_server))
    plain_page.goto(f"{live_server}{reverse('desk:register')}")
    plain_page.fill("#id_title", "关于水库管理的通知")
    plain_page.fill("#id_summary", "规定水库管理。")
    plain_page.fill("#id_generated_on", "2026-03-02")
    plain_page.click("main form[method=post] button[type=submit]")

    assert plain_page.locator("h1").inner_text() == "关于水库管理的通知"
    organ = Organ.objects.get(pk=town.office.organ.pk)
    assert Record.objects.filter(organ=organ).count() == 1


def test_a_step_is_signed_by_keyboard(page: Page, town: Town, live_server: object) -> None:
    record = town.proposed()
    _sign_in(page, town, "reviewer", str(live_server))
    page.goto(f"{live_server}{reverse('desk:secrecy_review', args=[record.pk])}")
    page.focus("#id_decision_0")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("同意公开")
    page.keyboard.press("Tab")
    page.keyboard.type(organs.PASSWORD)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{reverse('desk:record', args=[record.pk])}")
    assert record.versions.get().state == "reviewed"
