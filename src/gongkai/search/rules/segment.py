"""Cutting Chinese text into words.

Words and pairs of letters are both kept for titles: the cuts depend on the neighbours, so a
piece of a title is often cut otherwise than the whole; pairs find pieces and miss re-ordered
words. Either alone loses a third of one kind of query (docs/decisions, search).
"""

from functools import cache

import rjieba

from gongkai.search.rules.normal import han_runs, letters, normal, without_punctuation

LONGEST_WORD = 60
"""Letters of a lexeme; nothing that people search for is longer."""

_PARTICLES = (
    "的 了 和 与 及 或 在 是 为 对 等 之 其 以 由 从 向 把 被 将 于 而 并 也 都 就 到 "
    "有 个 中 上 下 关于 以及 或者 并且 因为 所以 a an and for from in of on or the to with"
)
_ADDED_BY_SEARCHERS = "如何 怎么 怎样 什么 哪些 哪里 请问 最新 全文 下载 查询"
STOP_WORDS = frozenset(_PARTICLES.split()) | frozenset(_ADDED_BY_SEARCHERS.split())
"""Words that say nothing about a record: particles, question words, what people add to a search."""


@cache
def _cutter() -> rjieba.Jieba:
    # About 60 MB: loaded by the first text that is cut, not by every command.
    return rjieba.Jieba()


def query_words(text: str) -> tuple[str, ...]:
    """Return the words of a query in order, each once, without stop words.

    Single Han letters are left out: jieba leaves them over at the edges of a piece.
    """
    return tuple(dict.fromkeys(word for word in _cutter().cut(normal(text)) if _counts(word)))


def index_words(text: str) -> frozenset[str]:
    """Return the words of a text with the shorter words inside long ones, as an index needs."""
    cut = _cutter().cut_for_search(normal(without_punctuation(text)))
    return frozenset(word for word in frozenset(cut) if _counts(word))


def title_grams(title: str) -> frozenset[str]:
    """Return the pairs and the single letters of a title, read across its punctuation."""
    text = "".join(han_runs(letters(title)))
    return frozenset(text[at : at + 2] for at in range(len(text) - 1)) | frozenset(text)


def _counts(word: str) -> bool:
    if len(word) > LONGEST_WORD or word in STOP_WORDS or not word[0].isalnum():
        return False
    return len(word) > 1 or word.isascii()
