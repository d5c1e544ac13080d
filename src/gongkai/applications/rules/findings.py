"""Personal numbers in a text: found, masked, and shown to whoever signs. Pure.

Suggestions only: a number may look right by chance, and what was found is never masked in the
file itself. Names and addresses are for the reader to find.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from gongkai.applications.rules.identity import mask_number

MOST_FINDINGS = 100
"""Of one file; who has read a hundred knows what is in it."""

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{6}[ -]?\d{8}[ -]?\d{3}[0-9Xx](?![0-9A-Za-z])")
# 62 is UnionPay, 4 and 51-55 the international cards; other beginnings are mostly chance.
_CARD = re.compile(r"(?<![0-9.])(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![0-9])")
_MOBILE = re.compile(r"(?<![0-9.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9])")
_SEPARATORS = re.compile(r"[ +-]")


class FindingKind(StrEnum):
    """What was found."""

    IDENTITY_NUMBER = "identity_number"
    """Eighteen characters with a right check character and a real birth date (GB 11643)."""
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    NOT_SEARCHED = "not_searched"
    """The file has no text that could be searched; it is read by eye."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One personal number, masked, and the line of the text where it stands (from 1)."""

    kind: FindingKind
    excerpt: str = ""
    line: int = 0

    def as_row(self) -> dict[str, str]:
        """Return it as it is kept with the file."""
        return {"kind": self.kind.value, "excerpt": self.excerpt, "line": str(self.line)}


def findings_in_text(text: str) -> tuple[Finding, ...]:
    """Return the personal numbers of a text in the order of its lines, each number once.

    Full-width digits count; the excerpt shows a third of the number at most.
    """
    found: list[Finding] = []
    seen: set[tuple[FindingKind, str]] = set()
    for line, content in enumerate(unicodedata.normalize("NFKC", text).split("\n"), start=1):
        for kind, number in _numbers_in(content):
            if (kind, number) not in seen:
                seen.add((kind, number))
                found.append(Finding(kind, mask_number(number), line))
            if len(found) == MOST_FINDINGS:
                return tuple(found)
    return tuple(found)


def _numbers_in(line: str) -> Iterator[tuple[FindingKind, str]]:
    hits = [
        (match.start(), match.end(), kind, number)
        for kind, pattern, is_right in (
            (FindingKind.IDENTITY_NUMBER, _IDENTITY, _is_identity),
            (FindingKind.BANK_CARD, _CARD, luhn.is_valid),
            (FindingKind.MOBILE, _MOBILE, bool),
        )
        for match in pattern.finditer(line)
        if is_right(number := _bare(match.group(), kind))
    ]
    taken: list[tuple[int, int]] = []
    for start, end, kind, number in hits:
        # An identity number is no card, and neither holds a telephone.
        if all(end <= begun or start >= ended for begun, ended in taken):
            taken.append((start, end))
            yield kind, number


def _bare(found: str, kind: FindingKind) -> str:
    number = _SEPARATORS.sub("", found).upper()
    return number.removeprefix("86") if kind is FindingKind.MOBILE else number


def _is_identity(number: str) -> bool:
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return number[-1] == ric.calc_check_digit(number)
