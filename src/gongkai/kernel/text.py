"""Text as it comes in from people and files, made safe to store and to compare."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import Refusal

# Tab and line feed stay; the rest of C0, DEL and C1 has no place in a text for people. Halves of
# surrogate pairs cannot be stored, and the two noncharacters are in no XML: one title with one of
# them would break every feed and workbook that lists it.
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")


class TextHoldsNul(Refusal):
    """The text holds a NUL character, which no document holds and PostgreSQL refuses."""


def clean_text(value: str) -> str:
    """Return the text in NFC with line feeds only and without control characters.

    Raises TextHoldsNul where the text holds U+0000: it comes from a broken or hostile file,
    and dropping it silently would publish something else than what was sent.
    """
    if "\0" in value:
        raise TextHoldsNul(
            _("The text holds a NUL character. Copy it again from the original document.")
        )
    value = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    # Last: a control character between a letter and its accent would keep the two apart.
    return unicodedata.normalize("NFC", value).strip()


def clean_line(value: str) -> str:
    """Return the text as one line: cleaned, with every run of white space as one space."""
    return _SPACES.sub(" ", clean_text(value))
