"""Text as it comes in from people and files, made safe to store and to compare."""

from django.utils.translation import gettext_lazy as _

from gongkai.kernel.characters import HoldsNul, ordered_line, ordered_text
from gongkai.kernel.refusals import Refusal


class TextHoldsNul(Refusal):
    """The text holds a NUL character, which no document holds and PostgreSQL refuses."""

    def __init__(self) -> None:
        super().__init__(
            _("The text holds a NUL character. Copy it again from the original document.")
        )


def clean_text(value: str) -> str:
    """Return the text in NFC with line feeds only and without control characters.

    Raises TextHoldsNul.
    """
    try:
        return ordered_text(value)
    except HoldsNul as broken:
        raise TextHoldsNul from broken


def clean_line(value: str) -> str:
    """Return the text as one line: cleaned, with every run of white space as one space.

    Raises TextHoldsNul.
    """
    try:
        return ordered_line(value)
    except HoldsNul as broken:
        raise TextHoldsNul from broken
