"""What looks like a normative document."""

from datetime import date

import pytest

from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.normative import Sign, signs_of_normative


def said(title: str = "关于停水的通知", **changes: object) -> VersionContent:
    return VersionContent(title=title, summary="", generated_on=date(2026, 3, 2), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "title",
    [
        "云梦市公共租赁住房管理办法",
        "云梦市公共租赁住房管理办法（试行）",
        "《云梦省行政执法监督条例》",
        "关于印发《云梦市城市供水管理规定》的通知",
        "云梦市水务局关于修改〈取水许可实施细则〉的决定",
        "行政裁量规则（2026年修订）",
    ],
)
def test_the_name_gives_it_away(title: str) -> None:
    assert signs_of_normative(said(title)) == [Sign.TITLE]


@pytest.mark.parametrize(
    "title",
    ["关于停水的通知", "2025年部门决算", "关于规范停车秩序的公告", "办法总比困难多专题活动总结"],
)
def test_other_names_do_not(title: str) -> None:
    assert signs_of_normative(said(title)) == []


@pytest.mark.parametrize(
    ("number", "is_sign"),
    [
        ("云梦省人民政府令第12号", True),
        ("云政规〔2026〕3号", True),
        ("云府规[2026]3号", True),
        ("云政发〔2026〕3号", False),
        ("云规划发〔2026〕3号", False),
        ("", False),
    ],
)
def test_the_number_gives_it_away(number: str, is_sign: bool) -> None:
    assert signs_of_normative(said(document_number=number)) == ([Sign.NUMBER] if is_sign else [])


def test_the_genre_gives_it_away_and_the_mark_ends_the_question() -> None:
    assert signs_of_normative(said(genre="细则")) == [Sign.GENRE]
    assert signs_of_normative(said(genre="通知")) == []
    assert signs_of_normative(said("住房管理办法", genre="办法", is_normative=True)) == []
