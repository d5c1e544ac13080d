"""Runs of digits in any script, as plain digits with the way back and what stands between. Pure."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_BASIC_PLANE = 0x10000
"""What stands beyond it was folded into it (`fold_text`)."""
_HIGHEST = 50
"""Circled numbers go up to it; each stands for its one or two digits."""
_HAN = dict(
    zip(
        "〇零○◯一二三四五六七八九壹贰叁肆伍陆柒捌玖幺壱弐参",
        "00001234567891234567891123",
        strict=True,
    )
)
_ALIKE = dict(zip("Oo\u041e\u043e\u039f\u03bfQlI\u0456\u0406", "00000001111", strict=True))
"""Letters that look like a digit; they count only between real ones."""
_CROSSES = "xX\u0425\u0445\u03a7\u03c7×✕✖\u2169\u2179\uff38\uff58\u2573\u2a2f"
"""The last place of an identity number, in Latin, Cyrillic, Greek and as a sign."""
_BETWEEN = (
    r"\s\-.\u00b7\u2022\u2024\u2027\u30fb\u3002\uff0e\uff65\u2010-\u2015\u2212\uff0d_/|()（）~*+"
)


def _digits() -> dict[str, str]:
    known: dict[str, str] = {}
    for code in range(_BASIC_PLANE):
        letter = chr(code)
        if unicodedata.category(letter) in {"Nd", "No"}:
            number = unicodedata.numeric(letter)
            if number.is_integer() and 0 <= number <= _HIGHEST:
                known[letter] = str(int(number))
    return known | _HAN


_DIGITS = _digits()
_MEANING = _DIGITS | _ALIKE | dict.fromkeys(_CROSSES, "X")


def _character_class(letters: dict[str, str]) -> str:
    """Return the letters as ranges: a class of a few ranges is scanned much quicker than a list."""
    codes = sorted(ord(letter) for letter in letters)
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges)


_DIGIT = _character_class(_DIGITS)
_ANY = _character_class(_MEANING)
# Seven digits and more: the shortest number that anybody looks for is that of a passport.
_RUN = re.compile(f"[{_DIGIT}](?:[{_BETWEEN}]{{0,4}}[{_ANY}]){{6,}}")


@dataclass(frozen=True)
class DigitRun:
    """Digits that follow each other, with at most four other characters between two of them."""

    text: str
    """The whole text in which the run stands."""
    plain: str
    """Digits 0 to 9 and X."""
    places: tuple[int, ...]
    """For each character of `plain` where it stands in the text."""

    @property
    def start(self) -> int:
        """Return where the run begins in the text."""
        return self.places[0]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Return where in `plain` a group begins: after something that parts two digits."""
        far = [at for at in range(1, len(self.plain)) if self.places[at] - self.places[at - 1] > 1]
        return (0, *far)

    @cached_property
    def openings(self) -> tuple[int, ...]:
        """Return where in `plain` a number may begin: with a group, or where the script changes.

        "附件二13800138000" is the second annex and a telephone, not a number of twelve digits.
        """
        is_han = [self.text[place] in _HAN for place in self.places]
        turns = [at for at in range(1, len(is_han)) if is_han[at] is not is_han[at - 1]]
        return tuple(sorted({*self.starts, *turns}))

    @cached_property
    def ends(self) -> frozenset[int]:
        """Return where in `plain` a number may end, as the place after its last digit."""
        return frozenset((*self.openings[1:], len(self.plain)))

    def starts_between(self, first: int, last: int) -> tuple[int, ...]:
        """Return the starts of groups from `first` to before `last`."""
        starts = self.starts
        return starts[bisect_left(starts, first) : bisect_left(starts, last)]

    def gap(self, at: int) -> str | None:
        """Return what kind of thing stands before the digit `at`; None at both ends of the run.

        A line end, a tab, blanks, or the marks themselves; empty where nothing stands there.
        """
        if at in (0, len(self.plain)):
            return None
        between = self.text[self.places[at - 1] + 1 : self.places[at]]
        for kind in "\n\t":
            if kind in between:
                return kind
        return between.strip() or between[:1].replace("\u3000", " ").replace("\u00a0", " ")

    def alike(self, start: int, end: int) -> int:
        """Return how many characters of a piece are letters that only look like digits."""
        return sum(self.text[place] in _ALIKE for place in self.places[start:end])

    def before(self, at: int, length: int) -> str:
        """Return so many characters of the text before the digit `at`."""
        place = self.places[at]
        return self.text[max(0, place - length) : place]

    def after(self, at: int) -> str:
        """Return the character that follows the digit before `at`; empty at the end."""
        place = self.places[at - 1] + 1
        return self.text[place : place + 1]


def digit_runs(text: str) -> Iterator[DigitRun]:
    """Yield the runs of seven digits and more of a folded text, in its order."""
    for match in _RUN.finditer(text):
        plain: list[str] = []
        places: list[int] = []
        for place in range(match.start(), match.end()):
            meaning = _MEANING.get(text[place], "")
            plain.append(meaning)
            places.extend([place] * len(meaning))
        yield DigitRun(text, "".join(plain), tuple(places))
