"""The 机关代字 that an organ's letters carry until it has entered its own. Pure."""

import re
from collections.abc import Iterator
from itertools import count

from gongkai.letters.rules.numbering import LONGEST_MARK

_REGION_END = re.compile(
    r"(特别行政区|自治区|自治州|自治县|自治旗|新区|地区|省|市|州|盟|县|区|旗|镇|乡|街道)$"
)
_GOVERNMENT = "人民政府"
_SPACES = re.compile(r"\s+")
_DIGITS = "〇一二三四五六七八九"


def default_mark(*, name: str, short_name: str, region_name: str) -> str:
    """Return the first character of the place and the first of what the organ looks after.

    It is a makeshift: usage differs from place to place, and only the organ knows its own mark.

    >>> default_mark(name="云梦省卫生厅", short_name="省卫生厅", region_name="云梦省")
    '云卫'
    >>> default_mark(name="青石市人民政府办公室", short_name="", region_name="青石市")
    '青政办'
    """
    return next(made_marks(name=name, short_name=short_name, region_name=region_name))


def made_marks(*, name: str, short_name: str, region_name: str) -> Iterator[str]:
    """Yield the default mark and ever longer ones, for where another organ has the shorter.

    Two marks that are the same would give two letters the same number. There is always one more.
    """
    name, place = (_SPACES.sub("", text) for text in (name, region_name))
    stem = _REGION_END.sub("", place) or place
    duty = name.partition(place if place in name else stem)[2]
    if not duty:
        yield (_SPACES.sub("", short_name) or name)[:4]
    elif duty.startswith(_GOVERNMENT):
        office = "政" + ("办" if "办公" in duty else "")
        yield stem[0] + office
        yield (stem + office)[:LONGEST_MARK]
    else:
        yield from ((stem[0] + duty[: at + 1])[:LONGEST_MARK] for at in range(len(duty)))
    yield name[:LONGEST_MARK]
    for number in count(2):
        said = "".join(_DIGITS[int(digit)] for digit in str(number))
        yield name[: LONGEST_MARK - len(said)] + said
