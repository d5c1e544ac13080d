"""The questions of the relevance benchmark are fair and always the same."""

from benchmarks.questions import OF_EACH_KIND, Kind, known_items, words_of

TITLES = [
    f"{place}{thing}{kind}"
    for place in ("云梦省", "太行市", "汾河县", "晋阳市", "雁门县")
    for thing in ("湿地保护", "养老服务", "城市供水", "道路运输", "噪声污染防治", "档案管理")
    for kind in ("条例", "实施办法", "若干规定", "管理办法")
]


def test_the_same_titles_give_the_same_questions() -> None:
    assert known_items(TITLES) == known_items(reversed(TITLES))
    assert known_items(TITLES) != known_items(TITLES, seed=1)


def test_each_kind_remembers_as_it_says() -> None:
    items = known_items(TITLES)
    assert {item.kind for item in items} == set(Kind)
    for item in items:
        words = item.typed.split()
        if item.kind is Kind.FRAGMENT:
            assert item.typed in item.title
        elif item.kind is Kind.REORDERED:
            assert set(words) <= set(words_of(item.title))
        elif item.kind is Kind.WRONG:
            assert sum(word not in item.title for word in words) == 1
        else:
            assert len(words) == 1


def test_no_title_is_asked_for_twice_in_one_way() -> None:
    items = known_items(TITLES)
    assert len({(item.kind, item.title) for item in items}) == len(items)
    assert len(items) <= OF_EACH_KIND * len(Kind)
