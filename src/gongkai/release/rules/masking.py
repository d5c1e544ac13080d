"""What people are shown of a found value: enough to find it, not enough to use it. Pure."""

import re

from gongkai.release.rules.findings import FindingKind

_STAR = "*"
_LONGEST = 80
_PLACE_SHOWN = 6
"""Characters of an address: about the province and the city."""


def mask(kind: FindingKind, value: str) -> str:
    """Return the excerpt of a value, at most 80 characters."""
    if kind is FindingKind.NAME:
        masked = mask_name(value)
    elif kind is FindingKind.ADDRESS:
        masked = mask_address(value)
    elif kind is FindingKind.SECRECY_MARK:
        masked = value
    else:
        masked = mask_number(value)
    return masked[:_LONGEST]


def mask_number(number: str) -> str:
    """Return a number with at most a third of its characters, the last four of them at most.

    >>> mask_number("11010519491231002X")
    '11************002X'
    >>> mask_number("01527918X")
    '0******8X'
    """
    shown = min(len(number) // 3, 6)
    tail = shown - shown // 3
    head = shown - tail
    hidden = _STAR * (len(number) - shown)
    return number[:head] + hidden + (number[-tail:] if tail else "")


def mask_name(name: str) -> str:
    """Return a person's name with the first character of each of its words.

    >>> mask_name("欧阳娜"), mask_name("Anna Li")
    ('欧**', 'A*** L*')
    """
    return re.sub(r"\S+", lambda word: _first(word.group()), name)


def mask_address(address: str) -> str:
    """Return the beginning of an address, a third of it and six characters at most.

    >>> mask_address("云梦省青山市临湖区梧桐路12号3单元501室")
    '云梦省青山市****************'
    """
    shown = min(len(address) // 3, _PLACE_SHOWN)
    return address[:shown] + _STAR * (len(address) - shown)


def _first(word: str) -> str:
    return _STAR if len(word) == 1 else word[0] + _STAR * (len(word) - 1)
