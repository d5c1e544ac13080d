"""What looks like a normative document, so that nobody evades its legal review unseen. Pure.

Normative documents are reviewed by the legal office before they are issued and published (city
implementation opinions 2008). The mark is the clerk's to set; where the document bears the signs
of one and the mark is missing, the clerk says why, and the secrecy reviewer reads it.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from gongkai.records.rules.content import VersionContent


class Sign(StrEnum):
    """By what a normative document is known."""

    NUMBER = "number"
    """Numbered as an order (令) or in the series of normative documents (规〔…〕)."""
    GENRE = "genre"
    TITLE = "title"


GENRES = frozenset(
    {"令", "命令", "办法", "规定", "规则", "细则", "实施细则", "条例", "规章", "规范性文件"}
)
_RULES = "办法|规定|规则|细则|条例"
_NUMBER = re.compile(r"令|规\s*[〔\[［(（]\s*\d{4}")
_IS_ONE = re.compile(rf"(?:{_RULES})(?:[（(][^（()）]*[）)])*[》〉]?$")
_ISSUES_ONE = re.compile(rf"(?:印发|公布|发布|颁布|修改|修订|废止).*(?:{_RULES})")


def signs_of_normative(content: VersionContent) -> Sequence[Sign]:
    """Return by what the content looks like a normative document that is not marked as one.

    >>> from datetime import date
    >>> said = VersionContent(
    ...     title="云梦市公共租赁住房管理办法（试行）", summary="", generated_on=date(2026, 3, 2)
    ... )
    >>> signs_of_normative(said)
    [<Sign.TITLE: 'title'>]
    """
    if content.is_normative:
        return []
    looks = {
        Sign.NUMBER: _NUMBER.search(content.document_number) is not None,
        Sign.GENRE: content.genre.strip() in GENRES,
        Sign.TITLE: _names_rules(content.title.strip()),
    }
    return [sign for sign, is_there in looks.items() if is_there]


def _names_rules(title: str) -> bool:
    return any(pattern.search(title) for pattern in (_IS_ONE, _ISSUES_ONE))
