"""Tables of the module `letters`."""

from gongkai.letters.models.letter import Letter, LetterKindName, LetterMark, LetterSeries

__all__ = ["Letter", "LetterKindName", "LetterMark", "LetterSeries"]
