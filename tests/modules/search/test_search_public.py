"""The public search: what answers, in what order, with what counts."""

from datetime import date

import pytest
from django.utils import translation
from tests.factories.records import Office, an_office, content

from gongkai.search.operations import refresh_vocabulary
from gongkai.search.queries import Hit, SearchAnswer, climbing, counting, public, search_public

TITLES = (
    "云梦省湿地保护条例",
    "云梦省湿地公园管理办法",
    "云梦省养老服务条例",
    "关于做好养老机构安全管理工作的通知",
    "云梦省城市供水办法",
)


@pytest.fixture
def library(office: Office) -> dict[str, int]:
    """Release a record for each title, in years from 2020; return the ids by title."""
    return {
        title: office.released(
            content(
                title=title,
                summary=f"{title}的概述",
                text=f"第一条 为了{title}。应急预案",
                generated_on=date(2020 + number, 3, 2),
                document_number=f"云政发〔{2020 + number}〕{number + 1}号",
            )
        ).pk
        for number, title in enumerate(TITLES)
    }


def titles(answer: SearchAnswer) -> list[str]:
    return [hit.title for hit in answer.hits]


HALF_REMEMBERED = {
    "湿地保护": TITLES[0],
    "条例 养老": TITLES[2],
    "服务养老": TITLES[2],
    "地公园管": TITLES[1],
    "城市 供水 规划": TITLES[4],
    "养老机构 最新 全文": TITLES[3],
    "水": TITLES[4],
}


def test_half_remembered_titles_are_found_first(library: dict[str, int]) -> None:
    first = {words: titles(search_public(words))[0] for words in HALF_REMEMBERED}
    assert first == HALF_REMEMBERED


def test_a_document_number_is_exact_however_it_is_typed(library: dict[str, int]) -> None:
    for typed in (
        "云政发〔2021〕2号",
        "云政发[2021]2号",
        "云政发（2021）2",
        "云政发 2021 年第 2 号",
        "云政发【2021】002号",
    ):
        answer = search_public(typed)
        assert answer.exact, typed
        assert titles(answer) == [TITLES[1]], typed
        assert answer.total == 1, typed


def test_an_index_number_is_exact_in_any_case_and_spacing(library: dict[str, int]) -> None:
    hit = search_public(TITLES[0]).hits[0]
    typed = f" {hit.index_number.lower()} ".replace("-", " - ")
    answer = search_public(typed)
    assert answer.exact
    assert [found.record_id for found in answer.hits] == [hit.record_id]


def test_an_unknown_number_is_searched_as_text(library: dict[str, int]) -> None:
    answer = search_public("湿地〔1999〕9号")
    assert not answer.exact


def test_words_of_the_text_are_found_and_say_nothing_of_relaxing(library: dict[str, int]) -> None:
    answer = search_public("应急预案")
    assert answer.total == len(TITLES)
    assert not answer.relaxed


def test_a_wrong_word_relaxes_and_says_so(library: dict[str, int]) -> None:
    answer = search_public("湿地 公园 规划")
    assert answer.relaxed
    assert titles(answer)[0] == TITLES[1]
    assert not search_public("湿地 公园").relaxed


def test_newest_first(library: dict[str, int]) -> None:
    dates = [hit.released_on for hit in search_public("应急预案", order="newest").hits]
    ids = [hit.record_id for hit in search_public("应急预案", order="newest").hits]
    assert dates == sorted(dates, reverse=True)
    assert ids == sorted(ids, reverse=True)


def test_filters_narrow_hits_total_and_facets(library: dict[str, int], office: Office) -> None:
    other = an_office()
    other.released(content(title="湿地修复通知", generated_on=date(2021, 1, 4)))
    assert search_public("湿地").total == 3
    narrowed = search_public("湿地", organ_id=office.organ.pk, year=2021)
    assert titles(narrowed) == [TITLES[1]]
    assert [tuple(value) for value in narrowed.facets.organs] == [
        (office.organ.pk, office.organ.name, 1)
    ]
    assert [value.value for value in narrowed.facets.years] == [2021]
    assert search_public("湿地", class_code="no").total == 0
    assert search_public("湿地", region_code=office.organ.region.code).total == 3
    assert search_public("湿地", region_code="110000").total == 0


def test_a_filter_binds_numbers_too(library: dict[str, int], office: Office) -> None:
    other = an_office()
    assert search_public("云政发〔2021〕2号", organ_id=other.organ.pk).total == 0


def test_facets_count_every_match_and_years_come_newest_first(library: dict[str, int]) -> None:
    facets = search_public("应急预案").facets
    assert sum(value.count for value in facets.years) == len(TITLES)
    assert [value.value for value in facets.years] == [2024, 2023, 2022, 2021, 2020]
    assert [value.count for value in facets.organs] == [len(TITLES)]


