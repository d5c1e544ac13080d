"""Secrecy marks in a text (Provisions on classification, GB/T 9704-2012 7.2.2). Pure.

Only where they stand as marks: texts of every office talk about State secrets.
"""

import re
from collections.abc import Iterator

from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.folding import fold_text
from gongkai.release.rules.matches import Match

_BLANK = r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_BREAK = r"\n\r\v\f\x85\u2028\u2029"
_GAP = rf"{_BLANK}{{0,4}}"
_LEVEL = rf"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_TERM = r"(?:[0-9\uff10-\uff19一二三四五六七八九十]{1,3}\s?(?:年|个月)|长\s?期|启封)"
_HAN = "\u4e00-\u9fff"
_MARKS = (
    # 机密★10年; not "标注“机密★”字样".
    re.compile(rf"(?<![{_HAN}“\"「『‘《])({_LEVEL}){_GAP}[★☆✩✭⭐✪]{_GAP}{_TERM}?"),
    # 密级：机密; not "密级：绝密/机密/秘密", which is a form that nobody filled in.
    re.compile(
        rf"密{_GAP}级(?:和保密期限|及保密期限)?{_GAP}[:：]{_GAP}({_LEVEL})(?!{_GAP}(?:[/、，,或]|{_LEVEL}))"
        rf"{_GAP}{_TERM}?"
    ),
    # A line of its own at the head of a page, however far it is moved in: 机密, 秘密 5年.
    re.compile(rf"(?<![^{_BREAK}]){_BLANK}*({_LEVEL}){_GAP}{_TERM}?{_BLANK}*(?![^{_BREAK}])"),
)
_BLANKS = re.compile(r"[\s\u3000]+")


def bears_mark(text: str) -> bool:
    """Say whether a mark of secrecy stands in a text, as it was given, with lines of its own."""
    return next(secrecy_marks_in(fold_text(text).text), None) is not None


def secrecy_marks_in(text: str) -> Iterator[Match]:
    """Yield the secrecy marks of a folded text; the value is the mark as it stands, no blanks."""
    if "密" not in text:
        return
    for pattern in _MARKS:
        for found in pattern.finditer(text):
            start = found.start(1)
            end = found.end()
            value = _BLANKS.sub("", text[start:end])
            yield Match(FindingKind.SECRECY_MARK, start, end, value)
