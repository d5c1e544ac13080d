"""Document numbers and index numbers, recognised however they are typed.

The keys made here are for comparing only; what is shown is the number as printed
(document numbers: GB/T 9704-2012, 7.2.5; index numbers: C1 of the disclosure catalogue).
"""

import re

from gongkai.records.rules.documents import parse_document_number
from gongkai.search.rules.normal import normal

_BRACKETS = str.maketrans(dict.fromkeys("〔〕[]()﹝﹞【】「」{}<>〈〉《》", "|"))
# Hyphens, dashes, minus, bars of every slant, dots: how the parts of a number are kept apart.
_SEPARATORS = re.compile(
    r"[\s\-\u00ad\u2010-\u2015\u2043\u2212\ufe63/\\\u2044\u2215\u2216\u29f5._·•]+"
)
_SPACE = re.compile(r"\s+")
_BARS = re.compile(r"\|+")

_YEARLY = re.compile(
    r"(?P<mark>[^\d|]{1,40}?)(?P<open>\|)?(?P<year>(?:19|20)\d\d)(?P<shut>\||年)?"
    r"(?P<nth>第)?0*(?P<serial>\d{1,6})(?P<sign>号)?"
)
_ORDER = re.compile(r"(?P<mark>[^\d|]{0,40}?令)(?P<nth>第)?0*(?P<serial>\d{1,6})号?")
_LETTERS_AND_DIGITS = re.compile(r"[0-9a-z]+", re.ASCII)
_SHORTEST_PARTED, _SHORTEST_UNPARTED = 6, 12
_FEWEST_DIGITS = 5
_STATE = "中华人民共和国"


def document_key(text: str) -> str:
    """Return the key of a document number, or '' where the text is none.

    Any brackets, spaces, full-width digits, leading zeros and a missing 号 make no difference.
    Orders (第…号令) have no year; the full name of the state before them makes none either.

    >>> document_key("晋政发[2008]12号") == document_key("晋政发 （2008） 第012号")
    True
    >>> document_key("中华人民共和国国务院令第276号")
    '国务院令#276'
    """
    plain = _BARS.sub("|", _SPACE.sub("", normal(text).translate(_BRACKETS))).strip("|")
    if order := _ORDER.fullmatch(plain):
        return f"{order['mark'].removeprefix(_STATE)}#{order['serial']}"
    yearly = _YEARLY.fullmatch(plain)
    # A year that runs straight into the serial could be anything: 晋政发200812.
    if yearly is None or not any(yearly[part] for part in ("open", "shut", "nth")):
        return _key_of_parsed(text)
    return f"{yearly['mark']}#{yearly['year']}#{yearly['serial']}"


def _key_of_parsed(text: str) -> str:
    """Return the key of what only the reader of the records knows: two-digit years, 第七十一号."""
    number = parse_document_number(normal(text))
    if number is None:
        return ""
    year = "" if number.year is None else f"#{number.year}"
    return f"{number.document_mark.removeprefix(_STATE)}{year}#{number.serial}"


def index_key(text: str) -> str:
    """Return the key under which an index number is kept: its letters and digits, without case.

    What keeps its parts apart makes no difference: no, one or another dash or slash, spaces.
    Index numbers of other systems are kept as they came, so every text has a key.
    """
    plain = normal(text)
    # Taking a space away can bring a letter and an accent together that belong to one character.
    return normal(_SEPARATORS.sub("", plain) or plain.replace(" ", ""))


def looks_like_index_number(text: str) -> bool:
    """Say whether the text may be an index number.

    It is of letters and digits, some of them digits, and in parts; without anything between the
    parts it is long, so that a year, a telephone number or a word is none.

    >>> looks_like_index_number("01527918X-2020-153077")
    True
    """
    plain = normal(text)
    key = index_key(plain)
    is_in_parts = _SEPARATORS.search(plain) is not None
    shortest = _SHORTEST_PARTED if is_in_parts else _SHORTEST_UNPARTED
    digits = sum(letter.isdigit() for letter in key)
    fits = len(key) >= shortest and digits >= _FEWEST_DIGITS
    return fits and _LETTERS_AND_DIGITS.fullmatch(key) is not None
