"""A summary (内容概述) made from a text that came without one."""

import re
import unicodedata

from gongkai.records.rules.content import SUMMARY_CODE_POINTS, SUMMARY_LIMIT
from gongkai.records.rules.counting import first_characters, reader_length

_FIRST_ARTICLE = re.compile(r"^\s*第一条[\s　]*(?P<said>.+)$", re.MULTILINE)
_SENTENCE_END = "。；;"


def summary_from(text: str, *, limit: int = SUMMARY_LIMIT) -> str:
    """Return the first article, or the first line that is no heading, cut to `limit` characters.

    Characters are counted as `reader_length` does. It is cut at the end of a sentence where one
    lies in the second half, else with `…`. Empty for a text without a line.
    """
    found = _FIRST_ARTICLE.search(text)
    said = found["said"] if found else _first_line(text)
    said = unicodedata.normalize("NFC", re.sub(r"\s+", " ", said).strip())
    if reader_length(said) <= limit:
        return said
    head = first_characters(said, limit)[:SUMMARY_CODE_POINTS]
    end = max(head.rfind(mark) for mark in _SENTENCE_END)
    if reader_length(head[: end + 1]) > limit // 2:
        return head[: end + 1]
    return first_characters(said, limit - 1)[: SUMMARY_CODE_POINTS - 1] + "…"


def _first_line(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")
