"""Leaks planted where old editions are read."""

import pytest
from tests.leaks.people import World
from tests.leaks.plants import PLANTS

from gongkai.guides.queries import public
from gongkai.records.models import RecordVersion
from gongkai.records.queries import RecordCard
from gongkai.records.queries.cards import card_of


def tell_what_was_taken_back(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    """Let an old edition say of each entry what it said on its day."""

    def of_every_version(_viewer: object, version_ids: list[int]) -> dict[int, RecordCard]:
        rows = RecordVersion.objects.filter(pk__in=version_ids)
        return {row.pk: card_of(row.record, row) for row in rows.select_related("record__organ")}

    monkeypatch.setattr(public, "cards_of_versions", of_every_version)


PLANTS["an old edition tells what was taken back"] = (
    frozenset({"edition", "edition-download"}),
    tell_what_was_taken_back,
)
