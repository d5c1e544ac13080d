"""The remaining text as it is stored, and radicals that stand for characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.release.rules.radicals import without_radicals
from gongkai.release.rules.remaining import RemainingPage, Run, withheld

RUNS = st.one_of(
    st.builds(lambda text: Run(text=text), st.text(min_size=1)),
    st.builds(withheld, st.text(max_size=5)),
)


@given(st.integers(1, 99), st.lists(st.lists(RUNS, min_size=1).map(tuple)), st.booleans())
def test_a_row_brings_the_page_back(
    number: int, paragraphs: list[tuple[Run, ...]], has_text: bool
) -> None:
    page = RemainingPage(number=number, paragraphs=tuple(paragraphs), has_text=has_text)
    assert RemainingPage.of_row(page.as_row()) == page


def test_a_text_that_looks_like_a_mark_stays_a_text() -> None:
    page = RemainingPage(number=1, paragraphs=((Run(text="［不予公开］"),),))
    assert not RemainingPage.of_row(page.as_row()).paragraphs[0][0].is_withheld


def test_a_mark_names_its_ground() -> None:
    assert withheld("个人隐私") == Run(
        text="［不予公开：个人隐私］", ground="个人隐私", is_withheld=True
    )
    assert withheld("").text == "［不予公开］"


@pytest.mark.parametrize("row", [{}, {"number": "1", "paragraphs": []}, {"number": 1}])
def test_what_is_no_page_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no page"):
        RemainingPage.of_row(row)


@pytest.mark.parametrize(
    ("read", "meant"),
    [("⼈⺠政府", "人民政府"), ("⻢⻰⻳", "马龙龟"), ("⽂⼗", "文十"), ("欧阳㙓", "欧阳㙓")],
)
def test_radicals_become_the_characters_they_draw(read: str, meant: str) -> None:
    assert without_radicals(read) == meant


@given(st.text())
def test_no_radical_is_left_and_no_letter_is_lost(text: str) -> None:
    folded = without_radicals(text)
    assert len(folded) == len(text)
    assert not any("\u2f00" <= letter <= "\u2fd5" for letter in folded)
