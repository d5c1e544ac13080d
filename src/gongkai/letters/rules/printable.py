"""Text as a letter can print it: no invisible characters, and none that no typeface holds. Pure.

The facts are kept as they were given; only what is set on paper goes through here.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet

GETA = "〓"
"""Stands for a character that no typeface holds, as printers have always done (U+3013)."""

_BREAKS = re.compile("[\x0b\x0c\r\x85\u2028\u2029]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180f\u034f\u115f\u1160\u3164]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
"""Controls, format characters (they could turn the order of a line around), halves of pairs."""
_PRIVATE = "Co"
"""Means something else in every typeface, so that a reader's copy would not be what was printed."""


def printable(text: str) -> str:
    """Return the text with line feeds for every kind of line end and plain spaces for all others.

    What cannot be seen is left out.
    """
    text = _BREAKS.sub("\n", text.replace("\r\n", "\n"))
    return "".join(_seen(character) for character in _SELECTORS.sub("", text))


def uncovered(text: str, covered: AbstractSet[int]) -> tuple[str, ...]:
    """Return the characters of a printable text that no typeface holds, each once, in order."""
    return tuple(dict.fromkeys(c for c in text if not _is_held(c, covered)))


def with_getas(text: str, missing: AbstractSet[str]) -> str:
    """Return the text with a geta for each character that is missing."""
    return "".join(GETA if c in missing else c for c in text) if missing else text


def code_point(character: str) -> str:
    """Return U+4E00 for a character: how it is named where it cannot be printed."""
    return f"U+{ord(character):04X}"


def _is_held(character: str, covered: AbstractSet[int]) -> bool:
    if character == "\n":
        return True
    return ord(character) in covered and unicodedata.category(character) != _PRIVATE


def _seen(character: str) -> str:
    if character == "\n":
        return character
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category == "Zs":
        return character if character == "\u3000" else " "
    return "" if category in _INVISIBLE else character
