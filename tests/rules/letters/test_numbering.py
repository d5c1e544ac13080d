"""Series and numbers of letters."""

import copy
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.letters.rules.facts import REPLY_KINDS, LetterKind
from gongkai.letters.rules.numbering import SeriesDataRefused, table_from
from gongkai.letters.shipped import DATA_FOLDER, series_table

SHIPPED: dict[str, Any] = tomllib.loads((DATA_FOLDER / "series.toml").read_text(encoding="utf-8"))
kinds = st.sampled_from(list(LetterKind))
places = st.tuples(kinds, st.integers(2008, 2100), st.integers(1, 10**6))


def test_the_shipped_numbers_look_as_organs_write_them() -> None:
    table = series_table()
    said = {kind: table.number(kind, mark="云卫", year=2026, serial=12) for kind in LetterKind}
    assert said[LetterKind.RECEIPT] == "云卫公开回〔2026〕12号"
    assert said[LetterKind.CORRECTION] == "云卫公开补〔2026〕12号"
    assert said[LetterKind.EXTENSION] == "云卫公开延〔2026〕12号"
    assert said[LetterKind.GRANTED] == "云卫公开复〔2026〕12号"
    assert said[LetterKind.NOT_HANDLED] == "云卫公开告〔2026〕12号"


@given(one=places, other=places)
def test_two_letters_of_an_organ_never_share_a_number(
    one: tuple[LetterKind, int, int], other: tuple[LetterKind, int, int]
) -> None:
    table = series_table()

    def place(kind: LetterKind, year: int, serial: int) -> tuple[str, int, int]:
        return table.series[kind].key, year, serial

    def number(kind: LetterKind, year: int, serial: int) -> str:
        return table.number(kind, mark="云卫", year=year, serial=serial)

    assert (place(*one) == place(*other)) == (number(*one) == number(*other))


def test_titles_tell_no_outcome() -> None:
    titles = series_table().titles
    assert len({titles[kind] for kind in REPLY_KINDS - {LetterKind.NOT_HANDLED}}) == 1
    for title in titles.values():
        assert "不予" not in title
        assert "不存在" not in title


def _changed(**changes: object) -> dict[str, Any]:
    return copy.deepcopy(SHIPPED) | changes


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (_changed(pattern="{mark}{word}{serial}"), "the pattern holds"),
        (_changed(pattern="{mark}{word}{year}{serial}{day}"), "the pattern holds"),
        (_changed(pattern="〔{year}〕{mark}{word}{serial}"), "begins with"),
        (_changed(titles={}), "has no series or no title"),
        (_changed(titles=None), r"\[titles\] is missing"),
        (_changed(series={}), "has no series or no title"),
        (_changed(series={"a": {"word": "回"}}), "needs a word and kinds"),
        (
            _changed(
                series={
                    "a": {"word": "回", "kinds": ["receipt"]},
                    "b": {"word": "回", "kinds": ["granted"]},
                }
            ),
            "two series have the word",
        ),
        (
            _changed(
                series={
                    "a": {"word": "回", "kinds": ["receipt"]},
                    "b": {"word": "复", "kinds": ["receipt"]},
                }
            ),
            "stands in two series",
        ),
    ],
)
def test_a_table_that_is_not_whole_stops_the_start(data: dict[str, Any], why: str) -> None:
    with pytest.raises(SeriesDataRefused, match=why):
        table_from(data)
