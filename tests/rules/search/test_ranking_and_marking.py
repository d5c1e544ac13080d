"""The order of the answer, and what is marked in it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.rules.ladder import Vocabulary
from gongkai.search.rules.marking import mark
from gongkai.search.rules.question import parse_question
from gongkai.search.rules.ranking import scale_for

NOTHING_KNOWN = Vocabulary(0, {})
KNOWN = Vocabulary(1000, {"§w条例": 600, "§w湿地": 5, "§w保护": 300})


def best(typed: str, *titles: str, words: Vocabulary = NOTHING_KNOWN) -> str:
    scale = scale_for(parse_question(typed), words)
    return max(titles, key=scale.title_score)


def test_a_title_with_all_words_beats_one_with_some() -> None:
    assert best("养老 服务", "养老服务条例", "养老保险条例", "家政服务办法") == "养老服务条例"


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    assert best("湿地 条例", "湿地公园规定", "城市供水条例", words=KNOWN) == "湿地公园规定"


def test_of_two_titles_that_hold_it_all_the_shorter_wins() -> None:
    assert best("湿地保护", "湿地保护若干特别规定", "湿地保护条例") == "湿地保护条例"


def test_a_piece_in_one_beats_the_same_letters_apart() -> None:
    assert best("服务养老", "服务养老办法", "养老和服务办法") == "服务养老办法"


def test_a_summary_adds_when_it_holds_the_words() -> None:
    scale = scale_for(parse_question("湿地"), NOTHING_KNOWN)
    assert scale.summary_score("湿地保护") > scale.summary_score("森林保护") == 0


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_score_is_bounded_and_a_summary_never_outweighs_a_title(typed: str, text: str) -> None:
    scale = scale_for(parse_question(typed), KNOWN)
    assert 0 <= scale.title_score(text) <= 3.5 + 1e-9
    assert 0 <= scale.summary_score(text) <= 0.1 + 1e-9


@given(st.text(max_size=120), st.text(max_size=40))
def test_the_pieces_joined_are_the_text(text: str, typed: str) -> None:
    pieces = mark(text, parse_question(typed))
    assert "".join(piece for piece, _ in pieces) == text
    flags = [is_match for _, is_match in pieces]
    assert all(one != next_ for one, next_ in pairwise(flags))


def test_words_are_marked_whatever_their_width_and_case() -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in "PM2.5")
    assert mark(f"{wide}污染", parse_question("pm2.5")) == ((wide, True), ("污染", False))


def test_a_piece_of_three_letters_is_marked_and_a_chance_pair_is_not() -> None:
    question = parse_question("业知识产权保")
    assert mark("企业知识产权", question) == (("企", False), ("业知识产权", True))
    assert mark("市管干部", parse_question("城市管理")) == (("市管干部", False),)


def test_a_single_letter_is_marked_when_it_is_the_question() -> None:
    assert mark("供水条例", parse_question("水")) == (("供", False), ("水", True), ("条例", False))


def test_text_that_looks_like_a_pattern_is_only_text() -> None:
    assert mark("C++ (a.*) 与 c++", parse_question("c++ .* (")) is not None
