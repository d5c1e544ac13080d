"""Enlarged to 400 %, or with text of twice the size, nothing is cut off and nothing too wide.

Every page in a thorough run, every sixth in the others. 1280 px at 400 % are 320 px for the page
(WCAG 2.2, 1.4.10); text of twice the size is 1.4.4.
"""

import pytest
from playwright.sync_api import Page
from tests.amount import thorough_or
from tests.journeys.conftest import Windows, sign_in
from tests.journeys.looking import is_too_wide
from tests.journeys.visits import VISITS
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SOME = list(VISITS)[:: thorough_or(1, 6)]
PUBLIC = [name for name in SOME if name.startswith("portal: ")]
CLERKS = [name for name in SOME if VISITS[name].person == "clerk" and name.startswith("desk")]
TWICE = "document.documentElement.style.fontSize = '200%'"
# Text that is cut because its box may not grow.
CUT_OFF = """
() => [...document.querySelectorAll("main *, header *, nav *, footer *")]
  .filter((node) => {
    const style = getComputedStyle(node);
    const clips = style.overflowY === "hidden" || style.overflowX === "hidden";
    const seen = node.clientHeight > 1 && node.clientWidth > 1;
    return clips && seen && (node.scrollHeight > node.clientHeight + 2
      || node.scrollWidth > node.clientWidth + 2);
  })
  .map((node) => node.outerHTML.slice(0, 120))
"""


def _is_whole(page: Page, address: str) -> None:
    page.goto(address)
    assert not is_too_wide(page)
    assert page.evaluate(CUT_OFF) == []
    page.evaluate(TWICE)
    assert page.evaluate(CUT_OFF) == []


def _small(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page(windows: Windows, full_world: World, name: str) -> None:
    page = windows.open("citizen", _small)
    _is_whole(page, VISITS[name].address(full_world, "en"))


@pytest.mark.parametrize("name", CLERKS)
def test_a_page_of_the_desk(windows: Windows, full_world: World, name: str) -> None:
    def enter(page: Page) -> None:
        _small(page)
        sign_in(page, full_world.people["clerk"].username)

    page = windows.open("clerk", enter)
    _is_whole(page, VISITS[name].address(full_world, "zh-hans"))