def test_themes_are_counted_at_the_first_level_until_one_is_chosen(office: Office) -> None:
    for theme in ("0201", "0202"):
        office.released(content(title="湿地通知", theme_code=theme))
    assert [tuple(v)[::2] for v in search_public("湿地").facets.themes] == [("02", 2)]
    below = search_public("湿地", theme_code="02").facets.themes
    assert sorted(tuple(v)[::2] for v in below) == [("0201", 1), ("0202", 1)]
    assert search_public("湿地", theme_code="0201").total == 1


def test_labels_follow_the_language(office: Office) -> None:
    office.released(content(title="湿地通知", theme_code="0201"))
    with translation.override("en"):
        english = search_public("湿地").facets.themes[0].label
    assert english.isascii()
    assert not search_public("湿地").facets.themes[0].label.isascii()


def test_without_words_everything_comes_newest_first(library: dict[str, int]) -> None:
    answer = search_public("  ", year=2022)
    assert titles(answer) == [TITLES[2]]
    assert search_public("").total == len(TITLES)


def test_pages_hold_every_record_once_and_end_with_the_last(library: dict[str, int]) -> None:
    pages = [search_public("应急预案", page=page, size=2) for page in (1, 2, 3)]
    ids = [hit.record_id for page in pages for hit in page.hits]
    assert sorted(ids) == sorted(library.values())
    assert pages[0].pages == 3
    beyond = search_public("应急预案", page=10**9, size=2)
    assert (beyond.page, beyond.hits) == (3, pages[2].hits)
    assert search_public("应急预案", page=-5, size=0).page == 1


def test_pages_beyond_the_candidates_go_on_by_date(
    library: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(climbing, "CANDIDATES", 2)
    monkeypatch.setattr(public, "CANDIDATES", 2)
    for order in ("relevance", "newest"):
        ids = [
            hit.record_id
            for page in (1, 2, 3)
            for hit in search_public("应急预案", page=page, size=2, order=order).hits  # type: ignore[arg-type]
        ]
        assert sorted(ids) == sorted(library.values()), order


def test_common_words_are_counted_on_a_sample_and_say_so(
    library: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh_vocabulary()
    exact = search_public("应急预案", size=3)
    monkeypatch.setattr(counting, "EXACT_LIMIT", 0)
    monkeypatch.setattr(climbing, "CANDIDATES", 2)
    seventh = [pk for pk in library.values() if pk % counting.BUCKETS == 7]
    sampled = search_public("应急预案", size=3)
    assert sampled.is_approximate is bool(seventh)
    if seventh:
        assert sampled.total == counting.BUCKETS * len(seventh)
        assert len(sampled.hits) == len(exact.hits)
    else:
        assert sampled.total == exact.total


def test_marks_are_pieces_of_the_text(library: dict[str, int]) -> None:
    hit: Hit = search_public("湿地").hits[0]
    assert ("湿地", True) in hit.title_marked
    assert "".join(text for text, _ in hit.title_marked) == hit.title
    assert any(is_match for _, is_match in hit.summary_marked)


HOSTILE = [
    "\0",
    "湿地\0保护",
    "'",
    "''",
    "\\",
    "a'b\\",
    "& | ! ( ) <-> :*",
    "%s %(x)s",
    "的",
    "的 了 和",
    "§i1",
    "§b7",
    "水" * 5000,
    "x" * 300,
    "湿 地",
    "𠮷 㛃 镕",
    "\ud800",
    "1/0",
    "-",
    "2008",
    "<script>alert(1)</script>",
    "湿地\u202e保护",
    "ﷺ" * 200,
]


def test_whatever_is_typed_is_no_error(library: dict[str, int]) -> None:
    for typed in HOSTILE:
        answer = search_public(typed)
        assert len(answer.hits) <= 10, ascii(typed)
        assert answer.total >= len(answer.hits), ascii(typed)


def test_a_facet_cannot_be_asked_for_in_words(library: dict[str, int], office: Office) -> None:
    assert search_public(f"§i{office.organ.pk}").total == 0


def test_a_long_query_uses_its_beginning_and_says_so(library: dict[str, int]) -> None:
    answer = search_public("湿地保护 " + "然" * 400)
    assert answer.was_cut


def test_rare_letters_are_found(office: Office) -> None:
    record = office.released(content(title="关于表彰朱镕堃、喆㛃同志的通报"))
    for words in ("镕堃", "喆㛃", "㛃", "朱镕"):
        assert [hit.record_id for hit in search_public(words).hits] == [record.pk], words


def test_the_number_of_statements_does_not_grow_with_the_answer(
    library: dict[str, int], office: Office, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(5) as few:  # type: ignore[operator]
        search_public("湿地", size=2)
    for number in range(12):
        office.released(content(title=f"湿地监测第{number}号通知"))
    with django_assert_max_num_queries(5) as many:  # type: ignore[operator]
        assert len(search_public("湿地", size=100).hits) == 14
    assert len(few.captured_queries) == len(many.captured_queries)
