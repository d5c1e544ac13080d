"""Redaction in a browser: drawn by mouse and by keyboard, without scripts, with no barrier."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, Page, expect
from tests.amount import WINDOWS, is_examined
from tests.interfaces.desk import test_redaction
from tests.interfaces.desk.conftest import Town
from tests.interfaces.desk.test_case_browser import _sign_in
from tests.interfaces.desk.test_redaction import AREA, Begun
from tests.journeys.looking import look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
begun, ground, letter = test_redaction.begun, test_redaction.ground, test_redaction.letter


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts of the site."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def _boxes(page: Page) -> int:
    return page.locator("rect.gk-redact__box").count()


def _withhold(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="遮盖这处区域").press("Enter")


def test_an_area_is_drawn_by_mouse_and_by_keyboard(
    page: Page, town: Town, live_server: object, begun: Begun, ground: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    _sign_in(page, town, "clerk", str(live_server))
    page.goto(f"{live_server}{begun.page()}")
    paper = page.locator("svg[data-drawing]")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 260, steps=4)
    page.mouse.up()
    assert abs(float(page.locator("#id_area-left").input_value()) - 20) < 0.5
    assert abs(float(page.locator("#id_area-width").input_value()) - 30) < 0.5
    assert page.evaluate("document.activeElement.tagName") == "SELECT", "the ground comes next"
    page.locator("#id_area-ground").select_option(ground)
    _withhold(page)
    assert _boxes(page) == 1

    for side, typed in (("left", "5"), ("top", "90"), ("width", "20"), ("height", "4")):
        page.locator(f"#id_area-{side}").focus()
        page.keyboard.type(typed)
    assert float(page.locator("[data-new]").get_attribute("width") or 0) > 0
    page.locator("#id_area-ground").select_option(ground)
    _withhold(page)
    assert _boxes(page) == 2
    page.locator("input[name=box]").first.focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.get_by_role("button", name="移除勾选的遮盖框").press("Enter")
    assert _boxes(page) == 1


def test_without_scripts_the_numbers_do_the_work(
    plain_page: Page, town: Town, live_server: object, begun: Begun, ground: str
) -> None:
    page = plain_page
    _sign_in(page, town, "clerk", str(live_server))
    page.goto(f"{live_server}{begun.page()}")
    for name in ("left", "top", "width", "height"):
        page.locator(f"#id_area-{name}").fill(AREA[f"area-{name}"])
    page.locator("#id_area-ground").select_option(ground)
    page.get_by_role("button", name="遮盖这处区域").click()
    assert _boxes(page) == 1


def test_no_page_of_a_redaction_has_a_barrier(
    page: Page, town: Town, live_server: object, begun: Begun, ground: str
) -> None:
    clerk = town.client("clerk")
    everywhere = {
        "way": "kinds",
        "kinds-kinds": ["identity_number", "mobile", "name"],
        "kinds-ground": ground,
    }
    clerk.post(begun.page(), everywhere)
    layer = begun.layer.pk
    drawn = (("material", [begun.material.pk]), ("layer_page", [layer, 1]))
    _walk(page, town, str(live_server), "clerk", drawn)
    clerk.post(reverse("desk:propose_layer", args=[layer]))
    begun.make()
    made = (("layer_review", [layer]), ("layer_text", [layer]), ("material", [begun.material.pk]))
    _walk(page, town, str(live_server), "reviewer", made)


def _walk(
    page: Page,
    town: Town,
    base: str,
    persona: str,
    pages: tuple[tuple[str, list[int]], ...],
) -> None:
    _sign_in(page, town, persona, base)
    for language, width in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        for route, args in pages:
            if not is_examined(route, (language, width)):
                continue
            with translation.override(language):
                address = reverse(f"desk:{route}", args=args)
            answer = page.goto(f"{base}{address}")
            assert answer is not None
            assert answer.status == 200, route
            for picture in page.locator("img").all():
                picture.scroll_into_view_if_needed()
                expect(picture).to_have_js_property("complete", value=True)
            look_at(page, f"redaction-{width}-{language}-{route}-{persona}")
