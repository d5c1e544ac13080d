"""Every planted leak is caught, and under the name of its kind.

All of them in a thorough run, every second one in the others.
"""

import pytest
from tests.amount import THOROUGH, thorough_or
from tests.leaks import element_plants as element_plants
from tests.leaks import ledger_plants as ledger_plants
from tests.leaks import plants_of_bulk as plants_of_bulk
from tests.leaks import plants_of_categories as plants_of_categories
from tests.leaks import plants_of_editions as plants_of_editions
from tests.leaks import plants_of_lists as plants_of_lists
from tests.leaks import tours
from tests.leaks.findings import kinds, named
from tests.leaks.people import World
from tests.leaks.plants import PLANTS
from tests.leaks.walker import Walker

pytestmark = pytest.mark.django_db

AFTER_HIDING = frozenset({"cache", "mail"})
"""Kinds that show only when something is taken back."""


def test_the_short_round_finds_nothing_where_nothing_was_planted(citizen: Walker) -> None:
    tours.short_round(citizen)
    tours.after_hiding(citizen, citizen.world.known["published"])

    assert named(citizen.found) == []


@pytest.mark.parametrize("what", list(PLANTS)[:: thorough_or(1, 2)])
def test_is_caught_by_name(
    citizen: Walker, world: World, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    expected, plant = PLANTS[what]
    plant(monkeypatch, world)

    def is_caught() -> bool:
        return not THOROUGH and kinds(named(citizen.found)) >= expected

    if expected <= AFTER_HIDING:
        tours.after_hiding(citizen, world.known["published"])
    else:
        tours.short_round(citizen, until=is_caught)

    assert kinds(named(citizen.found)) == expected


def test_there_are_plants_of_every_kind_that_matters() -> None:
    planted = frozenset[str]().union(*(kinds_of for kinds_of, _plant in PLANTS.values()))
    required = {
        "search-count",
        "facet",
        "feed",
        "file-name",
        "410-body",
        "log-line",
        "suggestion",
        "sitemap",
        "cache",
        "english-page",
        "catalogue-download",
        "organ-count",
        "header",
        "print",
    }
    assert required <= planted
