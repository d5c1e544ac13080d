"""The 机关代字 that an organ's letters carry until it has entered its own. Pure."""

import re

_REGION_END = re.compile(
    r"(特别行政区|自治区|自治州|自治县|自治旗|新区|地区|省|市|州|盟|县|区|旗|镇|乡|街道)$"
)
_GOVERNMENT = "人民政府"
_SPACES = re.compile(r"\s+")


def default_mark(*, name: str, short_name: str, region_name: str) -> str:
    """Return the first character of the place and the first of what the organ looks after.

    It is a makeshift: usage differs from place to place, and only the organ knows its own mark.

    >>> default_mark(name="云梦省卫生厅", short_name="省卫生厅", region_name="云梦省")
    '云卫'
    >>> default_mark(name="青石市人民政府办公室", short_name="", region_name="青石市")
    '青政办'
    """
    name, place = (_SPACES.sub("", text) for text in (name, region_name))
    stem = _REGION_END.sub("", place) or place
    duty = name.partition(place if place in name else stem)[2]
    if not duty:
        return (_SPACES.sub("", short_name) or name)[:4]
    if duty.startswith(_GOVERNMENT):
        return stem[0] + "政" + ("办" if "办公" in duty else "")
    return stem[0] + duty[0]
