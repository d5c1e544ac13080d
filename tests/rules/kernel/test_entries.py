"""Data files: what they say is read, and what they fail to say is named with its place."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from gongkai.kernel.entries import Entry


class DataWrong(Exception):
    """The error that a module hands in."""


def entry(**data: object) -> Entry:
    return Entry(data, "x.toml", DataWrong)


def test_what_stands_there_is_read() -> None:
    read = entry(
        title="Regulations", yes=True, on=date(2026, 3, 16), amount=15, unit="months",
        needs=["ground", "reasons"], part={"inner": {"title": "A"}}, rows=[{"title": "B"}],
    )  # fmt: skip
    assert read.has("title")
    assert not read.has("missing")
    assert (read.text("title"), read.flag("yes"), read.day("on")) == (
        "Regulations",
        True,
        date(2026, 3, 16),
    )
    assert (read.positive("amount"), read.one_of("unit", ["days", "months"])) == (15, "months")
    assert read.one_of("missing", ["days"], default="days") == "days"
    assert read.words("needs", ["reasons", "ground"]) == ("ground", "reasons")
    assert [(key, part.text("title")) for key, part in read.parts("part")] == [("inner", "A")]
    assert [row.text("title") for row in read.rows("rows")] == ["B"]


@pytest.mark.parametrize(
    ("data", "read", "said"),
    [
        ({"colour": 1}, lambda e: e.only("title"), "x.toml: colour is not known here"),
        ({"v": " "}, lambda e: e.text("v"), "x.toml: v must be text"),
        ({"v": 1}, lambda e: e.flag("v"), "x.toml: v must be true or false"),
        ({"v": "2026-03-16"}, lambda e: e.day("v"), "x.toml: v must be a date"),
        ({"v": datetime(2026, 3, 16, 9)}, lambda e: e.day("v"), "v must be a date"),  # noqa: DTZ001
        ({"v": 0}, lambda e: e.positive("v"), "v must be a whole number from 1"),
        ({"v": True}, lambda e: e.positive("v"), "v must be a whole number from 1"),
        ({"v": "c"}, lambda e: e.one_of("v", ["a", "b"]), "v must be one of a, b"),
        ({}, lambda e: e.one_of("v", ["a"]), "v must be one of a"),
        ({"v": "a"}, lambda e: e.words("v"), "v must be a list of words"),
        ({"v": ["a", 1]}, lambda e: e.words("v"), "v must be a list of words"),
        ({"v": ["a", "a"]}, lambda e: e.words("v"), "v names a word twice"),
        ({"v": ["a", "c"]}, lambda e: e.words("v", ["a", "b"]), "v names c; known are a, b"),
        ({"v": []}, lambda e: e.part("v"), "v must be a table"),
        ({"v": {"w": 1}}, lambda e: e.parts("v"), "x.toml: v: w must be a table"),
        ({"v": [1]}, lambda e: e.rows("v"), "v must be an array of tables"),
        ({"v": [{}, {}]}, lambda e: e.rows("v")[1].text("w"), "x.toml: v 2: w must be text"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    data: dict[str, object], read: Callable[[Entry], object], said: str
) -> None:
    with pytest.raises(DataWrong, match=said):
        read(entry(**data))


def test_without_an_error_of_its_own_a_value_error_is_raised() -> None:
    with pytest.raises(ValueError, match=r"x\.toml: v must be text"):
        Entry({}, "x.toml").text("v")
