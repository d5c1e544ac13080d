"""Pages in English at 390 px: no barrier, no unmarked Chinese, no scrolling sideways.

In a thorough run every page, at 1280 px too; in every other those that are not seen in Chinese.
"""

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.everybody import Everybody, pages_in
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def everybody(windows: Windows, full_world: World) -> Everybody:
    """The readers of this file."""
    return Everybody(windows, full_world, language="en")


@pytest.mark.parametrize("name", pages_in("en"))
def test_the_page_is_whole(everybody: Everybody, name: str) -> None:
    assert everybody.problems_of(name) == []
