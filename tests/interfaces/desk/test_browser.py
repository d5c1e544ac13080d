"""The desk in a browser: no barrier found by axe, no sideways scrolling, no script needed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, Page
from tests.factories import organs, records
from tests.interfaces.desk.conftest import Town

from gongkai.organs.models import Organ
from gongkai.records.models import Record
from gongkai.review.models import StepKind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
WORK = {"home", "records", "register", "record", "secrecy_review", "approval"}
"""The pages of every day; the journeys visit every route."""
SHOTS = os.environ.get("GONGKAI_SHOTS")
"""A folder for pictures of the pages, to be looked at."""


def _sign_in(page: Page, town: Town, persona: str, base: str) -> None:
    client = town.client(persona)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": base}])


def _look_at(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    found = Axe().run(page, options=RULES)
    assert not found.response["violations"], f"{name}: {found.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, f"{name} is wider than the window"


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts of the site."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def _pages(town: Town) -> list[tuple[str, str, list[object]]]:
    draft = town.draft("undetermined", generated_on=records.date(2026, 2, 10))
    proposed = town.proposed(is_normative=True, validity="in_force", keywords="水库 管理")
    public = town.published(title="关于印发《云梦市水库大坝安全管理办法》的通知")
    town.draft("voluntary", generated_on=records.date(2026, 2, 24))
    hidden = town.published()
    town.office.hidden(hidden)
    reviewed = _at_approval(town)
    organ = town.office.organ.pk
    return [
        ("clerk", "home", []),
        ("clerk", "records", []),
        ("clerk", "register", []),
        ("clerk", "record", [draft.pk]),
        ("clerk", "record", [proposed.pk]),
        ("clerk", "record", [public.pk]),
        ("clerk", "record", [hidden.pk]),
        ("clerk", "undetermined", []),
        ("clerk", "withdraw", [public.pk]),
        ("clerk", "trail", [public.pk]),
        ("clerk", "publications", [public.pk]),
        ("clerk", "organ_settings", []),
        ("clerk", "office", [organ, "disclosure"]),
        ("reviewer", "home", []),
        ("reviewer", "secrecy_review", [proposed.pk]),
        ("in_charge", "approval", [reviewed.pk]),
        ("in_charge", "confirm_withdrawal", [hidden.pk]),
        ("in_charge", "stand_ins", []),
        ("in_charge", "order_stand_in", []),
        ("competent", "organs_below", []),
        ("competent", "shared_steps", []),
        ("competent", "hand_over", []),
        *_pages_of_administration(town),
    ]


def _pages_of_administration(town: Town) -> list[tuple[str, str, list[object]]]:
    organ = town.office.organ.pk
    return [
        ("administrator", "organs", []),
        ("administrator", "organ", [organ]),
        ("administrator", "new_organ", []),
        ("administrator", "people", []),
        ("administrator", "person", [town.office.clerk.pk]),
        ("administrator", "calendar", []),
        ("administrator", "import_notice", []),
        ("administrator", "add_day", []),
        ("administrator", "system", []),
    ]


def _at_approval(town: Town) -> Record:
    record = town.published(text="第一条 总则\n第二条 管理\n第三条 附则")
    said = records.content(
        "voluntary", text="第一条 总则\n第二条 安全管理\n第三条 附则", change_note="更正第二条。"
    )
    clerk = town.client("clerk")
    clerk.post(reverse("desk:new_version", args=[record.pk]), {"change_note": "更正第二条。"})
    version = record.versions.order_by("-number")[0]
    form = {"title": said.title, "summary": said.summary, "text": said.text, "forms": ["website"]}
    form |= {"generated_on": "2026-03-16", "time_limit": "long_term", "category": "voluntary"}
    form |= {"ground_code": said.ground_code, "change_note": "更正第二条。"}
    clerk.post(reverse("desk:edit", args=[record.pk]), form)
    version.refresh_from_db()
    town.office.proposed(version)
    version.refresh_from_db()
    town.office.step(version, StepKind.SECRECY)
    return record


def test_pages_of_the_desk_have_no_barrier(page: Page, town: Town, live_server: object) -> None:
    base = str(live_server)
    pages = [page for page in _pages(town) if SHOTS or page[1] in WORK]
    # One width for each language: the layout is the same, and every page is seen at both.
    for language, width in (("zh-hans", 1280), ("en", 390)):
        page.set_viewport_size({"width": width, "height": 900})
        for number, (persona, name, args) in enumerate(pages):
            with translation.override(language):
                address = reverse(f"desk:{name}", args=args)
            _sign_in(page, town, persona, base)
            answer = page.goto(f"{base}{address}")
            assert answer is not None
            assert answer.status == 200, name
            _look_at(page, f"{language}-{number:02}-{name}")


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
