"""The numbers of lists in a DOCX: what a reader sees is nowhere in its text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_DIGITS = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
BULLET = "•"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one level of a list is numbered."""

    style: str = "decimal"
    pattern: str = ""
    """`%1.%2` is the numbers of the first and the second level."""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and how far each has been counted."""

    levels: Mapping[tuple[str, int], Level]
    """By the number of the list and the level, from 0."""
    lists: Mapping[str, str] = field(default_factory=dict)
    """For each number the list behind it: two numbers of one list count on together."""
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def next(self, number: str, depth: int) -> str:
        """Return the marker of the next paragraph of a list; empty where it has none."""
        level = self.levels.get((number, depth))
        if level is None or level.style == "none":
            return ""
        counted = self.lists.get(number, number)
        self._count(counted, number, depth)
        if level.style == "bullet":
            return BULLET
        marker = level.pattern
        for place in range(depth + 1):
            of_place = self.levels.get((number, place), Level())
            count = self.counts.get((counted, place), of_place.start)
            marker = marker.replace(f"%{place + 1}", numeral(count, of_place.style))
        return marker

    def _count(self, counted: str, number: str, depth: int) -> None:
        start = self.levels[number, depth].start
        self.counts[counted, depth] = self.counts.get((counted, depth), start - 1) + 1
        for deeper in range(depth + 1, 10):
            self.counts.pop((counted, deeper), None)


def numeral(count: int, style: str) -> str:
    """Return a number as a list writes it.

    >>> numeral(23, "chineseCounting"), numeral(4, "lowerRoman"), numeral(3, "lowerLetter")
    ('二十三', 'iv', 'c')
    """
    return _STYLES.get(style, str)(count)


def _chinese(count: int) -> str:
    if not 0 < count < 10_000:
        return str(count)
    said, pending_zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = count // unit % 10
        if digit:
            said += (_DIGITS[0] if pending_zero and said else "") + _DIGITS[digit] + name
        pending_zero = not digit
    return said.removeprefix("一") if said.startswith("一十") else said


def _letter(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4_000:
        return str(count)
    said = ""
    for value, letters in _ROMAN:
        said += letters * (count // value)
        count %= value
    return said


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 1 <= count <= 20 else f"({count})"


_STYLES: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "ideographDigital": lambda count: "".join(_DIGITS[int(digit)] for digit in str(abs(count))),
    "ideographTraditional": lambda count: _STEMS[(count - 1) % 10],
    "ideographZodiac": lambda count: _BRANCHES[(count - 1) % 12],
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": lambda count: str(count).translate(
        {ord(str(digit)): 0xFF10 + digit for digit in range(10)}
    ),
}
