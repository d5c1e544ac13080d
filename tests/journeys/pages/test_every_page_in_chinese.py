"""Pages in Chinese at 1280 px: no barrier, no English word, no scrolling sideways.

In a thorough run every page, at 390 px too; in every other those that are not seen in English.
"""

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.everybody import Everybody, pages_in
from tests.journeys.not_pages import NOT_PAGES
from tests.journeys.visits import VISITS
from tests.journeys.world import World

from gongkai.interfaces.shared.routes import all_routes

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def everybody(windows: Windows, full_world: World) -> Everybody:
    """The readers of this file."""
    return Everybody(windows, full_world, language="zh-hans")


@pytest.mark.parametrize("name", pages_in("zh-hans"))
def test_the_page_is_whole(everybody: Everybody, name: str) -> None:
    assert everybody.problems_of(name) == []


def test_every_route_is_visited() -> None:
    visited = {visit.route for visit in VISITS.values()}
    assert visited | set(NOT_PAGES) == {route.name for route in all_routes()}
    assert not visited & set(NOT_PAGES)
