"""Document numbers and index numbers, recognised however they are typed.

The keys made here are for comparing only; what is shown is the number as printed
(document numbers: GB/T 9704-2012, 7.2.5; index numbers: C1 of the disclosure catalogue).
"""

import re

from gongkai.search.rules.normal import normal

_BRACKETS = str.maketrans(dict.fromkeys("〔〕[]()﹝﹞【】「」{}<>〈〉《》", "|"))
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63", "-"))
_SPACE = re.compile(r"\s+")
_BARS = re.compile(r"\|+")

_YEARLY = re.compile(
    r"(?P<mark>[^\d|]{1,40}?)(?P<open>\|)?(?P<year>(?:19|20)\d\d)(?P<shut>\||年)?"
    r"(?P<nth>第)?0*(?P<serial>\d{1,6})(?P<sign>号)?"
)
_ORDER = re.compile(r"(?P<mark>[^\d|]{0,40}?令)(?P<nth>第)?0*(?P<serial>\d{1,6})号?")
_INDEX = re.compile(r"(?=[^/]*\d)[0-9a-z]{2,}(?:[-/][0-9a-z]+){1,5}")
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
        return ""
    return f"{yearly['mark']}#{yearly['year']}#{yearly['serial']}"


def index_key(text: str) -> str:
    """Return the key under which an index number is kept: any dash, no spaces, no case.

    Index numbers of other systems are kept as they came, so every text has a key.
    """
    return _SPACE.sub("", normal(text).translate(_DASHES))


def looks_like_index_number(text: str) -> bool:
    """Say whether the text may be an index number: groups of letters and digits with a digit.

    >>> looks_like_index_number("01527918X-2020-153077")
    True
    """
    return _INDEX.fullmatch(index_key(text)) is not None
