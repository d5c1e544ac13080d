"""Boxes: what a layer leaves open of another, against a picture of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.release.rules.boxes import Box, Origin, uncovered

GRID = 12
"""Sides lie on a grid, so that a picture of one pixel for each field knows the truth."""


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, top = draw(st.integers(0, GRID - 1)), draw(st.integers(0, GRID - 1))
    right, bottom = draw(st.integers(left + 1, GRID)), draw(st.integers(top + 1, GRID))
    return Box(
        page=draw(st.integers(1, 2)),
        left=left / GRID,
        top=top / GRID,
        right=right / GRID,
        bottom=bottom / GRID,
    )


def fields(box: Box) -> set[tuple[int, int, int]]:
    left, right = round(box.left * GRID), round(box.right * GRID)
    top, bottom = round(box.top * GRID), round(box.bottom * GRID)
    return {(box.page, x, y) for x in range(left, right) for y in range(top, bottom)}


@given(st.lists(boxes(), max_size=5), st.lists(boxes(), max_size=8))
def test_a_box_is_uncovered_when_a_field_of_it_is(inner: list[Box], outer: list[Box]) -> None:
    covered = set().union(*(fields(box) for box in outer))
    expected = tuple(box for box in inner if fields(box) - covered)
    assert uncovered(inner, outer) == expected


@given(boxes())
def test_a_box_covers_itself_and_several_cover_it_together(box: Box) -> None:
    middle = (box.left + box.right) / 2
    halves = [
        Box(page=box.page, left=box.left, top=box.top, right=middle, bottom=box.bottom),
        Box(page=box.page, left=middle, top=box.top, right=box.right, bottom=box.bottom),
    ]
    assert uncovered([box], [box]) == ()
    assert uncovered([box], halves) == ()
    assert uncovered([box], halves[:1]) == (box,)


def test_a_gap_of_rounding_is_none_and_a_hair_is_one() -> None:
    box = Box(page=1, left=0.1, top=0.1, right=0.5, bottom=0.2)
    rounded = Box(page=1, left=0.10005, top=0.1, right=0.5, bottom=0.2)
    short = Box(page=1, left=0.101, top=0.1, right=0.5, bottom=0.2)
    assert uncovered([box], [rounded]) == ()
    assert uncovered([box], [short]) == (box,)


def test_a_box_on_another_page_covers_nothing() -> None:
    box = Box(page=1, left=0, top=0, right=1, bottom=1)
    assert uncovered([box], [Box(page=2, left=0, top=0, right=1, bottom=1)]) == (box,)


@pytest.mark.parametrize(
    "sides",
    [(0.5, 0.1, 0.5, 0.2), (0.6, 0.1, 0.5, 0.2), (-0.1, 0, 0.5, 1), (0, 0, 0.5, 1.01)],
    ids=["no width", "turned", "left of the page", "below the page"],
)
def test_a_box_must_lie_on_its_page(sides: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = sides
    with pytest.raises(ValueError, match="inside its page"):
        Box(page=1, left=left, top=top, right=right, bottom=bottom)


@given(boxes())
def test_a_row_brings_the_box_back(box: Box) -> None:
    assert Box.of_row(box.as_row()) == box


def test_a_row_keeps_ground_origin_and_label() -> None:
    box = Box(
        page=3,
        left=0,
        top=0,
        right=1,
        bottom=1,
        ground_code="privacy",
        origin=Origin.TERM,
        label="个人隐私",
    )
    assert Box.of_row(box.as_row()) == box
    with pytest.raises(ValueError, match="elsewhere"):
        Box.of_row(box.as_row() | {"origin": "elsewhere"})
