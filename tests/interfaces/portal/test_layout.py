"""How a plain text is laid out."""

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clock.articles import cited, in_chinese
from gongkai.interfaces.portal.layout import Block, blocks, headings, plain_lines


def test_headings_articles_and_paragraphs() -> None:
    text = """序言

## 第一章  总则
第一条 为了公开，制定本规定。
第十二条之一\t例外。
### 附则
##不是标题"""
    assert blocks(text) == (
        Block("序言"),
        Block("第一章  总则", level=3, anchor="section-1"),
        Block("为了公开，制定本规定。", lead="第一条"),
        Block("例外。", lead="第十二条之一"),
        Block("附则", level=4, anchor="section-2"),
        Block("##不是标题"),
    )


def test_what_only_begins_like_an_article_is_a_paragraph() -> None:
    assert blocks("第一条规定的情形除外。") == (Block("第一条规定的情形除外。"),)


@given(st.text(alphabet="甲乙# \n第一条", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(block.lead + block.text for block in blocks(text))
    assert sorted(kept.replace("#", "").replace(" ", "")) == sorted(
        text.replace("#", "").replace(" ", "").replace("\n", "")
    )


def test_a_table_of_contents_needs_three_headings() -> None:
    two = blocks("## 一\n甲\n## 二\n乙")
    assert headings(two) == ()
    assert len(headings(blocks("## 一\n## 二\n## 三"))) == 3


def test_plain_lines_have_no_marks() -> None:
    assert plain_lines("题", "## 一\n\n第一条 甲") == "题\n一\n第一条　甲"


def test_articles_are_cited_as_readers_know_them() -> None:
    with translation.override("zh-hans"):
        assert cited("10(11)") == "《条例》第十条第十一项"
        assert cited("20") == "《条例》第二十条"
        assert cited("C7") == "C7"
    with translation.override("en"):
        assert cited("9(3)") == "Regulations, article 9(3)"


def test_numbers_in_chinese() -> None:
    assert [in_chinese(n) for n in (1, 10, 11, 20, 21, 99)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]
