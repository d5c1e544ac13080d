"""Licence plates in a text (GA 36): province, office, five or six more places. Pure."""

import re
from collections.abc import Iterator

from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.folding import fold_letters
from gongkai.release.rules.matches import Match

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_BETWEEN = r"[\s\-.·•\u2027\u30fb\uff65\u2010-\u2015_]{0,3}"
_LETTER = "A-Za-z\uff21-\uff3a\uff41-\uff5a"
_DIGIT = "0-9\uff10-\uff19"
# Searched from the province character on, since few texts hold one before a Latin letter.
_CANDIDATE = re.compile(
    rf"[{_PROVINCES}]{_BETWEEN}[{_LETTER}](?:{_BETWEEN}[{_LETTER}{_DIGIT}]){{4,6}}"
    rf"(?:{_BETWEEN}[挂学警港澳领超])?"
)
_PLATE = re.compile(
    r".[A-HJ-NP-Z](?:"
    r"[A-HJ-NP-Z0-9]{5}"
    r"|[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]"
    r"|[A-HJ-NP-Z0-9]{4}[挂学警港澳领超])"
)
_LEAST_DIGITS = 3
_STANDARD = re.compile(r".(?:GB|DB|HJ|GA|JT|CJ|SL|LY|NY|YD)[0-9]")
_ALNUM = re.compile(rf"[{_LETTER}{_DIGIT}]")
_STANDARD_GOES_ON = re.compile(r"\s?[-—–/.][0-9\uff10-\uff19T]")
_SEPARATORS = re.compile(_BETWEEN.removesuffix("{0,3}"))


def plates_in(text: str) -> Iterator[Match]:
    """Yield the licence plates of a folded text.

    "新GB18483-2001" is no plate of Xinjiang but a new standard.
    """
    for found in _CANDIDATE.finditer(text):
        places = [
            at for at in range(found.start(), found.end()) if not _SEPARATORS.fullmatch(text[at])
        ]
        # What stands after the plate may look like more of it: a plate of eight places first.
        for length in range(min(8, len(places)), 6, -1):
            number = fold_letters("".join(text[at] for at in places[:length]))
            if _PLATE.fullmatch(number) and _is_plate(text, places[length - 1] + 1, number):
                yield Match(FindingKind.LICENCE_PLATE, places[0], places[length - 1] + 1, number)
                break


def _is_plate(text: str, end: int, number: str) -> bool:
    after = text[end : end + 3]
    if _ALNUM.match(after) or sum(map(str.isdigit, number)) < _LEAST_DIGITS:
        return False
    return not (_STANDARD.match(number) and _STANDARD_GOES_ON.match(after))
