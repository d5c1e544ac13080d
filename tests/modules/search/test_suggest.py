"""Suggestions are titles of public records."""

import pytest
from tests.factories.records import Office, content

from gongkai.search.queries import suggest


@pytest.fixture
def titles(office: Office) -> None:
    for title in ("湿地保护条例", "关于湿地保护的通知", "保护湿地倡议", "供水条例", "湿地保护条例"):
        office.released(content(title=title))


def test_titles_that_begin_so_come_first_and_each_once(titles: None) -> None:
    assert suggest("湿地") == ("湿地保护条例", "关于湿地保护的通知", "保护湿地倡议") or suggest(
        "湿地"
    ) == ("湿地保护条例", "保护湿地倡议", "关于湿地保护的通知")


def test_a_piece_in_one_comes_before_words_apart(titles: None) -> None:
    assert suggest("湿地保护")[-1] == "保护湿地倡议"


@pytest.mark.parametrize("typed", ["水", "供水条"])
def test_the_first_letters_are_enough(titles: None, typed: str) -> None:
    assert suggest(typed) == ("供水条例",)


@pytest.mark.parametrize("typed", ["", " ", "\0", "《", "'", "没有的词"])
def test_nothing_typed_or_known_suggests_nothing(titles: None, typed: str) -> None:
    assert suggest(typed) == ()


def test_at_most_as_many_as_asked(titles: None) -> None:
    assert len(suggest("湿地", limit=2)) == 2
    assert suggest("湿地", limit=0) == ()


@pytest.mark.parametrize("category", ["exempt", "undetermined"])
def test_what_is_not_public_is_not_suggested(office: Office, category: str) -> None:
    version = office.draft(content(category, title="湿地机密事项"))
    if category == "exempt":
        office.release(office.approved(version))
    assert suggest("湿地") == ()
