"""A summary (内容概述) made from a text that came without one."""

import re

from gongkai.records.rules.content import SUMMARY_LIMIT

_FIRST_ARTICLE = re.compile(r"^\s*第一条[\s　]*(?P<said>.+)$", re.MULTILINE)
_SENTENCE_END = "。；;"


def summary_from(text: str, *, limit: int = SUMMARY_LIMIT) -> str:
    """Return the first article, or the first line that is no heading, cut to `limit` characters.

    It is cut at the end of a sentence where one lies in the second half, else with `…`. Empty for
    a text without a line.
    """
    found = _FIRST_ARTICLE.search(text)
    said = found["said"] if found else _first_line(text)
    said = re.sub(r"\s+", " ", said).strip()
    if len(said) <= limit:
        return said
    end = max(said.rfind(mark, 0, limit) for mark in _SENTENCE_END)
    return said[: end + 1] if end >= limit // 2 else said[: limit - 1] + "…"


def _first_line(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")
