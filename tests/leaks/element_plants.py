"""Leaks of links between documents and of who made them, planted like those of `plants`."""

from dataclasses import replace

import pytest
from django.db.models import Q
from tests.leaks.people import World
from tests.leaks.plants import _plants

from gongkai.ledger import manifests
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordLink, RecordVersion
from gongkai.records.queries import element_changes, links
from gongkai.records.queries.values import LinkLine
from gongkai.records.rules.making import Making


@_plants("links lead to what is not public", "record-page", "print")
def link_to_everything(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    asked = links._line

    def with_title(link: RecordLink, other: Record, *, is_from_here: bool) -> LinkLine:
        line = asked(link, other, is_from_here=is_from_here)
        return replace(line, title=other.versions.order_by("-number")[0].title)

    monkeypatch.setattr(links, "_is_public", lambda _path: Q())
    monkeypatch.setattr(links, "_line", with_title)


@_plants("who gave the information is named", "comparison", "proof")
def name_who_gave_it(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def whole(version: RecordVersion) -> Making:
        return content_of(version).making

    for place in (element_changes, manifests):
        monkeypatch.setattr(place, "making_told", whole)
