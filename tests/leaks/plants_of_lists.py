"""Leaks planted around the statutory lists: empty cells, and what readers reported."""

from dataclasses import replace

import pytest
from tests.leaks.people import World
from tests.leaks.plants import _after, _latest, _plants

from gongkai.interfaces.portal.views import organs
from gongkai.kernel.sealing import unseal_text
from gongkai.remedies.models import GapReport
from gongkai.remedies.operations import report_gap
from gongkai.remedies.sealed import TEXT_PURPOSE


@_plants("an empty cell names what is not published", "organ-page")
def name_drafts_in_empty_cells(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    title = _latest(world.known["proposed-exempt"].id).title

    def with_titles(cells: object, *_asked: object) -> object:
        return tuple(
            replace(cell, name_zh=f"{cell.name_zh}（{title}）") if cell.is_empty else cell
            for cell in cells  # type: ignore[attr-defined]
        )

    _after(monkeypatch, organs, "obligations", with_titles)


@_plants("what somebody reported as missing stands on the organ's page", "organ-page")
def show_reports_at_the_organ(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    _reported(world)

    def with_reports(page: object, organ_id: int) -> object:
        rows = GapReport.objects.filter(organ_id=organ_id)
        said = [unseal_text(row.sealed_text, purpose=TEXT_PURPOSE) for row in rows]
        return replace(page, introduction="\n".join(said))  # type: ignore[type-var]

    _after(monkeypatch, organs, "organ_page", with_reports)


def _reported(world: World) -> None:
    """Let somebody report what they heard of: the title of what is not public."""
    report_gap(
        organ_id=world.organs["office"].pk,
        item="A04",
        text=f"听说有这份文件：{_latest(world.known['proposed-exempt'].id).title}",
        email="reader@example.cn",
        language="zh-hans",
        once_key="planted",
        address="",
    )
