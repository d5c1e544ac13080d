"""Rounds of clean-up of normative documents, and how their list is written out. Pure.

Organs go through their documents in rounds and publish which stay in force, which are amended by
when, and which are repealed (city implementation opinions 2008); what a list does not keep may not
be a basis of administration any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

KEEP, AMEND, REPEAL, LAPSE = "keep", "amend", "repeal", "lapse"
_HEADINGS = (
    (KEEP, "继续有效的规范性文件"),
    (AMEND, "需要修改的规范性文件"),
    (REPEAL, "予以废止的规范性文件"),
    (LAPSE, "宣布失效的规范性文件"),
)
_NUMERALS = "一二三四"
_INNER_MARKS = str.maketrans("《》", "〈〉")
VALIDITY_AFTER = {REPEAL: "repealed", LAPSE: "lapsed"}
"""What the records of the documents say once the list is published; kept ones stay as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A document with what becomes of it."""

    title: str
    document_number: str
    outcome: str
    until_on: date | None = None
    reason: str = ""


class DecisionFault(StrEnum):
    """What is wrong with a decision."""

    NOT_IN_LIST = "not_in_list"
    NO_DAY = "no_day"
    DAY_PAST = "day_past"
    NO_REASON = "no_reason"


def decision_faults(
    *, outcome: str, until_on: date | None, reason: str, today: date
) -> dict[str, DecisionFault]:
    """Return what keeps a decision from being taken, by field.

    What is amended says by when; what ends says why.
    """
    if outcome not in {KEEP, AMEND, REPEAL, LAPSE}:
        return {"outcome": DecisionFault.NOT_IN_LIST}
    faults = {}
    if outcome == AMEND and until_on is None:
        faults["until_on"] = DecisionFault.NO_DAY
    elif outcome == AMEND and until_on is not None and until_on < today:
        faults["until_on"] = DecisionFault.DAY_PAST
    if outcome in {REPEAL, LAPSE} and not reason:
        faults["reason"] = DecisionFault.NO_REASON
    return faults


def list_text(decided: Sequence[Decided]) -> str:
    """Return the list as the text of a record: one part for each outcome that occurs."""
    parts = [
        (heading, [one for one in decided if one.outcome == outcome])
        for outcome, heading in _HEADINGS
    ]
    filled = [(heading, ones) for heading, ones in parts if ones]
    return "\n\n".join(
        _part(f"{numeral}、{heading}（{len(ones)}件）", ones)
        for numeral, (heading, ones) in zip(_NUMERALS, filled, strict=False)
    )


def in_marks(title: str) -> str:
    """Return the title in 《》, what stands in marks within it in 〈〉 (GB/T 15834-2011 4.15.3).

    >>> in_marks("《云梦省行政程序规定》实施办法"), in_marks("《节水办法》")
    ('《〈云梦省行政程序规定〉实施办法》', '《节水办法》')
    """
    bare = title[1:-1] if _is_enclosed(title) else title
    return f"《{bare.translate(_INNER_MARKS)}》"


def _is_enclosed(title: str) -> bool:
    """Say whether one pair of marks stands around the whole title."""
    depth = 0
    for place, sign in enumerate(title):
        depth += {"《": 1, "》": -1}.get(sign, 0)
        if depth <= 0:
            return place > 0 and place == len(title) - 1
    return False


def _part(heading: str, ones: Sequence[Decided]) -> str:
    lines = [f"{number}. {_line(one)}" for number, one in enumerate(ones, 1)]
    return "\n".join([f"## {heading}", *lines])


def _line(one: Decided) -> str:
    number = f"（{one.document_number}）" if one.document_number else ""
    said = f"{in_marks(one.title)}{number}"
    if (day := one.until_on) is not None:
        said += f"，{day.year}年{day.month}月{day.day}日前修改"
    return f"{said}。理由：{one.reason}" if one.reason else said
