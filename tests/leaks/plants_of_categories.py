"""Leaks of what is announced before its day, planted like those of `plants`."""

import pytest
from tests.leaks.people import World
from tests.leaks.plants import _after, _drafts, _plants

from gongkai.interfaces.portal.views import changes
from gongkai.kernel.time import today
from gongkai.records.queries.embargoes import Announced


@_plants("what is to be published is announced by its title", "changes")
def announce_titles(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_titles(found: tuple[Announced, ...]) -> tuple[Announced, ...]:
        return (*found, *(Announced(draft.title, today(), is_delayed=False) for draft in _drafts()))

    _after(monkeypatch, changes, "announced", with_titles)
