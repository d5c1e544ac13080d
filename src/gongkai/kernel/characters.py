"""Texts as they are stored: their characters put in order. Pure, for the rules.

Everything else cleans through `kernel.text`, whose refusal says to people what is wrong.
"""

import re
import unicodedata

# Tab and line feed stay; the rest of C0, DEL and C1 has no place in a text for people. Halves of
# surrogate pairs cannot be stored, and the two noncharacters are in no XML: one title with one of
# them would break every feed and workbook that lists it.
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")


class HoldsNul(ValueError):
    """The text holds U+0000: it comes from a broken or hostile file."""


def ordered_text(value: str) -> str:
    """Return the text in NFC with line feeds only and without control characters.

    Raises HoldsNul: dropping a NUL silently would publish something else than what was sent.
    """
    if "\0" in value:
        raise HoldsNul
    value = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    # Last: a control character between a letter and its accent would keep the two apart.
    return unicodedata.normalize("NFC", value).strip()


def ordered_line(value: str) -> str:
    """Return the text as one line: ordered, with every run of white space as one space."""
    return _SPACES.sub(" ", ordered_text(value))
