"""Every leak that is planted is caught, and under the name of its kind."""

import pytest
from tests.leaks.cases.people import CaseWorld
from tests.leaks.cases.plants import PLANTS
from tests.leaks.cases.tours import ROUNDS
from tests.leaks.findings import kinds
from tests.leaks.walker import Listener


@pytest.mark.parametrize("name", ROUNDS)
def test_a_round_finds_nothing_where_nothing_was_planted(
    case_world: CaseWorld, listener: Listener, name: str
) -> None:
    assert ROUNDS[name](case_world, listener) == []


@pytest.mark.parametrize("what", PLANTS)
def test_is_caught_by_name(
    case_world: CaseWorld, listener: Listener, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    where, expected, plant = PLANTS[what]
    plant(monkeypatch, case_world)

    assert kinds(ROUNDS[where](case_world, listener)) == expected


def test_leaks_of_every_kind_that_matters_are_planted() -> None:
    planted = frozenset[str]().union(*(kinds_of for _on, kinds_of, _plant in PLANTS.values()))
    required = {
        "cache",
        "case-file",
        "case-page",
        "code-oracle",
        "file-name",
        "form",
        "identity",
        "inbox",
        "index",
        "job",
        "letter",
        "log-line",
        "notice",
        "old-code",
        "refusal",
        "register",
        "session",
        "suggestion",
        "tracking",
        "trail",
        "wrong-code",
    }
    assert required <= planted
