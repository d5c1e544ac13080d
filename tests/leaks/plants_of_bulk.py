"""Leaks planted where the staff's spreadsheet and the public's are one."""

import pytest
from tests.leaks.people import World
from tests.leaks.plants import PLANTS

from gongkai.interfaces.portal.views import exports
from gongkai.kernel.types import Role
from gongkai.records.models import Record
from gongkai.records.queries import sheet_rows
from gongkai.records.sheet_words import sheet_lists


def hand_out_the_desks_sheet(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """Let the catalogue's file be made of the rows that the desk exports."""
    clerk = world.author.office.viewing(Role.CLERK)

    def of_the_desk(_request: object) -> list[tuple[str, ...]]:
        every = Record.objects.filter(organ=world.author.office.organ).values_list("pk", flat=True)
        return list(sheet_rows(clerk, list(every), lists=sheet_lists(None)))

    monkeypatch.setattr(exports, "_rows", of_the_desk)


PLANTS["the desk's spreadsheet is handed out as the catalogue"] = (
    frozenset({"catalogue-download"}),
    hand_out_the_desks_sheet,
)
