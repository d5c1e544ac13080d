"""What is asked for first, and what when no title holds it."""

from gongkai.search.rules.ladder import MOST_WORDS, Ladder, Vocabulary, lexemes_to_weigh
from gongkai.search.rules.lexemes import Filters, Match
from gongkai.search.rules.question import parse_question

KNOWN = {"养老": 50, "§w养老": 10, "管理": 900, "§w管理": 400, "§w服务": 60, "服务": 300, "§i7": 20}


def ladder(typed: str, filters: Filters | None = None) -> Ladder:
    return Ladder(parse_question(typed), Vocabulary(1000, KNOWN), filters or Filters())


def test_everything_asks_for_all_words_or_the_letters_of_the_title() -> None:
    match = ladder("养老 管理").everything()
    assert match.alternatives == (("养老", "管理"), ("§g养老", "§g管理"))


def test_titles_are_asked_in_the_name_space_of_titles() -> None:
    assert ladder("养老 管理").titles().alternatives[0] == ("§w养老", "§w管理")


def test_latin_words_go_with_the_letter_pairs() -> None:
    assert ladder("pm2.5治理").titles().alternatives[1] == ("§g治理", "§wpm2.5")


def test_filters_bind_every_step() -> None:
    steep = ladder("养老 管理 服务", Filters(organ_id=7))
    steps = [steep.everything(), steep.titles(), *steep.relaxations(nothing_found=True)]
    assert {step.within for step in steps} == {(("§i7",),)}


def test_the_rarest_words_are_kept_of_many() -> None:
    many = ladder("管理 服务 养老 环境 保护 城市 道路 交通 安全 生产 建设 工程")
    assert len(many.words) == MOST_WORDS
    assert "管理" not in many.words


def test_three_words_are_weakened_to_any_two_in_a_title_first() -> None:
    first = next(ladder("养老 管理 服务").relaxations(nothing_found=False))
    assert sorted(sorted(each) for each in first.alternatives) == [
        ["§w养老", "§w服务"],
        ["§w养老", "§w管理"],
        ["§w服务", "§w管理"],
    ]


def test_two_words_found_in_texts_are_not_weakened() -> None:
    assert list(ladder("养老 管理").relaxations(nothing_found=False)) == []


def test_with_nothing_found_the_last_step_is_any_word_anywhere() -> None:
    steps = list(ladder("养老 管理").relaxations(nothing_found=True))
    assert steps[-1].alternatives == (("养老",), ("管理",))


def test_an_estimate_is_the_rarest_word_of_each_way_and_never_more_than_a_filter() -> None:
    words = Vocabulary(1000, KNOWN)
    assert words.estimate(Match((("养老", "管理"),))) == 50
    assert words.estimate(Match((("养老",), ("服务",)))) == 350
    assert words.estimate(Match((("管理",),), (("§i7",),))) == 20
    assert words.estimate(Match()) == 1000
    assert words.estimate(Match((("管理",), ("管理", "服务"), ("管理",)))) == 1000


def test_what_is_weighed_covers_words_titles_pairs_and_filters() -> None:
    weighed = lexemes_to_weigh(parse_question("养老"), Filters(year=2018))
    assert weighed == {"养老", "§w养老", "§g养老", "§y2018"}
