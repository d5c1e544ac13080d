"""How long a text is, counted as its readers count it."""

import unicodedata

_NOT_SEEN = frozenset({"Mn", "Me", "Cf"})
"""Marks that sit on the letter before (variation selectors too), joiners and direction signs."""


def reader_length(text: str) -> int:
    """Return how many characters a reader of Chinese counts in the text.

    Each letter, sign and space of the composed text (NFC) is one, a rare letter beyond U+FFFF
    too. What is not seen by itself is none: accents on a letter, variation selectors, zero-width
    signs. A line end is one, however it is written.

    >>> reader_length("山西𠮷葛\\U000e0100")
    4
    """
    one_line_end = text.replace("\r\n", "\n").replace("\r", "\n")
    composed = unicodedata.normalize("NFC", one_line_end)
    return sum(unicodedata.category(letter) not in _NOT_SEEN for letter in composed)


def first_characters(text: str, count: int) -> str:
    """Return the beginning of the text that has so many characters, no letter without its marks.

    >>> first_characters("葛\\U000e0100城", 1) == "葛\\U000e0100"
    True
    """
    seen = 0
    for place, letter in enumerate(text):
        seen += unicodedata.category(letter) not in _NOT_SEEN
        if seen > count:
            return text[:place]
    return text
