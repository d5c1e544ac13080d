"""What can be done with letters."""

from gongkai.letters.operations.issuing import (
    FactsDoNotFit,
    LetterIncomplete,
    issue_letter,
    preview_letter,
)
from gongkai.letters.operations.marks import MarkTaken, NotAMark, set_letter_mark

__all__ = [
    "FactsDoNotFit",
    "LetterIncomplete",
    "MarkTaken",
    "NotAMark",
    "issue_letter",
    "preview_letter",
    "set_letter_mark",
]
