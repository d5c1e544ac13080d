"""Leaks of links between documents, planted like those of `plants`."""

from dataclasses import replace

import pytest
from django.db.models import Q
from tests.leaks.people import World
from tests.leaks.plants import _plants

from gongkai.records.models import Record, RecordLink
from gongkai.records.queries import links
from gongkai.records.queries.values import LinkLine


@_plants("links lead to what is not public", "record-page", "print")
def link_to_everything(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    asked = links._line

    def with_title(link: RecordLink, other: Record, *, is_from_here: bool) -> LinkLine:
        line = asked(link, other, is_from_here=is_from_here)
        return replace(line, title=other.versions.order_by("-number")[0].title)

    monkeypatch.setattr(links, "_is_public", lambda _path: Q())
    monkeypatch.setattr(links, "_line", with_title)
