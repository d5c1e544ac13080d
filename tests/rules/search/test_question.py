"""A query is taken apart without ever failing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.rules.normal import LONGEST_QUERY, grams, letters, normal, same_length_fold
from gongkai.search.rules.question import parse_question


def wide(text: str) -> str:
    """Return the text in the full-width forms of its letters."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


@given(st.text(max_size=400))
def test_whatever_is_typed_is_taken_apart(typed: str) -> None:
    question = parse_question(typed)
    assert len(question.text) <= LONGEST_QUERY
    assert "\0" not in question.text
    assert not any("§" in part for part in question.words + question.grams)


@given(st.text(max_size=80))
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    # Folding case can give letters that compose otherwise; twice is enough for all of Unicode.
    assert normal(normal(normal(text))) == normal(normal(text))


@given(st.text(max_size=200))
def test_folding_for_places_keeps_the_length(text: str) -> None:
    assert len(same_length_fold(text)) == len(text)


def test_words_of_a_query_come_without_particles_and_single_letters() -> None:
    question = parse_question("关于 养老的 管理 办法 最新")
    assert question.words == ("养老", "管理", "办法")


def test_latin_letters_and_digits_are_words() -> None:
    question = parse_question(wide("PM2.5") + " 治理")
    assert question.words == ("pm2.5", "治理")
    assert question.latin == ("pm2.5",)


@pytest.mark.parametrize("name", ["镕", "堃", "喆", "㛃", "𠮷", "\u3007"])
def test_a_rare_letter_alone_is_a_question(name: str) -> None:
    question = parse_question(name)
    assert question.grams == (name,)
    assert not question.is_blank


@pytest.mark.parametrize("typed", ["", "   ", "《》，。", "\0\0", "& | ! ( ) <->", "§§"])
def test_nothing_to_look_for(typed: str) -> None:
    assert parse_question(typed).is_blank


def test_only_particles_are_looked_for_letter_by_letter() -> None:
    question = parse_question("的")
    assert (question.words, question.grams) == ((), ("的",))


def test_a_long_query_is_cut_and_says_so() -> None:
    assert parse_question("水污染防治" * 60).was_cut
    assert parse_question(" " * 2000 + "水").was_cut
    assert not parse_question("水污染防治").was_cut


def test_pairs_cover_a_run_and_a_single_letter_stands_for_itself() -> None:
    assert grams("水污染") == ("水污", "污染")
    assert grams("水") == ("水",)
    assert grams("") == ()


def test_punctuation_does_not_part_a_title() -> None:
    assert letters("实施《长江 三峡》办法（试行）") == "实施长江三峡办法试行"
