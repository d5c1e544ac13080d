"""What stands in the index for a record."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.rules.lexemes import (
    MOST_BYTES,
    Filters,
    IndexEntry,
    Match,
    keys_of,
    lexemes_of,
)

ENTRY = IndexEntry(
    record_id=39,
    published_on=date(2020, 5, 1),
    organ_id=62,
    region_codes=("140100", "140000"),
    class_code="05",
    theme_code="0201",
    theme_parent_code="02",
    year=2018,
    is_listed=False,
    title="水污染防治条例（试行）",
    summary="饮用水水源的保护。",
    text="第一条 为了防治污染，制定本条例。",
    document_number="晋政发[2018] 12号",
    index_number="01527918X-2020-153077",
)


def test_facets_and_bucket_are_lexemes() -> None:
    facets = {"§i62", "§r140100", "§r140000", "§k05", "§t0201", "§T02", "§y2018", "§b7"}
    assert facets <= set(lexemes_of(ENTRY))


def test_without_theme_there_is_no_theme_lexeme() -> None:
    bare = replace(ENTRY, theme_code="", theme_parent_code="")
    assert not [lexeme for lexeme in lexemes_of(bare) if lexeme[:2] in {"§t", "§T"}]


def test_the_title_is_read_across_its_punctuation_and_letter_by_letter() -> None:
    assert {"§g例试", "§g水", "§w防治", "水污染", "污染"} <= set(lexemes_of(ENTRY))


def test_words_of_the_text_are_not_words_of_the_title() -> None:
    lexemes = set(lexemes_of(ENTRY))
    assert "制定" in lexemes
    assert "§w制定" not in lexemes


def test_keys_compare_numbers_however_they_are_printed() -> None:
    assert keys_of(ENTRY) == ("晋政发#2018#12", "01527918x2020153077")


@given(st.text(max_size=300))
def test_no_text_can_pose_as_a_facet_or_break_a_lexeme(text: str) -> None:
    plain = replace(ENTRY, title="公告", summary="", text="")
    hostile = replace(plain, text=text)
    added = set(lexemes_of(hostile)) - set(lexemes_of(plain))
    assert not [word for word in added if "§" in word or "\0" in word or not word]


def test_the_largest_text_stays_within_what_a_vector_holds() -> None:
    huge = replace(ENTRY, text=" ".join(f"x{number:07}" for number in range(120_000)))
    lexemes = lexemes_of(huge)
    assert "§i62" in lexemes
    assert sum(len(word.encode()) + 8 for word in lexemes) < MOST_BYTES + 10_000


@pytest.mark.parametrize(
    ("filters", "groups"),
    [
        (Filters(), ()),
        (Filters(organ_id=62, year=2018), (("§i62",), ("§y2018",))),
        (Filters(theme_code="02"), (("§t02", "§T02"),)),
        (Filters(region_code="14", class_code="05"), (("§r14",), ("§k05",))),
    ],
)
def test_filters_are_lexemes(filters: Filters, groups: tuple[tuple[str, ...], ...]) -> None:
    assert filters.groups() == groups


def test_a_sample_is_the_same_match_in_one_bucket() -> None:
    match = Match((("水",),), (("§i1",),))
    assert match.sample() == Match((("水",),), (("§i1",), ("§b7",)))
    assert match.also(("水",), ("土",)).alternatives == (("水",), ("土",))
