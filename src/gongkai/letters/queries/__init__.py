"""What can be read of letters."""

from gongkai.letters.queries.letters import (
    LetterLine,
    letter_for,
    letter_line,
    letter_made_again,
    letter_pdf,
    letters_of,
)
from gongkai.letters.queries.marks import MarkCard, letter_mark, mark_card
from gongkai.letters.queries.register import RegisterPage, register_of, registered_letter

__all__ = [
    "LetterLine",
    "MarkCard",
    "RegisterPage",
    "letter_for",
    "letter_line",
    "letter_made_again",
    "letter_mark",
    "letter_pdf",
    "letters_of",
    "mark_card",
    "register_of",
    "registered_letter",
]
