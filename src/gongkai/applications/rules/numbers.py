"""Receipt numbers and query codes: read out over the telephone, typed in any manner. Pure.

Reports of other kinds are numbered alike, under a prefix of their own.

A number says organ, year and serial, and nothing of the person. Its two check digits catch a
slip before a code is tried; a code has no letters that look alike and none that make words.
"""

import re
import unicodedata

from stdnum.iso7064 import mod_97_10

PREFIX = "SQ"
"""申请."""
QUERY_ALPHABET = "34679CDFGHJKMNPQRTVWXY"
"""Without 0O, 1IL, 2Z, 5S, 8B, U, and the vowels."""
QUERY_LENGTH = 12
"""Twelve of 22 characters: 53 bits, guessed against a locked door."""
QUERY_GROUP = 4
_LONGEST = 200
"""Characters of typed text that are looked at."""
_SERIAL_DIGITS, _MOST_SERIAL_DIGITS = 5, 9
_CHECK_DIGITS = 2
_YEAR_DIGITS = 4
_ORGAN_LENGTH = 9
_ORGAN_CODE = re.compile(r"[0-9A-Z]{9}")
_NOT_A_MARK = re.compile(r"[^0-9A-Z]")
# Years, serials and check digits are digits: what looks like one there is one.
_DIGITS = str.maketrans("OQDIL", "00011")


def application_number(*, organ_code: str, year: int, serial: int, prefix: str = PREFIX) -> str:
    """Return the receipt number of an application, or of what else has a prefix.

    `organ_code` has nine characters (GB 11714). Serials grow beyond five digits where they must.
    Raises ValueError where a part is impossible.

    >>> application_number(organ_code="01527918X", year=2026, serial=12)
    'SQ-01527918X-2026-00012-72'
    """
    if not _ORGAN_CODE.fullmatch(organ_code) or not 1000 <= year <= 9999 or serial < 1:
        raise ValueError(f"no number can be made of {organ_code!r}, {year} and {serial}")
    parts = (prefix, organ_code, str(year), f"{serial:0{_SERIAL_DIGITS}d}")
    return "-".join((*parts, mod_97_10.calc_check_digits("".join(parts))))


def parse_application_number(typed: str, *, prefix: str = PREFIX) -> str | None:
    """Return the receipt number that was typed, or None where it is none with this prefix.

    Blanks, hyphens, full-width and lower-case letters do not matter, nor does a missing prefix;
    letters in place of digits are read as digits.

    >>> parse_application_number("sq 01527918x 2026 ooo12 72")
    'SQ-01527918X-2026-00012-72'
    """
    return _whole(_marks(typed).removeprefix(prefix), prefix)


def _whole(marks: str, prefix: str) -> str | None:
    organ_code, rest = marks[:_ORGAN_LENGTH], marks[_ORGAN_LENGTH:].translate(_DIGITS)
    serial_digits = len(rest) - _YEAR_DIGITS - _CHECK_DIGITS
    if not rest.isdigit() or not _SERIAL_DIGITS <= serial_digits <= _MOST_SERIAL_DIGITS:
        return None
    year, serial = int(rest[:_YEAR_DIGITS]), int(rest[_YEAR_DIGITS:-_CHECK_DIGITS])
    if year < 1000 or serial < 1:
        return None
    number = application_number(organ_code=organ_code, year=year, serial=serial, prefix=prefix)
    return number if _marks(number) == prefix + organ_code + rest else None


def normal_query_code(typed: str) -> str:
    """Return a query code as it is hashed: capitals, without blanks, hyphens and the rest.

    >>> normal_query_code(" 3467-9cdf ghjk ")
    '34679CDFGHJK'
    """
    return _marks(typed)


def format_query_code(code: str) -> str:
    """Return a query code in groups of four, as it is shown and read out.

    >>> format_query_code("34679CDFGHJK")
    '3467-9CDF-GHJK'
    """
    normal = normal_query_code(code)
    groups = range(0, len(normal), QUERY_GROUP)
    return "-".join(normal[start : start + QUERY_GROUP] for start in groups)


def _marks(typed: str) -> str:
    return _NOT_A_MARK.sub("", unicodedata.normalize("NFKC", typed[:_LONGEST]).upper())
